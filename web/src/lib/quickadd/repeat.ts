import { dateAt } from "./dates";
import { type Day, dayOfMonth, isMondayToFriday, isoDate, lastOfMonth, longDate, weekdayOf } from "./days";
import { dayNumber, smallNumber, weekdayNamed, weekdays } from "./names";
import { newUnit, type Reading, strength, type Unit } from "./reading";
import { isDigit } from "./text";

type Frequency = "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";

/** By which a task comes again. */
export interface Rule {
  freq: Frequency;
  /** Every so many of it. */
  each: number;
  /** Of the week, from Monday on; 0 is Sunday. */
  days: number[];
  /** The day of the month; -1 is its last; 0: none is said. */
  on: number;
  /** Its first (1) or last (-1) working day. */
  work: number;
  until: Day | null;
}

/** How many days, weeks, months or years are between two at most. */
const mostApart = 400;
const units: Record<Frequency, string> = { DAILY: "day", WEEKLY: "week", MONTHLY: "month", YEARLY: "year" };
const fromMonday = [1, 2, 3, 4, 5, 6, 0];
const workweek = fromMonday.slice(0, 5);

const ruleOf = (freq: Frequency, each: number, more: Partial<Rule> = {}): Rule => ({
  freq,
  each,
  days: [],
  on: 0,
  work: 0,
  until: null,
  ...more,
});

/** A rule, and the word behind it. */
type Found = { rule: Rule; to: number };

/** "every friday", "every 2 weeks on mon and thu", "on the 1st of every month", with "until 1 march" behind it. */
export function repeatAt(r: Reading, i: number): Unit | null {
  const k = r.begins(i) === "on" ? i + 1 : i;
  const low = (at: number) => (at === i ? r.begins(at) : r.goesOn(at));
  const found = every(r, k, low(k)) ?? dayOfEveryMonth(r, k, low(k));
  if (!found) return null;
  const unit = newUnit(i, found.to, "repeat", { strength: strength.trailing, rule: found.rule });
  const ends = r.goesOn(found.to);
  if ((ends === "until" || ends === "till") && r.goesOn(found.to + 1) !== "") {
    const end = dateAt(r, found.to + 1, true);
    if (end) {
      unit.to += 1 + end.n;
      unit.bad = end.bad ?? "";
      found.rule.until = end.day ?? null;
    }
  }
  if (found.rule.each > mostApart) {
    unit.bad = `A task comes again after ${mostApart} days, weeks, months or years at most.`;
  }
  return unit;
}

/** What begins with "every" or "each". */
function every(r: Reading, i: number, first: string): Found | null {
  if (first !== "every" && first !== "each") return null;
  let k = i + 1;
  let each = 1;
  const count = r.goesOn(k);
  const number = count === "a" || count === "an" ? null : smallNumber(count);
  const counted = number !== null && number > 0;
  if (counted) each = number;
  else if (count === "other") each = 2;
  if (counted || count === "other") k++;
  if (!counted) {
    const said = weekdaysAt(r, k);
    if (said) return { rule: ruleOf("WEEKLY", each, { days: said.days }), to: k + said.n };
    const n = workdayAt(r, k);
    if (n > 0 && each === 1) return { rule: ruleOf("WEEKLY", 1, { days: workweek }), to: k + n };
  }
  const unit = counted ? r.goesOn(k).replace(/s$/, "") : r.goesOn(k);
  k++;
  const on = r.goesOn(k) === "on";
  switch (unit) {
    case "day":
      return { rule: ruleOf("DAILY", each), to: k };
    case "week": {
      const said = on ? weekdaysAt(r, k + 1) : null;
      return { rule: ruleOf("WEEKLY", each, { days: said?.days ?? [] }), to: said ? k + 1 + said.n : k };
    }
    case "month":
    case "quarter": {
      const said = on ? monthDayAt(r, k + 1, r.goesOn(k + 1)) : null;
      const rule = ruleOf("MONTHLY", unit === "quarter" ? 3 * each : each, said?.of);
      return { rule, to: said ? k + 1 + said.n : k };
    }
    case "year":
      return { rule: ruleOf("YEARLY", each), to: k };
  }
  return null;
}

