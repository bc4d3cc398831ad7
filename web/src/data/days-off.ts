import { useMemo } from "react";
import type { components } from "../api.gen";
import type { Page, Person } from "../types";
import { useFetched } from "./fetched";
import { useAll } from "./mine";

export type TimeOff = components["schemas"]["TimeOff"];
export type DayOff = components["schemas"]["DayOff"];

/** A person's time off, the first first; the copy holds it. */
export function useTimeOff(person: string): TimeOff[] {
  const all = useAll<TimeOff>("time_off");
  return useMemo(
    () =>
      all.filter((off) => off.person_id === person).sort((a, b) => a.starts_on.localeCompare(b.starts_on)),
    [all, person],
  );
}

/** Holidays and time off by their date; only the server knows a region's holidays. Both dates are counted. */
export function useDaysOff(person: Person, from: string, to: string): ReadonlyMap<string, DayOff> | null {
  const off = useTimeOff(person.id);
  const holidays = useAll<{ revision: number }>("holiday");
  const { data } = useFetched<Page<DayOff>>(
    `/people/${person.id}/days-off?from=${from}&to=${to}`,
    `${person.holiday_region} ${off.map((o) => o.id)} ${holidays.length}`,
  );
  return useMemo(() => data && new Map(data.items.map((day) => [day.date, day])), [data]);
}
