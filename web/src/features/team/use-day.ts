import { useMemo } from "react";
import type { components } from "../../api.gen";
import type { TimeOff } from "../../data/days-off";
import { useFetched } from "../../data/fetched";
import { useAll } from "../../data/mine";
import type { Overlap } from "../../data/talk-words";
import { plusDays } from "../../lib/month";
import { holding, type Stretch } from "../../lib/week";
import type { Person } from "../../types";
import { type Axis, type Row, rowOf } from "./day";

type Holiday = components["schemas"]["Holiday"];

/** The server tells the times of no more people at once. */
export const most = 50;

/** The people's day: as the server tells it; until it does, or out of its reach, as the copy knows it. */
export function useRows(people: readonly Person[], axis: Axis): Row[] {
  const timeOff = useAll<TimeOff>("time_off");
  const holidays = useAll<Holiday>("holiday");
  const told = useOverlap(people, axis, { talks: 0 });
  return useMemo(() => {
    const byId = new Map(told?.people.map((one) => [one.id, one]));
    return people.map((person) => {
      const known = byId.get(person.id);
      if (!known) return rowOf(person, axis, daysOffOf(person, axis.date, timeOff, holidays));
      const off = known.days_off.map((day) => ({
        ...stretch(day),
        holiday: day.why === "time_off" ? null : day.name,
      }));
      return { person, work: known.working.map(stretch), focus: known.focus.map(stretch), off };
    });
  }, [people, axis, timeOff, holidays, told]);
}

function stretch(span: { start: string; end: string }): Stretch {
  return { from: Date.parse(span.start), to: Date.parse(span.end) };
}

/** The dates around one on which a person is off, as far as the copy knows: null is time off, else the holiday's name. */
function daysOffOf(
  person: Person,
  date: string,
  timeOff: readonly TimeOff[],
  holidays: readonly Holiday[],
): ReadonlyMap<string, string | null> {
  const mine = timeOff.filter((off) => off.person_id === person.id);
  const off = new Map<string, string | null>();
  for (const days of [-3, -2, -1, 0, 1, 2, 3]) {
    const on = plusDays(date, days);
    const holiday = holidays.find(
      (one) => one.date === on && (!one.region || one.region === person.holiday_region),
    );
    if (holding(mine, on)) off.set(on, null);
    else if (holiday) off.set(on, holiday.name);
  }
  return off;
}

interface Asked {
  talks: number;
  minutes?: number;
}

/** Null until the server has answered what is asked now; an answer to another question is none. */
export function useOverlap(
  people: readonly Person[],
  { from, to }: Stretch,
  { talks, minutes = 30 }: Asked,
): Overlap | null {
  const timeOff = useAll<TimeOff>("time_off");
  const holidays = useAll<Holiday>("holiday");
  const ids = people.map((person) => person.id).join(",");
  const query = new URLSearchParams({
    ids,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    talks: String(talks),
    minutes: String(minutes),
  });
  // Whatever the answer follows from, as far as one can see it from here.
  const fresh = `${people.map((one) => one.revision).join()} ${timeOff.length} ${holidays.length}`;
  const { data } = useFetched<Overlap>(ids && from < to ? `/people/overlap?${query}` : null, fresh);
  const answers =
    data !== null &&
    Date.parse(data.from) === from &&
    Date.parse(data.to) === to &&
    data.minutes === minutes &&
    data.people.map((one) => one.id).join(",") === ids;
  return answers ? data : null;
}
