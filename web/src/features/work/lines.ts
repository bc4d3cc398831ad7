import { levels, occupants } from "../../data/worklist";
import type { Level, Task } from "../../types";

/** What the list shows, from top to bottom. */
export type Line =
  | { kind: "heading"; key: string; level: Level; taken: number; count: number }
  | { kind: "task"; key: string; task: Task; place: number; nth: number; of: number }
  | { kind: "ghost"; key: "ghost"; level: Level };

/**
 * A ranked list as lines, grouped by level. The top levels are shown empty too:
 * their places are what makes one choose. `ghost` is the level at whose end a
 * task that is being written would land.
 */
export function linesOf(list: readonly Task[], ghost: Level | null): Line[] {
  const lines: Line[] = [];
  let place = 0;
  for (const level of levels) {
    const here = list.filter((task) => task.level === level);
    const slotted = (level === "urgent" || level === "high") && (list.length > 0 || ghost !== null);
    if (here.length || slotted || ghost === level) {
      const taken = occupants(here, level).length;
      lines.push({ kind: "heading", key: level, level, taken, count: here.length });
    }
    for (const [at, task] of here.entries())
      lines.push({ kind: "task", key: task.id, task, place: place++, nth: at + 1, of: here.length });
    if (ghost === level) lines.push({ kind: "ghost", key: "ghost", level });
  }
  return lines;
}

export function lineOf(lines: readonly Line[], task: string): number {
  return lines.findIndex((line) => line.kind === "task" && line.key === task);
}
