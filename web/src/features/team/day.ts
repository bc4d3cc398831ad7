import { fromDate, parseDate, toCalendarDate } from "@internationalized/date";
import { instantOf } from "../../lib/dates";
import { plusDays } from "../../lib/month";
import { clockOf, focusOn, type Stretch, shared, workingOn } from "../../lib/week";
import type { Person } from "../../types";

export const quarter = 15 * 60_000;

/** One date of a zone, from its midnight to the next: 24 hours, or 23 or 25 where the clocks change. */
export interface Axis extends Stretch {
  date: string;
  zone: string;
}

export function axisOf(date: string, zone: string): Axis {
  const midnight = (on: string) => instantOf(on, "00:00", zone).getTime();
  return { date, zone, from: midnight(date), to: midnight(plusDays(date, 1)) };
}

/** Where an instant lies on the axis, from 0 to 100. */
export function placeOf(axis: Axis, at: number): number {
  const part = (at - axis.from) / (axis.to - axis.from);
  return Math.round(Math.min(1, Math.max(0, part)) * 100_000) / 1000;
}

/** The quarter of an hour at a place from 0 to 1; the end of the day belongs to the next one. */
export function instantAt(axis: Axis, place: number): number {
  return within(axis, axis.from + Math.round(((axis.to - axis.from) * place) / quarter) * quarter);
}

/** So many quarters of an hour on; from between two of them the first step leads to the next one. */
export function stepped(axis: Axis, at: number, by: number): number {
  const here = (at - axis.from) / quarter;
  return within(axis, axis.from + ((by > 0 ? Math.floor(here) : Math.ceil(here)) + by) * quarter);
}

export function within(axis: Axis, at: number): number {
  return Math.min(axis.to - quarter, Math.max(axis.from, at));
}

/** Every third hour by the clock, where it lies on this day. */
export function hoursOf(axis: Axis): { name: string; place: number }[] {
  const named = ["00", "03", "06", "09", "12", "15", "18", "21"].map((name) => ({
    name,
    place: placeOf(axis, instantOf(axis.date, `${name}:00`, axis.zone).getTime()),
  }));
  return [...named, { name: "24", place: 100 }];
}

interface Off extends Stretch {
  /** A holiday's name; none where the person is away. */
  holiday: string | null;
}

/** What one person's day looks like, by instants. */
export interface Row {
  person: Person;
  work: Stretch[];
  focus: Stretch[];
  off: Off[];
}

/** The day as the copy knows it: without the public holidays of a region, which only the server knows. */
export function rowOf(person: Person, axis: Axis, daysOff: ReadonlyMap<string, string | null>): Row {
  const date = parseDate(axis.date);
  const onAxis = (list: Stretch[]) => shared(list, [axis]).sort((a, b) => a.from - b.from);
  const off = [-1, 0, 1].flatMap((days) => {
    const on = plusDays(axis.date, days);
    const holiday = daysOff.get(on);
    if (holiday === undefined) return [];
    const { from, to } = axisOf(on, person.time_zone);
    return [{ from, to, holiday }];
  });
  return {
    person,
    work: onAxis(workingOn([date], person, (on) => daysOff.has(on))),
    focus: onAxis(focusOn([date], person)),
    off: off.filter((one) => one.from < axis.to && one.to > axis.from),
  };
}

export type State =
  | { is: "working" | "focus" | "outside" | "away" | "none" }
  | { is: "holiday"; name: string };

/** Whether an instant is working time of a person, by their own settings; nobody is looked at. */
export function stateAt(row: Row, at: number): State {
  const holds = (one: Stretch) => one.from <= at && at < one.to;
  if (row.work.some(holds)) return { is: row.focus.some(holds) ? "focus" : "working" };
  const off = row.off.find(holds);
  if (off) return off.holiday === null ? { is: "away" } : { is: "holiday", name: off.holiday };
  return { is: row.work.length ? "outside" : "none" };
}

/** When all of them work; each list is in order and nothing in it overlaps. */
export function allWork(rows: readonly Row[]): Stretch[] {
  const [first, ...others] = rows.map((row) => row.work);
  return others.reduce((common, work) => shared(common, work), first ?? []);
}

export function lengthOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { from, to }) => sum + to - from, 0) / 60_000;
}

/** What the clocks of a zone show, and the date there where it is another than on the page. */
export function timeThere(at: number, zone: string, date: string): { time: string; on: string | null } {
  const there = fromDate(new Date(at), zone);
  const on = toCalendarDate(there).toString();
  return { time: clockOf(there.hour * 60 + there.minute), on: on === date ? null : on };
}

/** Who is furthest ahead in time stands first: their day begins leftmost. */
export function byClock(at: number): (a: Person, b: Person) => number {
  const offset = (person: Person) => fromDate(new Date(at), person.time_zone).offset;
  return (a, b) => offset(b) - offset(a) || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);
}
