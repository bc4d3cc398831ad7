import type { Task } from "../types";

/** For so long lists say what was closed. */
export const longestClosedMs = 30 * 86_400_000;

export const isClosed = (task: Task): boolean => task.status === "done" || task.status === "canceled";

/** When a closed task was closed; a canceled one says only when it was last touched. */
export const closedAt = (task: Task): number => Date.parse(task.done_at ?? task.updated_at);

/** What was closed of late, the latest first: the copy's words over the server's where it holds the task. */
export function closedOf(held: readonly Task[], told: readonly Task[], now: number): Task[] {
  const known = new Map(told.map((task) => [task.id, task]));
  for (const task of held) known.set(task.id, task);
  return [...known.values()]
    .filter((task) => isClosed(task) && now - closedAt(task) < longestClosedMs)
    .sort((a, b) => closedAt(b) - closedAt(a));
}
