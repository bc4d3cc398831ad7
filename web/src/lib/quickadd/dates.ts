import { type Day, horizonYears, realDay } from "./days";
import { dayNumber, monthNamed, months, periodNamed, smallNumber, weekdayNamed } from "./names";
import type { Reading } from "./reading";
import { isDigit, number, quoted } from "./text";

/** A date phrase of n words: either the day, or why there is none. */
type DatePhrase = { n: number; day: Day; bad?: never } | { n: number; bad: string; day?: never };

type Form = (r: Reading, i: number, marked: boolean) => DatePhrase | null;

const lookAgain = "Look at the date again.";

/** The longest date at word i. Some forms count only when a marker such as "by" stands before them. */
export function dateAt(r: Reading, i: number, marked: boolean): DatePhrase | null {
  for (const form of forms) {
    const found = form(r, i, marked);
    if (found) return found;
  }
  return null;
}

/** A phrase may begin with "the": its n words, and word k of the rest. */
function behindThe(r: Reading, i: number): { n: number; low: string } {
  return r.begins(i) === "the" ? { n: 1, low: r.goesOn(i + 1) } : { n: 0, low: r.begins(i) };
}

/** Reads 2026-12-01, 1.12.2026 and 31/12/2026. */
const numericDate: Form = (r, i, marked) => {
  const s = r.begins(i);
  if (!isDigit(s.charAt(0))) return null;
  const [y, ym, yd, ...dashes] = s.split("-");
  if (y?.length === 4 && ym !== undefined && yd !== undefined && dashes.length === 0) return exact(y, ym, yd);
  const [pd, pm, py, ...dots] = s.split(".");
  if (py?.length === 4 && pd !== undefined && pm !== undefined && dots.length === 0) return exact(py, pm, pd);
  const parts = s.split("/");
  if (parts.length === 2 && marked) parts.push("");
  const [first, second, year, ...slashes] = parts;
  if (first === undefined || second === undefined || year === undefined || slashes.length > 0) return null;
  const a = number(first, 2);
  const b = number(second, 2);
  if (a === null || b === null || (year !== "" && (year.length !== 4 || number(year, 4) === null)))
    return null;
  if (year !== "" && a > 12) return exact(year, second, first);
  if (year !== "" && (b > 12 || a === b)) return exact(year, first, second);
  return { n: 1, bad: `${quoted(s)} can be read in two ways. Write 2026-12-01 or 1 dec.` };
};

function exact(y: string, m: string, d: string): DatePhrase | null {
  const year = number(y, 4);
  const month = number(m, 2);
  const day = number(d, 2);
  if (year === null || month === null || day === null) return null;
  if (month >= 1 && month <= 12 && year >= 1900 && year < 3000) {
    const found = realDay(year, month, day);
    if (found !== null) return { n: 1, day: found };
  }
  const written = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  return { n: 1, bad: `There is no day ${written}. ${lookAgain}` };
}

/** Reads "1 dec", "1st of december 2027". */
const dayAndMonth: Form = (r, i) => {
  const start = behindThe(r, i);
  const day = dayNumber(start.low);
  if (day === null) return null;
  let n = start.n + 1;
  if (r.goesOn(i + n) === "of") n++;
  const month = monthNamed(r.goesOn(i + n));
  return month === null ? null : withYear(r, i, n + 1, month, day);
};

/** Reads "dec 1", "december 1st, 2027". */
const monthAndDay: Form = (r, i) => {
  const month = monthNamed(r.begins(i));
  const day = month === null ? null : dayNumber(r.goesOn(i + 1));
  return month === null || day === null ? null : withYear(r, i, 2, month, day);
};

/** Goes on with the year that may stand behind n words. */
function withYear(r: Reading, i: number, n: number, month: number, day: number): DatePhrase {
  const written = `${day} ${months[month - 1]}`;
  const s = r.goesOn(i + n);
  const year = s.length === 4 ? number(s, 4) : null;
  if (year !== null && year >= 2000 && year < 2200) {
    const found = realDay(year, month, day);
    if (found !== null) return { n: n + 1, day: found };
    return { n: n + 1, bad: `There is no ${written} ${year}. ${lookAgain}` };
  }
  const found = r.days.nextDate(month, day);
  return found === null ? { n, bad: `There is no ${written}. ${lookAgain}` } : { n, day: found };
}

