import { between } from "../lib/rank";
import type { Draft } from "../replica/types";
import type { Level, Task } from "../types";

export const levels: Level[] = ["urgent", "high", "medium", "low"];

export type Slots = Partial<Record<Level, number>>;

function isOpen(task: Task): boolean {
  return task.status === "todo" || task.status === "in_progress" || task.status === "blocked";
}

/** Level first, then rank, as the server orders (W2). A task without a rank yet stands last in its level. */
function byPlace(a: Task, b: Task): number {
  const level = levels.indexOf(a.level) - levels.indexOf(b.level);
  if (level) return level;
  if (a.rank === b.rank) return a.id === b.id ? 0 : a.id < b.id ? -1 : 1;
  if (a.rank === null) return 1;
  if (b.rank === null) return -1;
  return a.rank < b.rank ? -1 : 1;
}

/** What has been put into order, while the tasks are the same: a list and the task that one opens from it ask alike. */
const ordered = new WeakMap<readonly Task[], Map<string, readonly Task[]>>();

/** A person's open tasks in rank order. */
export function worklistOf(tasks: readonly Task[], owner: string): readonly Task[] {
  const known = ordered.get(tasks) ?? new Map<string, readonly Task[]>();
  ordered.set(tasks, known);
  const list =
    known.get(owner) ?? tasks.filter((task) => task.owner_id === owner && isOpen(task)).sort(byPlace);
  known.set(owner, list);
  return list;
}

/** What somebody is asked for and has not decided, in the order of Today: what is unanswered first, first. */
export function triageOf(tasks: readonly Task[], owner: string): Task[] {
  return tasks
    .filter((task) => task.owner_id === owner && task.status === "triage")
    .sort((a, b) => answerBy(a) - answerBy(b) || (a.id < b.id ? -1 : 1));
}

const answerBy = ({ unanswered_at }: Task): number =>
  unanswered_at ? Date.parse(unanswered_at) : Number.MAX_VALUE;

/** Those that hold a slot: a blocked task holds none (W3). */
export function occupants(list: readonly Task[], level: Level, except?: string): Task[] {
  return list.filter((task) => task.level === level && task.status !== "blocked" && task.id !== except);
}

export function isSlotted(slots: Slots, level: Level): boolean {
  return (slots[level] ?? 0) > 0;
}

export function isFull(list: readonly Task[], slots: Slots, level: Level, except?: string): boolean {
  const capacity = slots[level];
  return capacity !== undefined && occupants(list, level, except).length >= capacity;
}

/** The next level below with room for one more; the lowest always has. */
export function roomBelow(list: readonly Task[], slots: Slots, level: Level): Level {
  const below = levels.slice(levels.indexOf(level) + 1);
  return below.find((one) => !isFull(list, slots, one)) ?? "low";
}

/** Which level is below; the lowest is below itself. */
export function levelBelow(level: Level): Level {
  return levels[Math.min(levels.indexOf(level) + 1, levels.length - 1)] as Level;
}

export interface Place {
  before_id?: string;
  after_id?: string;
}

/**
 * The provisional rank of a task at a place; the server computes its own under
 * the list's lock. Without a place it is the end of the level. It sorts nothing:
 * every queued write on a list of a thousand runs it again when rows change.
 */
export function provisionalRank(
  rows: Draft,
  owner: string,
  level: Level,
  place: Place,
  moving: string,
): string {
  const here = (task: Task | undefined): task is Task =>
    task !== undefined &&
    task.owner_id === owner &&
    task.level === level &&
    task.id !== moving &&
    isOpen(task);
  const before = place.before_id ? rows.get<Task>("task", place.before_id) : undefined;
  const after = place.after_id ? rows.get<Task>("task", place.after_id) : undefined;
  let [low, high]: (Task | null)[] = [null, null];
  if (here(before)) {
    high = before;
    for (const task of rows.all<Task>("task"))
      if (here(task) && byPlace(task, before) < 0 && (!low || byPlace(task, low) > 0)) low = task;
  } else {
    low = here(after) ? after : null;
    for (const task of rows.all<Task>("task")) {
      if (!here(task)) continue;
      if (!here(after)) low = !low || byPlace(task, low) > 0 ? task : low;
      else if (byPlace(task, after) > 0 && (!high || byPlace(task, high) < 0)) high = task;
    }
  }
  const [below, above] = [low?.rank ?? null, high?.rank ?? null];
  // Two provisional ranks may be equal until the server has told them apart.
  return below !== null && above !== null && below >= above ? below : between(below, above);
}

/** Puts the tasks that step down at the top of the level below. */
export function stepDown(rows: Draft, ids: readonly string[] | undefined): void {
  for (const id of ids ?? []) {
    const task = rows.get<Task>("task", id);
    if (!task) continue;
    const level = levelBelow(task.level);
    const top = worklistOf(rows.all<Task>("task"), task.owner_id).find((t) => t.level === level);
    const rank = between(null, top?.rank ?? null);
    rows.put("task", id, { ...task, level, rank });
  }
}
