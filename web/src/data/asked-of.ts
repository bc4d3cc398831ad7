import type { Task } from "../types";
import { isClosed } from "./closed";

/** The first due first; what has no date comes after, the oldest first. */
export function byDue(a: Task, b: Task): number {
  const [x, y] = [a.due_at ?? a.due_date, b.due_at ?? b.due_date];
  if (x !== y) return !x ? 1 : !y ? -1 : x < y ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/** Whether somebody asked it of another person. What was asked in a request stands with its answers. */
export const isAskedOf = ({ asked_by_id, owner_id, request }: Task, asker: string): boolean =>
  asked_by_id === asker && owner_id !== asker && !request;

/** What somebody asked of others and waits for, by person: whose is due first, first. */
export function askedOf(tasks: readonly Task[], asker: string): [owner: string, tasks: Task[]][] {
  const open = tasks.filter((task) => isAskedOf(task, asker) && !isClosed(task));
  const byOwner = new Map<string, Task[]>();
  for (const task of open.sort(byDue)) {
    const there = byOwner.get(task.owner_id);
    if (there) there.push(task);
    else byOwner.set(task.owner_id, [task]);
  }
  return [...byOwner];
}
