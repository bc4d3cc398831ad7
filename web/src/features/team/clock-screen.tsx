import { Trans, useLingui } from "@lingui/react/macro";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useSearchParams } from "wouter";
import { type Command, useCommands } from "../../data/commands";
import { useAll, useMine, usePerson } from "../../data/mine";
import { dateRange, fullDate, weekday, zoneCity } from "../../lib/dates";
import { plusDays } from "../../lib/month";
import { todayIn } from "../../lib/week";
import type { Person } from "../../types";
import { Button } from "../../ui/button";
import { NativeSelect } from "../../ui/fields";
import { Loading } from "../../ui/loading";
import { EmptyState } from "../../ui/small";
import { Chart } from "./chart";
import { allWork, axisOf, lengthOf, quarter, stepped, timeThere, within } from "./day";
import { PickPeople } from "./pick-people";
import { TeamTabs } from "./tabs";
import { type Length, Talks } from "./talks";
import { most, useOverlap, useRows } from "./use-day";
import { useWhom } from "./whom";
import { useWords } from "./words";

const noon = 12 * 4 * quarter;

/** Everyone's day by the reader's clock. It shows hours, not whether anybody is there. */
export function ClockScreen() {
  // Before the copy is here nobody has been chosen, and nobody left out.
  const known = useAll<Person>("person").length > 0;
  return known ? <Clock /> : <Loading />;
}

