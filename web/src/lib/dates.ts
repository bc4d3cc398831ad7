import {
  type CalendarDate,
  fromDate,
  parseDate,
  parseTime,
  toCalendarDate,
  toCalendarDateTime,
  today,
  toZoned,
} from "@internationalized/date";
import { i18n } from "@lingui/core";
import { localZone } from "./zones";

/** Formats are kept: making one costs more than using it a thousand times. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The words are in the app's language, the order of day and month as the reader's region has it. */
function region(): string {
  return navigator.languages.find((tag) => tag.startsWith(`${i18n.locale}-`)) ?? i18n.locale;
}

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = region() + JSON.stringify(options);
  let known = formats.get(name);
  if (!known) {
    known = new Intl.DateTimeFormat(region(), options);
    formats.set(name, known);
  }
  return known;
}

/** What day it is in each zone, and in which minute that was found out: a list asks for every row. */
const days = new Map<string, { minute: number; day: CalendarDate }>();

function todayOf(zone: string): CalendarDate {
  const minute = Math.floor(Date.now() / 60_000);
  const known = days.get(zone);
  if (known?.minute === minute) return known.day;
  const day = today(zone);
  days.set(zone, { minute, day });
  return day;
}

/** Days from today in `zone` to a local date; negative is past. */
export function daysUntil(date: string, zone: string): number {
  return parseDate(date).compare(todayOf(zone));
}

/** "Fri", "Fri 4 Dec", "4 Dec 2027": no more than is needed to know the day. */
export function dayName(date: string, zone: string): string {
  const day = parseDate(date);
  const now = todayOf(zone);
  const days = day.compare(now);
  return days >= 0 && days < 7 ? weekday(date, "long") : dayIn(day, now.year);
}

const weekdayAndDate = { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" } as const;

/** "Fri 4 Dec", and of another year than the given one "Mon 4 Jan 2027". */
function dayIn(day: CalendarDate, year: number): string {
  const at = day.toDate("UTC");
  if (day.year === year) return format(weekdayAndDate).format(at);
  // With a year some regions put a comma behind the weekday, without one none: two styles below each other.
  const [first, between] = format(weekdayAndDate).formatToParts(at);
  const parts = format({ ...weekdayAndDate, year: "numeric" }).formatToParts(at);
  if (first?.type === "weekday" && between && parts[0]?.type === "weekday") parts[1] = between;
  return parts.map(({ value }) => value).join("");
}

function utc(date: string): Date {
  return parseDate(date).toDate("UTC");
}

/** "4 Dec 2026", "4 – 11 Dec 2026". */
export function dateRange(first: string, last: string): string {
  const shape = format({ timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });
  return first === last ? shape.format(utc(first)) : shape.formatRange(utc(first), utc(last));
}

/** "Mon", "Monday". */
export function weekday(date: string, width: "short" | "long"): string {
  return format({ timeZone: "UTC", weekday: width }).format(utc(date));
}

/** "Fri 4 Dec"; of another year than this one "Fri 4 Dec 2027". */
export function shortDate(date: string): string {
  return dayIn(parseDate(date), today(localZone()).year);
}

/** "Monday 7 December 2026". */
export function fullDate(date: string): string {
  return format({
    timeZone: "UTC",
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  }).format(utc(date));
}

/** "7 Dec". */
export function dayAndMonth(date: string): string {
  return format({ timeZone: "UTC", day: "numeric", month: "short" }).format(utc(date));
}

/** "Dec"; "December 2026". */
export function monthName(year: number, month: number, width: "short" | "long"): string {
  const shape =
    width === "short" ? { month: "short" as const } : { month: "long" as const, year: "numeric" as const };
  return format({ timeZone: "UTC", ...shape }).format(new Date(Date.UTC(year, month - 1, 1)));
}

/** An instant as a person in `zone` reads it: "Fri 15:00". */
export function instantIn(instant: Date, zone: string): string {
  return format({
    timeZone: zone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(instant);
}

/** The instant of a local date and time in a zone. */
export function instantOf(date: string, time: string, zone: string): Date {
  return toZoned(toCalendarDateTime(parseDate(date), parseTime(time)), zone).toDate();
}

export function zoneCity(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

/** The local date and time of an instant in a zone: "2026-12-04", "09:00". */
export function localOf(instant: Date, zone: string): { date: string; time: string } {
  const local = fromDate(instant, zone);
  const two = (n: number) => String(n).padStart(2, "0");
  return { date: toCalendarDate(local).toString(), time: `${two(local.hour)}:${two(local.minute)}` };
}
