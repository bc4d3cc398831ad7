import {
  type CalendarDate,
  fromDate,
  parseDate,
  parseTime,
  startOfWeek,
  today,
  toZoned,
} from "@internationalized/date";
import type { Person } from "../types";

export type Day = keyof Person["working_hours"];
export const days: Day[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** Epoch milliseconds; the end is not in it. */
export interface Stretch {
  from: number;
  to: number;
}

/** Minutes by the wall clock of one date, 0 to 1440. */
export interface Bar {
  from: number;
  to: number;
}

export interface WeekDay {
  date: string;
  day: Day;
  bars: Bar[];
}

export const dayMinutes = 1440;
const minuteMs = 60_000;

/** "24:00" is the end of its date. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** "07:30"; the end of a date is "24:00". */
export function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** A time as people type it, as "09:30"; null for what is none. */
export function clock(typed: string): string | null {
  const found = /^\s*(\d{1,2})(?:[:.h]?(\d\d))?\s*$/.exec(typed);
  if (!found) return null;
  const minutes = Number(found[1]) * 60 + Number(found[2] ?? 0);
  return minutes > dayMinutes || Number(found[2] ?? 0) > 59 ? null : clockOf(minutes);
}

export function dayOf(date: CalendarDate | string): Day {
  return days[(new Date(`${date.toString()}T00:00:00Z`).getUTCDay() + 6) % 7] as Day;
}

/** The seven dates of the week that `zone` is in, Monday first. */
export function weekOf(zone: string, weeks = 0): CalendarDate[] {
  const monday = startOfWeek(today(zone), "en-GB").add({ weeks });
  return days.map((_, i) => monday.add({ days: i }));
}

/** The instant of a wall-clock time; one that a change of clocks skips is where it would have been. */
function instant(date: CalendarDate, minutes: number, zone: string): number {
  const on = date.add({ days: Math.floor(minutes / dayMinutes) });
  const time = parseTime(clockOf(minutes % dayMinutes));
  return toZoned(on, zone).set({ hour: time.hour, minute: time.minute }).toDate().getTime();
}

/** A span that ends no later than it starts runs past midnight, and belongs to the day it begins on. */
function stretch(date: CalendarDate, span: { start: string; end: string }, zone: string): Stretch {
  const start = minutesOf(span.start);
  const end = minutesOf(span.end);
  return {
    from: instant(date, start, zone),
    to: instant(date, end <= start ? end + dayMinutes : end, zone),
  };
}

function around(dates: readonly CalendarDate[]): CalendarDate[] {
  const first = dates[0];
  const last = dates.at(-1);
  if (!first || !last) return [];
  return [
    first.subtract({ days: 2 }),
    first.subtract({ days: 1 }),
    ...dates,
    last.add({ days: 1 }),
    last.add({ days: 2 }),
  ];
}

/** When a person works on and around these dates, as instants. A day off takes away what begins on it. */
export function workingOn(
  dates: readonly CalendarDate[],
  person: Pick<Person, "working_hours" | "time_zone">,
  isOff: (date: string) => boolean = () => false,
): Stretch[] {
  return around(dates).flatMap((date) =>
    isOff(date.toString())
      ? []
      : person.working_hours[dayOf(date)].map((span) => stretch(date, span, person.time_zone)),
  );
}

export function focusOn(
  dates: readonly CalendarDate[],
  person: Pick<Person, "focus" | "time_zone">,
): Stretch[] {
  return around(dates).flatMap((date) =>
    person.focus
      .filter((block) => block.days.includes(dayOf(date)))
      .map((block) => stretch(date, block, person.time_zone)),
  );
}

/** When both lists hold. */
export function shared(a: readonly Stretch[], b: readonly Stretch[]): Stretch[] {
  return a.flatMap((x) =>
    b.flatMap((y) => {
      const both = { from: Math.max(x.from, y.from), to: Math.min(x.to, y.to) };
      return both.from < both.to ? [both] : [];
    }),
  );
}

/** Puts stretches onto the dates of a zone, by its wall clock; touching bars of a date become one. */
export function onDates(
  dates: readonly CalendarDate[],
  stretches: readonly Stretch[],
  zone: string,
): WeekDay[] {
  const sorted = [...stretches].sort((a, b) => a.from - b.from);
  return dates.map((date) => {
    const begin = instant(date, 0, zone);
    const end = instant(date, dayMinutes, zone);
    const bars: Bar[] = [];
    for (const { from, to } of sorted) {
      if (to <= begin || from >= end) continue;
      const bar = {
        from: from <= begin ? 0 : wall(from, zone),
        to: to >= end ? dayMinutes : wall(to, zone),
      };
      const last = bars.at(-1);
      if (last && bar.from <= last.to) last.to = Math.max(last.to, bar.to);
      else if (bar.to > bar.from) bars.push(bar);
    }
    return { date: date.toString(), day: dayOf(date), bars };
  });
}

function wall(at: number, zone: string): number {
  const local = fromDate(new Date(at), zone);
  return local.hour * 60 + local.minute;
}

/** How many minutes `zone` is ahead of `mine` at an instant. */
export function ahead(zone: string, mine: string, at: Date): number {
  return (fromDate(at, zone).offset - fromDate(at, mine).offset) / minuteMs;
}

/** The next date, within `within` days, from which the two zones are apart by something else. */
export function nextShift(
  zone: string,
  mine: string,
  now: Date,
  within = 45,
): { date: string; minutes: number } | null {
  const apart = ahead(zone, mine, now);
  for (let n = 1; n <= within; n++) {
    const date = today(mine).add({ days: n });
    const minutes = ahead(zone, mine, new Date(instant(date, 12 * 60, mine)));
    if (minutes !== apart) return { date: date.toString(), minutes };
  }
  return null;
}

/** Which stretch of days holds a date. */
export function holding<T extends { starts_on: string; ends_on: string }>(
  list: readonly T[],
  date: string,
): T | undefined {
  return list.find((off) => off.starts_on <= date && date <= off.ends_on);
}

/** Days from the first to the last, both counted. */
export function length(off: { starts_on: string; ends_on: string }): number {
  return parseDate(off.ends_on).compare(parseDate(off.starts_on)) + 1;
}

interface Placed {
  from: number;
  to: number;
  of: number;
}

/**
 * Which lists of spans can't be: with a time that is none, or with spans that
 * overlap, past midnight and from Sunday into Monday too. The server says the
 * same, but not where.
 */
export function wrongSpans(
  lists: readonly { days: readonly string[]; spans: readonly { start: string; end: string }[] }[],
): ("time" | "overlap" | null)[] {
  const week = days.length * dayMinutes;
  const wrong: ("time" | "overlap" | null)[] = lists.map(({ spans }) =>
    spans.every((span) => clock(span.start) && clock(span.end)) ? null : "time",
  );
  const placed = lists.flatMap(({ days: on, spans }, of) =>
    wrong[of] ? [] : on.flatMap((day) => spans.map((span) => placedOn(day, span, of))),
  );
  for (const [i, a] of placed.entries())
    for (const b of placed.slice(i + 1))
      for (const shift of [-week, 0, week])
        if (a.from < b.to + shift && b.from + shift < a.to) {
          wrong[a.of] = "overlap";
          wrong[b.of] = "overlap";
        }
  return wrong;
}

function placedOn(day: string, span: { start: string; end: string }, of: number): Placed {
  const begin = days.indexOf(day as Day) * dayMinutes;
  const [start, end] = [minutesOf(span.start), minutesOf(span.end)];
  return { from: begin + start, to: begin + (end <= start ? end + dayMinutes : end), of };
}

/** The date it is now in a zone. */
export const todayIn = (zone: string): string => today(zone).toString();
