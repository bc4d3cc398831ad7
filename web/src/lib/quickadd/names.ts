import type { Level } from "../../types";
import { number } from "./text";

/** From Sunday, as weekdays are counted. */
export const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

export const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

const periods = ["week", "month", "quarter", "year"] as const;
export type Period = (typeof periods)[number];

const counts = "one two three four five six seven eight nine ten eleven twelve".split(" ");
const levels: readonly string[] = ["urgent", "high", "medium", "low"] satisfies Level[];

/** Words that tie the one behind them to the sentence, so that a level or date there is no instruction. */
const binding = new Set(
  (
    "a an the is are was be too very so not of from to than and or as at in on for since before after " +
    "every each last per with"
  ).split(" "),
);

const moreWeekdays: Record<string, number> = { tues: 2, weds: 3, thur: 4, thurs: 4 };

/** Finds "fri" and "friday"; -1 when it is none. */
function named(list: string[], s: string): number {
  return list.findIndex((name) => s === name.toLowerCase() || s === name.slice(0, 3).toLowerCase());
}

/** Reads "fri", "friday" as 0 (Sunday) to 6; Tuesday to Thursday have more short forms. */
export function weekdayNamed(s: string): number | null {
  const at = Object.hasOwn(moreWeekdays, s) ? (moreWeekdays[s] ?? -1) : named(weekdays, s);
  return at < 0 ? null : at;
}

/** Reads "dec", "december" and "sept" as 1 to 12. */
export function monthNamed(s: string): number | null {
  const at = s === "sept" ? 8 : named(months, s);
  return at < 0 ? null : at + 1;
}

export function periodNamed(s: string): Period | null {
  return periods.find((name) => name === s) ?? null;
}

/** Reads "1", "1st", "22nd", up to 31. */
export function dayNumber(s: string): number | null {
  const n = number(s.replace(/(?:st|nd|rd|th)$/, ""), 2);
  return n !== null && n >= 1 && n <= 31 ? n : null;
}

/** Reads a count: "3", "a", "three". */
export function smallNumber(s: string): number | null {
  if (s === "a" || s === "an") return 1;
  const at = counts.indexOf(s);
  return at >= 0 ? at + 1 : number(s, 3);
}

export const isLevel = (s: string): s is Level => levels.includes(s);
export const bindsNext = (s: string): boolean => binding.has(s);
