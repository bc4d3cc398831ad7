import { useLingui } from "@lingui/react/macro";
import { dayName, daysUntil, instantIn, zoneCity } from "../../lib/dates";
import type { Person, Task } from "../../types";

export function isOverdue(task: Task, now: number): boolean {
  return task.overdue_at !== null && now >= Date.parse(task.overdue_at);
}

/** A due date in words, in the owner's zone; overdue is said, not only coloured. */
export function useDueWords() {
  const { t } = useLingui();
  return (task: Task, owner: Person): { text: string; overdue: boolean } | null => {
    if (!task.due_date) return null;
    const zone = task.due_zone ?? owner.time_zone;
    const days = daysUntil(task.due_date, zone);
    const day =
      days === 0
        ? t`today`
        : days === 1
          ? t`tomorrow`
          : days === -1
            ? t`yesterday`
            : dayName(task.due_date, zone);
    const text = task.due_time ? `${day} ${task.due_time}` : day;
    const fixed = task.due_zone ? `${text} ${zoneCity(task.due_zone)}` : text;
    const overdue = isOverdue(task, Date.now());
    return { text: overdue ? t`overdue: ${fixed}` : fixed, overdue };
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
