import { Trans, useLingui } from "@lingui/react/macro";
import { useMemo, useState } from "react";
import { Link } from "wouter";
import type { components } from "../../api.gen";
import { useAbout } from "../../data/about";
import { useFetched } from "../../data/fetched";
import { useAll, useMine, usePerson } from "../../data/mine";
import { useRegionName } from "../../data/regions";
import { zoneCity } from "../../lib/dates";
import { isolate } from "../../lib/isolate";
import { focusOn, holding, onDates, type Stretch, shared, weekOf, workingOn } from "../../lib/week";
import { type PicturedDay, WeekPicture } from "../../parts/week-picture";
import type { Person } from "../../types";
import { Section } from "../../ui/section";
import { Segments } from "../../ui/segments";
import { useZoneWords } from "./zone-words";

type Clock = "theirs" | "mine";

/** When a person works in this week and the next, beside the reader's own hours. */
export function WorkingTime({ person }: { person: Person }) {
  const { t } = useLingui();
  const { me } = useMine();
  const self = usePerson(me.person.id) ?? me.person;
  const { apart, example, shift } = useZoneWords();
  const regionName = useRegionName();
  const [clock, setClock] = useState<Clock>("theirs");
  const [weeks, setWeeks] = useState<"0" | "1">("0");
  const [now] = useState(() => new Date());
  const mine = person.id === self.id;
  const { first } = useAbout(person);
  const region = person.holiday_region;
  const zone = clock === "theirs" ? person.time_zone : self.time_zone;
  const dates = useMemo(() => weekOf(zone, Number(weeks)), [zone, weeks]);
  const days = usePicture(person, mine ? null : self, dates, zone);
  const shifting = shift(person.time_zone, self.time_zone, now);
  return (
    <Section
      title={<Trans>Working time</Trans>}
      action={
        !mine && (
          <Link
            href={`/team/clock?people=${self.id},${person.id}`}
            className="tap relative text-sm text-accent underline print:hidden"
          >
            <Trans>Times for a live talk</Trans>
          </Link>
        )
      }
      lead={
        mine ? (
          zoneCity(person.time_zone)
        ) : (
          <>
            {zoneCity(person.time_zone)}, {apart(person.time_zone, self.time_zone, now)}.{" "}
            {example(person.time_zone, self.time_zone, first, now)} {shifting}
          </>
        )
      }
    >
      <div className="flex flex-wrap gap-2">
        <Segments
          label={t`Which week`}
          value={weeks}
          onChange={setWeeks}
          options={[
            { value: "0", label: t`This week` },
            { value: "1", label: t`Next week` },
          ]}
        />
        {!mine && self.time_zone !== person.time_zone && (
          <Segments
            label={t`Whose clock`}
            value={clock}
            onChange={setClock}
            options={[
              { value: "theirs", label: t`${first}’s clock` },
              { value: "mine", label: t`My clock` },
            ]}
          />
        )}
      </div>
      <WeekPicture
        caption={t`The working week of ${isolate(person.name)}, by the clock of ${zoneCity(zone)}`}
        days={days}
        whose={first}
      />
      <p className="text-sm text-quiet">
        {region ? (
          <Trans>Public holidays of {regionName(region)} are days off.</Trans>
        ) : (
          <Trans>No public holidays are set.</Trans>
        )}{" "}
        {person.focus.length > 0 && <Trans>In focus time nothing arrives but what cannot wait.</Trans>}
      </p>
    </Section>
  );
}

/** What two people's week looks like, side by side. */
function usePicture(
  person: Person,
  other: Person | null,
  dates: ReturnType<typeof weekOf>,
  zone: string,
): PicturedDay[] {
  const { t } = useLingui();
  const off = useAll<components["schemas"]["TimeOff"]>("time_off");
  const theirs = useWorking(person, dates, zone, off.length);
  const ours = useWorking(other, dates, zone, off.length);
  return useMemo(() => {
    const lay = (stretches: Stretch[]) => onDates(dates, stretches, zone);
    const planned = lay(workingOn(dates, person));
    const work = lay(theirs ?? workingOn(dates, person));
    const focus = lay(focusOn(dates, person));
    const mine = other && (ours ?? workingOn(dates, other));
    const together = mine && lay(shared(theirs ?? workingOn(dates, person), mine));
    const mineLaid = mine && lay(mine);
    const away = off.filter((o) => o.person_id === person.id);
    return dates.map((day, i) => {
      const working = work[i]?.bars ?? [];
      // Hours, and yet none of them counts: the person is away, or it is a holiday.
      const free = Boolean(planned[i]?.bars.length) && !working.length;
      const reason = free && (holding(away, day.toString()) ? t`away` : t`holiday`);
      return {
        date: day.toString(),
        work: working,
        focus: working.length ? (focus[i]?.bars ?? []) : [],
        ...(mineLaid && together ? { mine: mineLaid[i]?.bars ?? [], together: together[i]?.bars ?? [] } : {}),
        off: reason || undefined,
      };
    });
  }, [dates, zone, person, other, off, theirs, ours, t]);
}

/** When a person works in a week, holidays and time off taken out: only the server knows the holidays. */
function useWorking(
  person: Person | null,
  dates: ReturnType<typeof weekOf>,
  zone: string,
  fresh: number,
): Stretch[] | null {
  const [first, last] = [dates[0], dates.at(-1)];
  const query = person &&
    first &&
    last && {
      ids: person.id,
      from: first.subtract({ days: 1 }).toDate(zone).toISOString(),
      to: last.add({ days: 2 }).toDate(zone).toISOString(),
      talks: "0",
    };
  const { data } = useFetched<components["schemas"]["Overlap"]>(
    query ? `/people/overlap?${new URLSearchParams(query)}` : null,
    `${person?.revision} ${fresh}`,
  );
  return useMemo(
    () =>
      data?.people[0]?.working.map((span) => ({ from: Date.parse(span.start), to: Date.parse(span.end) })) ??
      null,
    [data],
  );
}
