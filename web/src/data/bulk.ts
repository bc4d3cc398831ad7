import type { Level, Task } from "../types";
import type { MoveTask } from "./operations";
import { isSlotted, levels, occupants, type Place, type Slots } from "./worklist";

/** What rows are let go over. */
export type Onto = { task: string; half: "before" | "after" } | { level: Level };

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

/**
 * The moves that put a task, and those that stepped down for it, back to where they stand in `list`: from the top
 * down, each taking its slot again from the one that it gave it to (W3).
 */
export function takenBack(list: readonly Task[], id: string, down: readonly string[]): MoveTask[] {
  return standings(list, new Set([id, ...down])).map((place) =>
    place.id === id ? place : { ...place, step_down_ids: [id] },
  );
}

/** A list as it is after a move. */
function arranged(list: readonly Task[], move: MoveTask): Task[] {
  const task = list.find(({ id }) => id === move.id);
  if (!task) return [...list];
  const rest = list.filter(({ id }) => id !== move.id);
  const anchor = rest.findIndex(({ id }) => id === (move.before_id ?? move.after_id));
  // Without a neighbour it goes to the end of its level.
  const below = rest.findIndex((other) => levels.indexOf(other.level) > levels.indexOf(move.level));
  const end = below < 0 ? rest.length : below;
  const at = anchor < 0 ? end : move.before_id ? anchor : anchor + 1;
  rest.splice(at, 0, { ...task, level: move.level });
  return rest;
}

/** Whether a manager's move must be explained: it passes a task in progress, or changes who holds a slot (W15). */
export function weighs(list: readonly Task[], slots: Slots, move: MoveTask): boolean {
  const task = list.find(({ id }) => id === move.id);
  if (!task) return false;
  const holds = task.status !== "blocked";
  if (holds && move.level !== task.level && (isSlotted(slots, move.level) || isSlotted(slots, task.level)))
    return true;
  const above = (order: readonly Task[]) =>
    order
      .slice(
        0,
        order.findIndex(({ id }) => id === task.id),
      )
      .filter(({ status }) => status === "in_progress").length;
  return above(list) !== above(arranged(list, move));
}

/** The same of several moves, one after the other. */
export function anyWeighs(list: readonly Task[], slots: Slots, moves: readonly MoveTask[]): boolean {
  let now = list;
  for (const move of moves) {
    if (weighs(now, slots, move)) return true;
    now = arranged(now, move);
  }
  return false;
}

interface Moves {
  moves: MoveTask[];
  full: TooFull | null;
}

/** Several tasks of a list to one place, in the order they have among each other; or who holds the slots there. */
function gather(
  list: readonly Task[],
  slots: Slots,
  moving: readonly Task[],
  to: { level: Level; place: Place },
): Moves {
  const { level, place } = to;
  const taking = moving.filter((task) => task.level !== level && task.status !== "blocked").length;
  const held = occupants(list, level);
  const capacity = slots[level];
  if (taking && capacity !== undefined && held.length + taking > capacity)
    return { moves: [], full: { level, free: Math.max(0, capacity - held.length), occupants: held } };
  const moves = moving.map(({ id }, at): MoveTask => {
    const above = moving[at - 1];
    return above ? { id, level, after_id: above.id } : { id, level, ...place };
  });
  const order = (tasks: readonly Task[]) => tasks.map((task) => `${task.id} ${task.level}`).join();
  const stays = order(moves.reduce(arranged, [...list])) === order(list);
  return { moves: stays ? [] : moves, full: null };
}

/** Those that are not there yet to the top of a level. */
export function raiseAll(list: readonly Task[], slots: Slots, ids: ReadonlySet<string>, level: Level): Moves {
  const first = list.find((task) => task.level === level);
  const moving = list.filter((task) => ids.has(task.id) && task.level !== level);
  return gather(list, slots, moving, { level, place: first ? { before_id: first.id } : {} });
}

/** All of them to where one of them is let go. */
export function dropAll(list: readonly Task[], slots: Slots, ids: ReadonlySet<string>, onto: Onto): Moves {
  const moving = list.filter((task) => ids.has(task.id));
  const rest = list.filter((task) => !ids.has(task.id));
  if ("level" in onto) {
    const first = rest.find((task) => task.level === onto.level);
    const place = first ? { before_id: first.id } : {};
    return gather(list, slots, moving, { level: onto.level, place });
  }
  const over = list.findIndex((task) => task.id === onto.task);
  const target = list[over];
  if (!target) return { moves: [], full: null };
  const { level } = target;
  if (!ids.has(target.id)) {
    const place = onto.half === "before" ? { before_id: target.id } : { after_id: target.id };
    return gather(list, slots, moving, { level, place });
  }
  // Onto one that moves along: there they come together.
  const same = (task: Task) => task.level === level && !ids.has(task.id);
  const above = list.slice(0, over).findLast(same);
  const below = list.slice(over).find(same);
  const place = above ? { after_id: above.id } : below ? { before_id: below.id } : {};
  return gather(list, slots, moving, { level, place });
}

/** One step up or down with all of them: past the next one that stays, over the edge of a level into it. */
export function nudgeAll(list: readonly Task[], slots: Slots, ids: ReadonlySet<string>, by: 1 | -1): Moves {
  const places = list.flatMap((task, at) => (ids.has(task.id) ? [at] : []));
  const [from, to] = [places[0] ?? 0, places.at(-1) ?? 0];
  const edge = list[by < 0 ? from : to];
  const next = list[by < 0 ? from - 1 : to + 1];
  if (!edge || !next) return { moves: [], full: null };
  const past = next.level === edge.level ? by < 0 : by > 0;
  return dropAll(list, slots, ids, { task: next.id, half: past ? "before" : "after" });
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
  onto: Onto,
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
