import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { useCommands } from "../../data/commands";
import { useMine, useStatus } from "../../data/mine";
import { useToday } from "../../data/today";
import { focusOn, settle as settleFocus } from "../../lib/focus";
import { Away } from "../../parts/away";
import type { Task, Today, TodayEntry } from "../../types";
import { Loading } from "../../ui/loading";
import { useToasts } from "../../ui/toast";
import { asked, type Deed, type Deeds, deedKeys } from "./deciding";
import { Entry, linkId, placeOf } from "./entry";
import { Rate } from "./rate";
import { type Row, useRows } from "./rows";
import { ThatsAll } from "./thats-all";
import { WelcomeBack } from "./welcome-back";
import { useDigestRule, useWhen } from "./why";

/** What the digests have brought and is not dealt with yet. It can be emptied. */
export function TodayScreen({ deeds }: { deeds: Deeds }) {
  const { t } = useLingui();
  const all = new URLSearchParams(useSearch()).has("all");
  const { today, error, settle, rate } = useToday(all);
  const { complete } = useStatus();
  // On a first visit the names come a moment later: without them it would say things of nobody.
  if (today && (complete || error))
    return <Shown today={today} all={all} deeds={deeds} settle={settle} rate={rate} />;
  if (today || !error) return <Loading />;
  return (
    <Away page error={error} title={t`Today is not on this device yet`}>
      <Trans>It comes when the server is within reach again.</Trans>
    </Away>
  );
}

type ShownProps = Pick<ReturnType<typeof useToday>, "settle" | "rate"> & {
  today: Today;
  all: boolean;
  deeds: Deeds;
};

function Shown({ today, all, deeds, settle, rate }: ShownProps) {
  const { t } = useLingui();
  const { me, replica } = useMine();
  const { say } = useToasts();
  const [, navigate] = useLocation();
  const [current, setCurrent] = useState<string | null>(null);
  const open = useMemo(() => [...today.decide, ...today.changed, ...today.good_to_know], [today]);
  const { rows, closed } = useRows(open);
  const emptied = useRef(false);
  if (open.length) emptied.current = true;

  const at = open.findIndex(({ thread }) => thread === current);
  const target = open[at] ?? open[0];
  const stand = (entry: TodayEntry | undefined) => {
    setCurrent(entry?.thread ?? null);
    if (entry) settleFocus(() => focusOn(document.getElementById(linkId(entry.thread))));
  };
  const listed = useRef(open);
  // Decided on, it is gone: the keys are for the one that comes after it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is listed changes where the keys are.
  useEffect(() => {
    const before = listed.current;
    listed.current = open;
    const at = before.findIndex(({ thread }) => thread === current);
    if (at < 0 || open.some(({ thread }) => thread === current)) return;
    const left = new Map(open.map((entry) => [entry.thread, entry]));
    const near = [...before.slice(at + 1), ...before.slice(0, at).reverse()];
    stand(near.map(({ thread }) => left.get(thread)).find((entry) => entry !== undefined));
  }, [open]);
  const go = (by: 1 | -1) => stand(at < 0 ? open[0] : (open[at + by] ?? open[at]));

  function dealtWith(entry: TodayEntry) {
    const here = open.indexOf(entry);
    const next = open[here + 1] ?? open[here - 1];
    const sorry = () => say(t`This could not be kept on this device. Free some space on it, and try again.`);
    settle(entry).catch(sorry);
    const back = async () => {
      const kept = settle(entry, true);
      kept.catch(sorry);
      await kept;
      stand(entry);
    };
    say(t`Dealt with`, back, entry.subject.title);
    stand(next);
  }

  const task = target && replica.memory.get<Task>("task", target.object_id);
  const can = target ? asked(target, task, me.person.id) : [];
  const deed = (id: string, name: string, key: string, ...some: Deed[]) => {
    const one = some.find((deed) => can.includes(deed));
    return {
      id: `today.${id}`,
      name,
      on: target?.subject.title,
      group: "task" as const,
      keys: [key],
      ready: one !== undefined,
      run: () => one && task && void deeds[one](task),
    };
  };
  useCommands([
    {
      id: "today.down",
      name: t`Down`,
      group: "here",
      keys: ["j", "ArrowDown"],
      keyOnly: true,
      ready: open.length > 0,
      run: () => go(1),
    },
    {
      id: "today.up",
      name: t`Up`,
      group: "here",
      keys: ["k", "ArrowUp"],
      keyOnly: true,
      ready: open.length > 0,
      run: () => go(-1),
    },
    {
      id: "today.open",
      name: t`Open`,
      on: target?.subject.title,
      group: "task",
      keys: ["Enter"],
      ready: target !== undefined,
      run: () => target && navigate(placeOf(target)),
    },
    {
      id: "today.settle",
      name: t`Dealt with`,
      also: t`done settle read`,
      on: target?.subject.title,
      group: "task",
      keys: ["e"],
      ready: target !== undefined,
      run: () => target && dealtWith(target),
    },
    deed("answer", t`Answer`, deedKeys.answer, "answer", "talked"),
    deed("confirm", t`Yes`, deedKeys.confirmAnswer, "confirmAnswer", "keep", "keepUrgent"),
    deed("accept", t`Accept, or agree`, "a", "accept", "acceptProposal", "agree"),
    deed("propose", t`Another date`, "p", "propose"),
    deed("decline", t`Decline`, "Shift+A", "decline", "declineProposal"),
    deed("question", t`Ask, or say`, "q", "question", "reply", "tell"),
    deed("needless", t`No longer needed`, "n", "noLongerNeeded", "noTalk", "letGo"),
    deed("lower", t`High is enough`, deedKeys.lower, "lower"),
    deed("hand", t`Ask somebody else`, deedKeys.hand, "hand"),
    deed("talk", t`Propose a talk`, deedKeys.talk, "talk"),
    deed("withdraw", t`Take it back`, deedKeys.withdraw, "withdraw"),
    deed("snooze", t`Put off`, deedKeys.snooze, "snooze"),
  ]);

  const part = (section: TodayEntry["section"]) => rows.filter(({ entry }) => entry.section === section);
  const entries = (some: readonly Row[]) =>
    some.map((row) => (
      <Entry
        key={row.entry.thread}
        row={row}
        current={row.entry === target && current !== null}
        deeds={deeds}
        onCurrent={setCurrent}
        onSettle={dealtWith}
        onClosed={closed}
      />
    ));
  return (
    <>
      <Head today={today} count={open.length} />
      {today.rate.length > 0 && <Rate interruptions={today.rate} onRate={rate} />}
      <Part name="decide" title={<Trans>To decide</Trans>} rows={part("decide")} entries={entries}>
        {!all && today.decide_more > 0 && (
          <p className="border-t border-line py-3 text-sm">
            <Link
              href="/today?all"
              className="inline-flex items-center text-accent underline underline-offset-4 pointer-coarse:min-h-11"
            >
              <Plural value={today.decide_more} one="# more to decide" other="# more to decide" />
            </Link>
          </p>
        )}
      </Part>
      <Part name="changed" title={<Trans>Changed</Trans>} rows={part("changed")} entries={entries} />
      <Part name="good" title={<Trans>Good to know</Trans>} rows={part("good_to_know")} entries={entries} />
      {rows.length === 0 && <ThatsAll today={today} deeds={deeds} emptied={emptied.current} />}
    </>
  );
}

