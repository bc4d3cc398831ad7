import { useMemo } from "react";
import { byDue } from "../../data/asked-of";
import { closedAt, isClosed, longestClosedMs } from "../../data/closed";
import { useEvery } from "../../data/every";
import { useMine, useStatus, useTasks } from "../../data/mine";
import type { Task } from "../../types";

export interface Side {
  open: Task[];
  closed: Task[];
}

export interface Between {
  /** What I asked of them. */
  waiting: Side;
  /** What they asked of me. */
  awaited: Side;
  /** The server has been asked, so that nothing means nothing. */
  told: boolean;
  /** Not everything could be read: the server is out of reach, or there is more than one page holds. */
  partial: boolean;
}

/**
 * What two people ask of each other: the copy's words over the server's where it holds the task, for
 * they are newer. Seen from the other side it is the same, with the sides changed.
 */
export function between(
  held: readonly Task[],
  told: readonly Task[],
  me: string,
  other: string,
  now: number,
): Pick<Between, "waiting" | "awaited"> {
  const known = new Map(told.map((task) => [task.id, task]));
  for (const task of held) known.set(task.id, task);
  const side = (asker: string, owner: string): Side => {
    const tasks = [...known.values()].filter((task) => task.asked_by_id === asker && task.owner_id === owner);
    return {
      open: tasks.filter((task) => !isClosed(task)).sort(byDue),
      closed: tasks
        .filter((task) => isClosed(task) && now - closedAt(task) < longestClosedMs)
        .sort((a, b) => closedAt(b) - closedAt(a)),
    };
  };
  return { waiting: side(me, other), awaited: side(other, me) };
}

export function useBetween(other: string): Between {
  const { me } = useMine();
  const tasks = useTasks();
  const { queued } = useStatus();
  const mine = me.person.id;
  const fresh = `${queued} ${tasks.length}`;
  const asked = useEvery(`/tasks?owner=${other}&asked_by=${mine}`, fresh);
  const owed = useEvery(`/tasks?owner=${mine}&asked_by=${other}`, fresh);
  return useMemo(
    () => ({
      ...between(tasks, [...asked.items, ...owed.items], mine, other, Date.now()),
      told: asked.told && owed.told,
      partial: asked.partial || owed.partial,
    }),
    [tasks, asked, owed, mine, other],
  );
}
