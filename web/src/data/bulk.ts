import type { Level, Task } from "../types";
import type { MoveTask } from "./operations";
import { occupants, type Place, type Slots } from "./worklist";

/** Where a task stood: what brings it back there. */
export interface Standing extends Place {
  id: string;
  level: Level;
}

/** A level has not room for all that were chosen (W3). */
export interface TooFull {
  level: Level;
  /** How many more it takes. */
  free: number;
  occupants: Task[];
}

/**
 * Where some tasks of a list stand, in an order in which they can be put back
 * one after the other: each behind one that is in its place already.
 */
export function standings(list: readonly Task[], ids: ReadonlySet<string>): Standing[] {
  const found: Standing[] = [];
  for (const [at, task] of list.entries()) {
    if (!ids.has(task.id)) continue;
    const above = list[at - 1];
    const below = list.find((other, i) => i > at && other.level === task.level && !ids.has(other.id));
    found.push({
      id: task.id,
      level: task.level,
      ...(above?.level === task.level ? { after_id: above.id } : below ? { before_id: below.id } : {}),
    });
  }
  return found;
}

/** Several tasks to the top of a level, in the order they have among each other; or who holds its slots. */
export function raiseAll(
  list: readonly Task[],
  slots: Slots,
  ids: ReadonlySet<string>,
  level: Level,
): { moves: MoveTask[]; full: TooFull | null } {
  const moving = list.filter((task) => ids.has(task.id) && task.level !== level);
  const taking = moving.filter((task) => task.status !== "blocked").length;
  const held = occupants(list, level);
  const capacity = slots[level];
  if (taking && capacity !== undefined && held.length + taking > capacity)
    return { moves: [], full: { level, free: Math.max(0, capacity - held.length), occupants: held } };
  const first = list.find((task) => task.level === level);
  const moves = moving.map(({ id }, at): MoveTask => {
    const above = moving[at - 1];
    if (above) return { id, level, after_id: above.id };
    return { id, level, ...(first ? { before_id: first.id } : {}) };
  });
  return { moves, full: null };
}

/** The ends of a task's level, for "to the top" and "to the bottom"; null where it stands there already. */
export function endOf(list: readonly Task[], task: Task, end: "top" | "bottom"): Place | null {
  const level = list.filter((other) => other.level === task.level);
  const last = end === "top" ? level[0] : level.at(-1);
  if (!last || last.id === task.id) return null;
  return end === "top" ? { before_id: last.id } : { after_id: last.id };
}

/**
 * Where a row that is let go over another one, or over a level's heading, comes
 * to stand; null where that is its place already.
 */
export function dropPlace(
  list: readonly Task[],
  moved: string,
  onto: { task: string; half: "before" | "after" } | { level: Level },
): { level: Level; place: Place } | null {
  const at = list.findIndex((task) => task.id === moved);
  const task = list[at];
  if (!task) return null;
  if ("level" in onto) {
    const first = list.find((other) => other.level === onto.level);
    if (first?.id === moved) return null;
    return { level: onto.level, place: first ? { before_id: first.id } : {} };
  }
  const over = list.findIndex((other) => other.id === onto.task);
  const target = list[over];
  if (!target || target.id === moved) return null;
  const stays = target.level === task.level && (onto.half === "before" ? over === at + 1 : over === at - 1);
  if (stays) return null;
  return {
    level: target.level,
    place: onto.half === "before" ? { before_id: target.id } : { after_id: target.id },
  };
}

/** Every row from one to the other, whichever stands first. */
export function rangeOf(list: readonly Task[], from: string, to: string): string[] {
  const [a, b] = [from, to].map((id) => list.findIndex((task) => task.id === id));
  if (a === undefined || b === undefined || a < 0 || b < 0) return b !== undefined && b >= 0 ? [to] : [];
  return list.slice(Math.min(a, b), Math.max(a, b) + 1).map((task) => task.id);
}