/** "the 1st of every month" */
function dayOfEveryMonth(r: Reading, i: number, first: string): Found | null {
  const said = monthDayAt(r, i, first);
  if (!said) return null;
  const k = i + said.n;
  if (r.goesOn(k) !== "of" || !/^(every|each)$/.test(r.goesOn(k + 1)) || r.goesOn(k + 2) !== "month") {
    return null;
  }
  return { rule: ruleOf("MONTHLY", 1, said.of), to: k + 3 };
}

/** "friday", "mon, wed and fri" */
function weekdaysAt(r: Reading, k: number): { days: number[]; n: number } | null {
  const said = new Set<number>();
  let n = 0;
  for (let at = k; ; at++) {
    const weekday = weekdayNamed(r.goesOn(at));
    if (weekday === null) break;
    said.add(weekday);
    n = at + 1 - k;
    const next = r.goesOn(at + 1);
    if (next === "and" || next === "&") at++;
    else if (r.after(at) !== ",") break;
  }
  return n > 0 ? { days: fromMonday.filter((weekday) => said.has(weekday)), n } : null;
}

/** How many words say "weekday" or "working day"; 0 for none. */
function workdayAt(r: Reading, k: number): number {
  const s = r.goesOn(k);
  if (s === "weekday" || s === "workday") return 1;
  return /^(working|business|work)$/.test(s) && r.goesOn(k + 1) === "day" ? 2 : 0;
}

/** "the 15th", "the last day", "the first working day" */
function monthDayAt(r: Reading, k: number, first: string): { of: Partial<Rule>; n: number } | null {
  const n = first === "the" ? 1 : 0;
  const s = n ? r.goesOn(k + 1) : first;
  if (s === "first" || s === "last") {
    const place = s === "last" ? -1 : 1;
    const work = workdayAt(r, k + n + 1);
    if (work > 0) return { of: { work: place }, n: n + 1 + work };
    return r.goesOn(k + n + 1) === "day" ? { of: { on: place }, n: n + 2 } : null;
  }
  const on = dayNumber(s);
  return on === null || isDigit(s.slice(-1)) ? null : { of: { on }, n: n + 1 };
}

/** The rule as RFC 5545 writes it. */
export function ruleText({ freq, each, days, on, work, until }: Rule): string {
  let text = `FREQ=${freq}`;
  if (each > 1) text += `;INTERVAL=${each}`;
  if (work) text += `;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=${work}`;
  else if (on) text += `;BYMONTHDAY=${on}`;
  else if (days.length)
    text += `;BYDAY=${days.map((day) => weekdays[day]?.slice(0, 2).toUpperCase()).join(",")}`;
  if (until !== null) text += `;UNTIL=${isoDate(until).replaceAll("-", "")}`;
  return text;
}

/** The rule in plain English. */
export function ruleWords(rule: Rule): string {
  const words = withoutEnd(rule);
  return rule.until === null ? words : `${words} until ${longDate(rule.until)}`;
}

function withoutEnd({ freq, each, days, on, work }: Rule): string {
  const words = each > 1 ? `every ${each} ${units[freq]}s` : `every ${units[freq]}`;
  const names = days.map((day) => weekdays[day]).join(", ");
  if (work) return `${words} on the ${work > 0 ? "first" : "last"} working day`;
  if (on) return `${words} on ${on < 0 ? "the last day" : `day ${on}`}`;
  if (names === "") return words;
  if (each > 1) return `${words} on ${names}`;
  return days.join() === workweek.join() ? "every working day, Monday to Friday" : `every ${names}`;
}

/** The first of the rule's days from a day on. */
export function firstOf(rule: Rule, from: Day): Day {
  let day = from;
  while (!has(rule, day)) day++;
  return day;
}

/** Whether a day can be one of the rule's, whichever its first is. */
function has({ days, on, work }: Rule, day: Day): boolean {
  const date = dayOfMonth(day);
  const last = lastOfMonth(day);
  const weekday = weekdayOf(day);
  if (work > 0) return isMondayToFriday(day) && (date === 1 || (weekday === 1 && date <= 3));
  if (work < 0) return isMondayToFriday(day) && (date === last || (weekday === 5 && date >= last - 2));
  if (on) return date === (on < 0 ? last : on);
  return days.length === 0 || days.includes(weekday);
}
