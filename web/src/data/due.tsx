import { useLingui } from "@lingui/react/macro";
import { dayName, daysUntil, instantIn, localOf, zoneCity } from "../lib/dates";
import type { Person, Task } from "../types";

const isOpen = ({ status }: Pick<Task, "status">) => status !== "done" && status !== "canceled";

/** What has ended is not overdue, however late it was. */
export function isOverdue({ status, overdue_at }: Task, now: number): boolean {
  return isOpen({ status }) && overdue_at !== null && now >= Date.parse(overdue_at);
}

/** A date is over before the task is overdue: that begins with the owner's first working minute after it (W7). */
export function dueHasPassed({ due_at }: Task, now: number): boolean {
  return due_at !== null && now >= Date.parse(due_at);
}

/** From when on a task is overdue whose date has passed while its owner is off; null where that is not so. */
export function overdueFrom(task: Task, now: number): Date | null {
  if (!isOpen(task) || !task.overdue_at || !dueHasPassed(task, now) || isOverdue(task, now)) return null;
  return new Date(task.overdue_at);
}

/** The same in words. */
export function useOverdueFrom() {
  const { t } = useLingui();
  const dayWords = useDayWords();
  return (task: Task, owner: Person): string | null => {
    const from = overdueFrom(task, Date.now());
    if (!from) return null;
    const { date, time } = localOf(from, owner.time_zone);
    const day = dayWords(date, owner.time_zone);
    return t`overdue from ${day} ${time}`;
  };
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
