import { months, type Period, weekdays } from "./names";

/** A date of the calendar, whatever the zone: days since 1970-01-01. */
export type Day = number;

/** One person's time, as far as reading a due date needs it. */
export interface Calendar {
  /** The person's wall clock: "2026-12-01" and "15:00". */
  now(): { date: string; time: string };
  /** Whether the person works on a local date, "2026-12-01". */
  isWorkingDay(date: string): boolean;
}

/** How far working days are looked for; the last day of these is left out. */
export const horizonYears = 5;
const horizon = horizonYears * 366;
const msPerDay = 86_400_000;

/** The day of a year, month (1 is January) and day; what is out of range carries over. */
function dayOf(year: number, month: number, day: number): Day {
  return Date.UTC(year, month - 1, day) / msPerDay;
}

function civil(day: Day): { year: number; month: number; day: number } {
  const date = new Date(day * msPerDay);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The day, if the month has it. */
export function realDay(year: number, month: number, day: number): Day | null {
  const found = dayOf(year, month, day);
  const is = civil(found);
  return is.day === day && is.month === month ? found : null;
}

export const dayOfMonth = (day: Day): number => civil(day).day;

/** The number of the last day of a day's month. */
export function lastOfMonth(day: Day): number {
  const { year, month } = civil(day);
  return civil(dayOf(year, month + 1, 0)).day;
}

/** 0 is Sunday. */
export const weekdayOf = (day: Day): number => (((day + 4) % 7) + 7) % 7;
export const isMondayToFriday = (day: Day): boolean => weekdayOf(day) % 6 !== 0;

/** "2026-12-01" */
export function isoDate(day: Day): string {
  return new Date(day * msPerDay).toISOString().slice(0, 10);
}

/** "Tue 1 Dec 2026" */
export function longDate(day: Day): string {
  const { year, month, day: of } = civil(day);
  return `${weekdays[weekdayOf(day)]?.slice(0, 3)} ${of} ${months[month - 1]?.slice(0, 3)} ${year}`;
}

/** Walks from one day to another and stops at the first that fits. */
function find(from: Day, to: Day, fits: (day: Day) => boolean): Day | null {
  const step = from <= to ? 1 : -1;
  for (let day = from; ; day += step) {
    if (fits(day)) return day;
    if (day === to) return null;
  }
}

/**
 * Answers questions about days in one owner's time. It reads the clock once and
 * remembers what it has counted, so that a long paste asks the calendar little.
 */
export class OwnersDays {
  readonly today: Day;
  /** The owner's wall clock, "15:04". */
  readonly clock: string;
  private ahead: { workdays: Day[]; seenTo: Day };
  private edges = new Map<string, Day>();

  constructor(private calendar: Calendar) {
    const now = calendar.now();
    this.today = Date.parse(now.date) / msPerDay;
    this.clock = now.time;
    this.ahead = { workdays: [], seenTo: this.today };
  }

  private works = (day: Day): boolean => this.calendar.isWorkingDay(isoDate(day));

  /** Counts n working days on from today, which is not counted itself; null where there are not as many. */
  working(n: number): Day | null {
    if (n === 0) return this.today;
    const { ahead } = this;
    while (ahead.workdays.length < n && ahead.seenTo + 1 < this.today + horizon) {
      ahead.seenTo += 1;
      if (this.works(ahead.seenTo)) ahead.workdays.push(ahead.seenTo);
    }
    return ahead.workdays[n - 1] ?? null;
  }

  /** Today, n months later; the last day of a month that is too short. */
  months(n: number): Day {
    const { year, month, day } = civil(this.today);
    const last = civil(dayOf(year, month + n + 1, 0)).day;
    return dayOf(year, month + n, Math.min(day, last));
  }

  /** The next such day to come, today included. */
  weekday(weekday: number): Day {
    return this.today + ((weekday - weekdayOf(this.today) + 7) % 7);
  }

  /** That day in the week that begins next Monday. */
  weekdayOfNextWeek(weekday: number): Day {
    return this.period("week", 1).from + ((weekday + 6) % 7);
  }

  /** The next day with this number to come, today included. */
  nextDayOfMonth(day: number): Day | null {
    const now = civil(this.today);
    for (let i = 0; i < 12; i++) {
      const { year, month } = civil(dayOf(now.year, now.month + i, 1));
      const found = realDay(year, month, day);
      if (found !== null && found >= this.today) return found;
    }
    return null;
  }

  /** The next such date to come, today included; null when no year has it. A 29 February can be 8 years away. */
  nextDate(month: number, day: number): Day | null {
    const { year } = civil(this.today);
    for (let i = 0; i < 9; i++) {
      const found = realDay(year + i, month, day);
      if (found !== null && found >= this.today) return found;
    }
    return null;
  }

  /** The first and last day of the present period, or of the one that is ahead by so many. */
  private period(period: Period, ahead: number): { from: Day; to: Day } {
    const { year, month } = civil(this.today);
    if (period === "week") {
      const from = this.today + 7 * ahead - ((weekdayOf(this.today) + 6) % 7);
      return { from, to: from + 6 };
    }
    if (period === "year") return { from: dayOf(year + ahead, 1, 1), to: dayOf(year + ahead, 12, 31) };
    const length = period === "quarter" ? 3 : 1;
    const first = month - ((month - 1) % length) + length * ahead;
    return { from: dayOf(year, first, 1), to: dayOf(year, first + length, 0) };
  }

  /** The first working day of a period; of one without any, its first day from Monday to Friday. */
  startOf(period: Period, ahead: number): Day {
    return this.remembered(`start ${period} ${ahead}`, () => {
      const { from, to } = this.period(period, ahead);
      return find(from, to, this.works) ?? find(from, to, isMondayToFriday) ?? from;
    });
  }

  /**
   * The last working day of a period that has not passed. When the period has
   * none left it is that of the one after it, and when that has none either,
   * the last day from Monday to Friday that the first one has left, or its last day.
   */
  endOf(period: Period, ahead: number): Day {
    return this.remembered(`end ${period} ${ahead}`, () => {
      const { from: begins, to } = this.period(period, ahead);
      const from = Math.max(begins, this.today);
      const next = this.period(period, ahead + 1);
      return (
        find(to, from, this.works) ??
        find(next.to, next.from, this.works) ??
        find(to, from, isMondayToFriday) ??
        to
      );
    });
  }

  private remembered(name: string, count: () => Day): Day {
    const day = this.edges.get(name) ?? count();
    this.edges.set(name, day);
    return day;
  }
}
