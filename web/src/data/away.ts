import { parseDate } from "@internationalized/date";
import { useCallback, useMemo } from "react";
import { localOf } from "../lib/dates";
import { dayOf } from "../lib/week";
import type { Person } from "../types";
import type { TimeOff } from "./days-off";
import { useAll } from "./mine";

type Worker = Pick<Person, "id" | "time_zone" | "working_hours">;
type Stretch = Pick<TimeOff, "starts_on" | "ends_on">;

const longest = 400;

/**
 * The day on which somebody works again who is in time off now; null: they are not. The holidays of a region are
 * known to the server alone, so it may be a day later than this.
 */
export function backOn(person: Worker, own: readonly Stretch[], now: Date): string | null {
  const off = (date: string) => own.some((one) => one.starts_on <= date && date <= one.ends_on);
  let day = parseDate(localOf(now, person.time_zone).date);
  if (!off(day.toString())) return null;
  for (let n = 0; n < longest; n++) {
    day = day.add({ days: 1 });
    if (!off(day.toString()) && person.working_hours[dayOf(day)].length) return day.toString();
  }
  return null;
}

/** Who is away, and the day of their return; the copy holds everybody's time off. */
export function useBackOn(): (person: Worker) => string | null {
  const all = useAll<TimeOff>("time_off");
  const byPerson = useMemo(() => {
    const map = new Map<string, TimeOff[]>();
    for (const off of all) map.set(off.person_id, [...(map.get(off.person_id) ?? []), off]);
    return map;
  }, [all]);
  return useCallback((person) => backOn(person, byPerson.get(person.id) ?? [], new Date()), [byPerson]);
}