/** Where the entries come from, and by which rule. */
function Head({ today, count }: { today: Today; count: number }) {
  const { me } = useMine();
  const when = useWhen();
  const digestRule = useDigestRule();
  const { latest } = today;
  const at = latest && when(latest.composed_at, me.person.time_zone);
  const why = latest && digestRule(latest.rule, latest.hour);
  return (
    <header>
      <h1>
        <Trans>Today</Trans>
      </h1>
      {latest?.away && count > 0 && <WelcomeBack away={latest.away} />}
      {count > 0 && (
        <p className="mt-1 max-w-prose text-sm text-quiet">
          {why ? (
            <Trans>
              Your last digest came {at}, because {why}.
            </Trans>
          ) : (
            <Trans>
              From your digest, {at}. Nothing interrupts you unless somebody says why it can’t wait.
            </Trans>
          )}{" "}
          <Trans>
            What has come since, or was put aside here, is on{" "}
            <Link href="/" className="underline underline-offset-4 hover:text-ink">
              My list
            </Link>
            .
          </Trans>{" "}
          <Link
            href="/settings/notifications"
            className="items-center underline underline-offset-4 hover:text-ink pointer-coarse:flex pointer-coarse:min-h-11 pointer-coarse:w-fit"
          >
            <Trans>What reaches me</Trans>
          </Link>
        </p>
      )}
    </header>
  );
}

interface PartProps {
  name: string;
  title: ReactNode;
  rows: readonly Row[];
  entries: (rows: readonly Row[]) => ReactNode;
  children?: ReactNode;
}

function Part({ name, title, rows, entries, children }: PartProps) {
  if (!rows.length) return null;
  return (
    <section aria-labelledby={`today-part-${name}`} className="mt-8">
      <h2 id={`today-part-${name}`} className="mb-1 text-base font-semibold">
        {title}
      </h2>
      <ul>{entries(rows)}</ul>
      {children}
    </section>
  );
}