function Clock() {
  const { t } = useLingui();
  const { me } = useMine();
  const self = usePerson(me.person.id) ?? me.person;
  const zone = self.time_zone;
  const now = useNow();
  const [params, setParams] = useSearchParams();
  const today = todayIn(zone);
  const date = dateIn(params.get("date")) ?? today;
  const axis = useMemo(() => axisOf(date, zone), [date, zone]);
  const whom = useWhom(axis.from);
  const [picking, setPicking] = useState(false);
  const [length, setLength] = useState<Length>("30");
  const [chosen, setChosen] = useState<number | null>(null);
  /** The best time was asked for before the server had told it. */
  const [awaited, setAwaited] = useState(false);
  const { span, times } = useWords();

  const isToday = date === today;
  // Until one has looked elsewhere it is now, and noon on another day.
  const live = chosen === null && isToday && axis.from <= now && now < axis.to;
  const at = live ? now : within(axis, chosen ?? axis.from + noon);
  const rows = useRows(whom.people, axis);
  const together = useMemo(() => (rows.length > 1 ? allWork(rows) : []), [rows]);
  const rest = { from: Math.max(axis.from, Math.ceil(now / quarter) * quarter), to: axis.to };
  const over = rest.from >= rest.to;
  const several = whom.people.length > 1 ? whom.people : [];
  const told = useOverlap(several, rest, { talks: 3, minutes: Number(length) });
  const week = { from: axis.to, to: axisOf(plusDays(date, 7), zone).to };
  const nothing = told?.fit === "none" && week.to > now;
  const next = useOverlap(nothing ? several : [], week, { talks: 3, minutes: Number(length) });

  function choose(instant: number | null) {
    setAwaited(false);
    setChosen(instant);
  }
  function go(to: string) {
    setAwaited(false);
    // The same time of day on the other date.
    const moved = axisOf(to, zone);
    if (chosen !== null) setChosen(within(moved, chosen - axis.from + moved.from));
    setParams(
      (old) => {
        const params = new URLSearchParams(old);
        if (to === today) params.delete("date");
        else params.set("date", to);
        return params;
      },
      { replace: true },
    );
  }
  function goTo(instant: number) {
    const { on } = timeThere(instant, zone, date);
    if (on) go(on);
    choose(instant);
  }
  function backToNow() {
    choose(null);
    go(today);
  }
  const step = (by: number) => choose(stepped(axis, at, by));
  const best = told?.talks[0] ?? next?.talks[0];
  const unanswered = !over && several.length > 0 && (told === null || (nothing && next === null));
  function goToBest() {
    if (best) goTo(Date.parse(best.start));
    else setAwaited(true);
  }
  useEffect(() => {
    if (!awaited || unanswered) return;
    setAwaited(false);
    if (best) goTo(Date.parse(best.start));
  });
  const command = (id: string, name: string, key: string, run: () => void, more?: Partial<Command>) => ({
    id: `clock.${id}`,
    name,
    group: "here" as const,
    keys: [key],
    run,
    ...more,
  });
  useCommands([
    command("earlier", t`A quarter of an hour earlier`, "ArrowLeft", () => step(-1), { keyOnly: true }),
    command("later", t`A quarter of an hour later`, "ArrowRight", () => step(1), { keyOnly: true }),
    command("before", t`The day before`, ",", () => go(plusDays(date, -1))),
    command("after", t`The day after`, ".", () => go(plusDays(date, 1))),
    command("today", t`Today`, "t", backToNow),
    command("best", t`To the best time for a live talk`, "b", goToBest, {
      ready: best !== undefined || unanswered,
    }),
    command("people", t`Choose whose clocks`, "p", () => setPicking(true)),
  ]);

  const working = rows.filter((row) => row.work.length).length;
  const shared = lengthOf(together);
  const hours = together.map((one) => times(one.from, one.to, axis)).join(", ");
  return (
    <>
      <TeamTabs here="clock" />
      <div className="flex flex-col gap-8">
        <div className="flex flex-col gap-4">
          <h1>
            <Trans>Team clock</Trans>
          </h1>
          <div className="flex flex-wrap items-end gap-x-3 gap-y-3 print:hidden">
            <div className="min-w-40 flex-1 sm:max-w-64">
              <NativeSelect
                label={t`Whose clocks`}
                value={whom.value}
                options={whom.options}
                onChange={(event) => whom.choose(event.target.value)}
              />
            </div>
            <Button className="min-h-10 pointer-coarse:min-h-11" onClick={() => setPicking(true)}>
              <Trans>Choose people…</Trans>
            </Button>
          </div>
        </div>

        <section aria-label={t`The day`} className="flex flex-col gap-3">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <h2 className="text-lg font-semibold">
              <span className="sm:hidden">{`${weekday(date, "short")} ${dateRange(date, date)}`}</span>
              <span className="hidden sm:inline">{fullDate(date)}</span>
            </h2>
            <div className="flex items-center print:hidden">
              <Step name={t`The day before`} onClick={() => go(plusDays(date, -1))}>
                <ChevronLeft size={20} className="shrink-0" strokeWidth={1.75} aria-hidden="true" />
              </Step>
              <Button
                look="plain"
                className="min-h-11 md:min-h-9"
                disabled={isToday && chosen === null}
                onClick={backToNow}
              >
                <Trans>Today</Trans>
              </Button>
              <Step name={t`The day after`} onClick={() => go(plusDays(date, 1))}>
                <ChevronRight size={20} className="shrink-0" strokeWidth={1.75} aria-hidden="true" />
              </Step>
            </div>
          </div>
          <p className="text-sm text-quiet">
            <Trans>By your clock, {zoneCity(zone)}.</Trans>{" "}
            {rows.length > 1 &&
              (working === 0 ? (
                <Trans>Nobody works on this day.</Trans>
              ) : working < rows.length ? (
                <Trans>
                  {working} of {rows.length} work on this day.
                </Trans>
              ) : shared === 0 ? (
                <Trans>They share no working hours.</Trans>
              ) : rows.length === 2 ? (
                <Trans>
                  Both work for {span(shared)}: {hours}.
                </Trans>
              ) : (
                <Trans>
                  All {rows.length} work for {span(shared)}: {hours}.
                </Trans>
              ))}
          </p>
          <Chart
            {...{ axis, rows, together, at }}
            talks={(over ? [] : (told?.talks.slice(0, 1) ?? [])).map((talk) => ({
              from: Date.parse(talk.start),
              to: Date.parse(talk.end),
            }))}
            now={isToday ? now : null}
            onScrub={choose}
          />
          {whom.left > 0 && (
            <p className="text-sm text-quiet">
              <Trans>
                {most} clocks at once are the most; {whom.left} more people are left out.
              </Trans>
            </p>
          )}
        </section>

        {several.length ? (
          <Talks
            {...{ people: several, axis, length, told, next, over, at }}
            onLength={setLength}
            onGo={goTo}
          />
        ) : (
          <EmptyState title={t`Only your clock so far`}>
            <Trans>
              Choose people, to see when you all work and which times for a live talk are fair to everyone.
            </Trans>
          </EmptyState>
        )}
        {picking && <PickPeople chosen={whom.people} onPick={whom.pick} onClose={() => setPicking(false)} />}
      </div>
    </>
  );
}

function Step({ name, onClick, children }: { name: string; onClick: () => void; children: ReactNode }) {
  return (
    <Button look="plain" className="size-11 md:size-9" aria-label={name} onClick={onClick}>
      {children}
    </Button>
  );
}

function dateIn(text: string | null): string | null {
  return text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}

/** The minute that it is. */
function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
