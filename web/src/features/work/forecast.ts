import { dueHasPassed } from "../../data/due";
import { useFetched } from "../../data/fetched";
import type { ForecastPage, Person, Task } from "../../types";

/** The table of a list, for its owner and their direct manager; null without places, enough history, or out of reach. */
export function useForecast(owner: Person | undefined, self: string, places: number): ForecastPage | null {
  const entitled = owner !== undefined && (owner.id === self || owner.manager_id === self);
  const { data } = useFetched<ForecastPage>(
    entitled && places > 0 ? `/people/${owner.id}/forecast` : null,
    places,
  );
  return data?.enough ? data : null;
}

export interface Likely {
  /** By this date with 85 %; null: beyond the horizon. */
  p85: string | null;
  /** Of being done by the due date, in steps of 5 %; null without one. */
  percent: number | null;
  /** Less sure than W6 asks of a date that is kept. */
  tight: boolean;
  /** Not even as likely as not: the date will probably not be kept. */
  unlikely: boolean;
}

/** What the table says of the task at a place, which counts from 0. */
export function likely(table: ForecastPage | null, place: number, task: Task): Likely | null {
  const line = table?.places[place];
  if (!line) return null;
  // Once its date has passed, the chance to keep it tells nothing.
  const due_date = dueHasPassed(task, Date.now()) ? null : task.due_date;
  const percent = due_date ? line.days.filter((day) => day <= due_date).length * 5 : null;
  const tight = due_date !== null && (line.p85 === null || line.p85 > due_date);
  return { p85: line.p85, percent, tight, unlikely: tight && percent !== null && percent < 50 };
}
