import { useLingui } from "@lingui/react/macro";
import { dayName, daysUntil, instantIn, zoneCity } from "../lib/dates";
import type { Person, Task } from "../types";

/** What has ended is not overdue, however late it was. */
export function isOverdue({ status, overdue_at }: Task, now: number): boolean {
  if (status === "done" || status === "canceled") return false;
  return overdue_at !== null && now >= Date.parse(overdue_at);
}

/** A local date in a word: "today", "Friday", "Thu 4 Dec". */
export function useDayWords() {
  const { t } = useLingui();
  return (date: string, zone: string): string => {
    const days = daysUntil(date, zone);
    if (days === 0) return t`today`;
    if (days === 1) return t`tomorrow`;
    return days === -1 ? t`yesterday` : dayName(date, zone);
  };
}

/** A due date in words, in the owner's zone; overdue is said, not only coloured. */
export function useDueWords() {
  const { t } = useLingui();
  const dayWords = useDayWords();
  return (task: Task, owner: Person): { text: string; overdue: boolean } | null => {
    if (!task.due_date) return null;
    const day = dayWords(task.due_date, task.due_zone ?? owner.time_zone);
    const local = task.due_time ? `${day} ${task.due_time}` : day;
    const text = task.due_zone ? `${local} ${zoneCity(task.due_zone)}` : local;
    const overdue = isOverdue(task, Date.now());
    return { text: overdue ? t`overdue: ${text}` : text, overdue };
  };
}

/** The same instant for the reader, where it reads differently. */
export function hereToo(task: Task, owner: Person, readerZone: string): string | null {
  const zone = task.due_zone ?? owner.time_zone;
  if (!task.due_at || !task.due_time || zone === readerZone) return null;
  const at = new Date(task.due_at);
  const here = instantIn(at, readerZone);
  return here === instantIn(at, zone) ? null : `${here} ${zoneCity(readerZone)}`;
}

/** A date without a time ends with the owner's day: when that is, in both clocks, where they differ. */
export function wholeDayToo(task: Task, owner: Person, readerZone: string): string | null {
  const zone = task.due_zone ?? owner.time_zone;
  if (!task.due_at || task.due_time || zone === readerZone) return null;
  const at = new Date(task.due_at);
  const [there, here] = [instantIn(at, zone), instantIn(at, readerZone)];
  return there === here ? null : `${there} ${zoneCity(zone)} · ${here} ${zoneCity(readerZone)}`;
}
