import { isFull, levels, type Slots, worklistOf } from "../../data/worklist";
import type { Draft } from "../../lib/quickadd/reading";
import type { Level, Task } from "../../types";

/** Where a line comes to stand, when it is sent with the others. */
export interface Landed {
  level: Level;
  /** The level that was meant, where that is full: then it stands first in the next one with room (W3). */
  lowered: Level | null;
  /** The task that it stands before, where it is lowered. */
  before_id?: string;
  /** How many of the lines before it stand above it, and on the list at all. */
  before: { above: number; all: number };
}

/**
 * The lines of one list, one after the other. Of a list that one arranges all is here; on others nothing
 * lands before it is accepted.
 */
export function landings(
  drafts: readonly Draft[],
  tasks: readonly Task[],
  slots: Slots,
  straight: boolean,
): Landed[] {
  const landed: Landed[] = [];
  if (!drafts.length) return landed;
  const list = straight ? worklistOf(tasks, drafts[0]?.owner_id ?? "") : [];
  const now = [...list];
  for (const draft of drafts) {
    const wanted = draft.level || "medium";
    const room = levels.slice(levels.indexOf(wanted)).find((one) => !isFull(now, slots, one));
    const level = straight ? (room ?? "low") : wanted;
    const lowered = level === wanted ? null : wanted;
    const first = list.find((task) => task.level === level);
    const above = landed.filter((one) =>
      // Those that were lowered before it are pushed down by it.
      lowered
        ? levels.indexOf(one.level) < levels.indexOf(level)
        : levels.indexOf(one.level) <= levels.indexOf(level),
    ).length;
    landed.push({
      level,
      lowered,
      ...(lowered && first ? { before_id: first.id } : {}),
      before: { above, all: landed.length },
    });
    now.push({ id: String(draft.line), level, status: "todo" } as Task);
  }
  return landed;
}
