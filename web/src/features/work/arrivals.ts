import { useRef } from "react";
import type { Task } from "../../types";

/**
 * The tasks that others have put on a list, or moved on it, since the screen was
 * opened. What is there when the copy is first complete has not just arrived.
 */
export function useArrivals(list: readonly Task[], self: string, complete: boolean): ReadonlySet<string> {
  const known = useRef(new Map<string, string | null>());
  const arrived = useRef(new Set<string>());
  const ready = useRef(false);
  for (const task of list) {
    const moved = task.moved?.at ?? null;
    const before = known.current.get(task.id);
    const byAnother =
      before === undefined ? task.asked_by_id !== self : moved !== before && task.moved?.by_id !== self;
    if (ready.current && before !== moved && byAnother) arrived.current.add(task.id);
    known.current.set(task.id, moved);
  }
  if (complete) ready.current = true;
  return arrived.current;
}
