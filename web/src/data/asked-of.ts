import type { Task } from "../types";

/** The first due first; what has no date comes after, the oldest first. */
export function byDue(a: Task, b: Task): number {
  const [x, y] = [a.due_at ?? a.due_date, b.due_at ?? b.due_date];
  if (x !== y) return !x ? 1 : !y ? -1 : x < y ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/**
 * What somebody asked of others and waits for, by person: whose is due first, first. What was asked in a request
 * stands with its answers.
 */
export function askedOf(tasks: readonly Task[], asker: string): [owner: string, tasks: Task[]][] {
  const open = tasks.filter(
    ({ asked_by_id, owner_id, status, request }) =>
      asked_by_id === asker && owner_id !== asker && !request && status !== "done" && status !== "canceled",
  );
  const byOwner = new Map<string, Task[]>();
  for (const task of open.sort(byDue)) {
    const there = byOwner.get(task.owner_id);
    if (there) there.push(task);
    else byOwner.set(task.owner_id, [task]);
  }
  return [...byOwner];
}