/** Reads "the 15th", and "15th" behind a marker. */
const dayOfMonth: Form = (r, i, marked) => {
  const { n, low } = behindThe(r, i);
  const number = dayNumber(low);
  if (number === null || isDigit(low.slice(-1)) || (n === 0 && !marked)) return null;
  const day = r.days.nextDayOfMonth(number);
  return day === null ? null : { n: n + 1, day };
};

/** Reads "in 3 working days", "in a week". */
const inSoMany: Form = (r, i) => {
  if (r.begins(i) !== "in") return null;
  const count = smallNumber(r.goesOn(i + 1));
  if (count === null) return null;
  switch (r.goesOn(i + 2)) {
    case "day":
    case "days":
      return { n: 3, day: r.days.today + count };
    case "week":
    case "weeks":
      return { n: 3, day: r.days.today + 7 * count };
    case "month":
    case "months":
      return { n: 3, day: r.days.months(count) };
    case "year":
    case "years":
      return { n: 3, day: r.days.months(12 * count) };
    case "workday":
    case "workdays":
      return workingDays(r, 3, count);
    case "working":
    case "business":
    case "work":
      return /^days?$/.test(r.goesOn(i + 3)) ? workingDays(r, 4, count) : null;
  }
  return null;
};

function workingDays(r: Reading, n: number, count: number): DatePhrase {
  const day = r.days.working(count);
  if (day !== null) return { n, day };
  return { n, bad: `The next ${horizonYears} years don't have ${count} working days. Write a date.` };
}

/** Reads "eow", "end of next month". The end of the day is a time of day, and read there. */
const endOfPeriod: Form = (r, i) => {
  switch (r.begins(i)) {
    case "eow":
      return { n: 1, day: r.days.endOf("week", 0) };
    case "eom":
      return { n: 1, day: r.days.endOf("month", 0) };
    case "eoq":
      return { n: 1, day: r.days.endOf("quarter", 0) };
    case "eoy":
      return { n: 1, day: r.days.endOf("year", 0) };
  }
  const start = behindThe(r, i);
  let n = start.n + 1;
  if (start.low !== "end" || r.goesOn(i + n) !== "of") return null;
  n++;
  const which = r.goesOn(i + n);
  if (which === "the" || which === "this" || which === "next") n++;
  const period = periodNamed(r.goesOn(i + n));
  return period === null ? null : { n: n + 1, day: r.days.endOf(period, which === "next" ? 1 : 0) };
};

/** Reads "next tuesday", "next week", "this week". */
const thisOrNext: Form = (r, i) => {
  const first = r.begins(i);
  if (first !== "this" && first !== "next") return null;
  const next = first === "next";
  const second = r.goesOn(i + 1);
  const weekday = weekdayNamed(second);
  if (weekday !== null)
    return { n: 2, day: next ? r.days.weekdayOfNextWeek(weekday) : r.days.weekday(weekday) };
  const period = periodNamed(second);
  if (period === null) return null;
  return { n: 2, day: next ? r.days.startOf(period, 1) : r.days.endOf(period, 0) };
};

/** Reads "today", "tomorrow", "fri". */
const namedDay: Form = (r, i) => {
  const s = r.begins(i);
  if (s === "today") return { n: 1, day: r.days.today };
  if (s === "tomorrow" || s === "tmr" || s === "tmrw") return { n: 1, day: r.days.today + 1 };
  const weekday = weekdayNamed(s);
  return weekday === null ? null : { n: 1, day: r.days.weekday(weekday) };
};

const forms: Form[] = [
  numericDate,
  dayAndMonth,
  monthAndDay,
  dayOfMonth,
  inSoMany,
  endOfPeriod,
  thisOrNext,
  namedDay,
];
