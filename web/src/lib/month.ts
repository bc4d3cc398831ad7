import { CalendarDate, parseDate, startOfWeek } from "@internationalized/date";

/** The weeks that a month is in, Monday first, with the days around it that fill them. */
export function weeksOf(year: number, month: number): string[][] {
  const first = startOfWeek(new CalendarDate(year, month, 1), "en-GB");
  const last = new CalendarDate(year, month, 1).add({ months: 1 }).subtract({ days: 1 });
  const weeks: string[][] = [];
  for (let monday = first; monday.compare(last) <= 0; monday = monday.add({ weeks: 1 }))
    weeks.push([0, 1, 2, 3, 4, 5, 6].map((days) => monday.add({ days }).toString()));
  return weeks;
}

export function plusDays(date: string, days: number): string {
  return parseDate(date).add({ days }).toString();
}

/** The same day of another month, or its last one. */
export function plusMonths(date: string, months: number): string {
  return parseDate(date).add({ months }).toString();
}

export interface Range {
  starts_on: string;
  ends_on: string;
}

/** What of a range is in none of the others. */
export function rest(range: Range, taken: readonly Range[]): Range[] {
  let free: Range[] = [range];
  for (const off of taken)
    free = free.flatMap((part) => {
      if (off.ends_on < part.starts_on || part.ends_on < off.starts_on) return [part];
      const parts: Range[] = [];
      if (part.starts_on < off.starts_on)
        parts.push({ starts_on: part.starts_on, ends_on: plusDays(off.starts_on, -1) });
      if (off.ends_on < part.ends_on)
        parts.push({ starts_on: plusDays(off.ends_on, 1), ends_on: part.ends_on });
      return parts;
    });
  return free;
}
