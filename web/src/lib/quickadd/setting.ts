import { fromDate, toCalendarDateTime } from "@internationalized/date";
import type { Person } from "../../types";
import type { Calendar } from "./days";
import { directory } from "./people";
import type { Setting } from "./quickadd";

/** A stretch of dates in which a person is away, the last included (kind `time_off`). */
export interface TimeOff {
  person_id: string;
  starts_on: string;
  ends_on: string;
}

/** A day on which nobody in a region works; an empty region is everywhere (kind `holiday`). */
export interface Holiday {
  date: string;
  region: string;
}

type Worker = Pick<Person, "id" | "time_zone" | "working_hours" | "holiday_region">;
type Colleague = Worker & Pick<Person, "name" | "email" | "active">;

const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/**
 * A person's time as this device knows it: working hours by weekday, time off
 * and the workspace's own holidays, in the person's zone.
 *
 * The public holidays of a region (PT, DE-BY) are only known to the server, so
 * a phrase that counts working days can end a day early here: "in 3 working
 * days" over Easter, "eow" before a Friday that is one. While there is a
 * connection, POST /tasks/parse is asked too, and its answer wins where it
 * differs; offline, the due date is what the person was shown.
 */
export function calendarOf(
  person: Worker,
  timeOff: readonly TimeOff[],
  holidays: readonly Holiday[] = [],
  now: Date = new Date(),
): Calendar {
  const away = timeOff.filter((off) => off.person_id === person.id);
  const free = new Set(holidays.filter((h) => holdsIn(h, person.holiday_region)).map((h) => h.date));
  return {
    now: () => wallClock(now, person.time_zone),
    isWorkingDay(date) {
      const weekday = weekdays[new Date(date).getUTCDay()];
      if (!weekday || person.working_hours[weekday].length === 0 || free.has(date)) return false;
      return !away.some((off) => off.starts_on <= date && date <= off.ends_on);
    },
  };
}

/** A holiday of DE holds in DE-BY too. */
function holdsIn({ region }: Holiday, where: string): boolean {
  return region === "" || region === where || where.startsWith(`${region}-`);
}

/** A zone that is too new for this browser is read as UTC. */
function wallClock(now: Date, zone: string): { date: string; time: string } {
  let iso: string;
  try {
    iso = toCalendarDateTime(fromDate(now, zone)).toString();
  } catch {
    iso = now.toISOString();
  }
  return { date: iso.slice(0, 10), time: iso.slice(11, 16) };
}

/** What the replica holds that a line is read against. */
export interface Known {
  /** Everybody; names find only those who are active. */
  people: readonly Colleague[];
  timeOff: readonly TimeOff[];
  holidays: readonly Holiday[];
}

/** What to read a line against that is typed on this owner's list. */
export function settingOf(ownerId: string, known: Known, now: Date = new Date()): Setting {
  const { people, timeOff, holidays } = known;
  return {
    ownerId,
    resolve: directory(people.filter((person) => person.active).sort(byName)),
    calendar(id) {
      const person = people.find((p) => p.id === id);
      return person ? calendarOf(person, timeOff, holidays, now) : nobodysTime(now);
    },
  };
}

/** The server's order, in which a doubtful name lists people. */
function byName(a: Colleague, b: Colleague): number {
  if (a.name === b.name) return a.id < b.id ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}

/** Of an owner who is not here yet. */
const nobodysTime = (now: Date): Calendar => ({
  now: () => wallClock(now, "UTC"),
  isWorkingDay: () => false,
});
