import { useEffect, useMemo, useState } from "react";
import { ApiError, call } from "../../data/api";
import { byDue } from "../../data/asked-of";
import { useMine, useStatus, useTasks } from "../../data/mine";
import type { Page, Task } from "../../types";

const closedForDays = 30;
const dayMs = 86_400_000;

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

const isClosed = (task: Task): boolean => task.status === "done" || task.status === "canceled";

/** When a closed task was closed; a canceled one says only when it was last touched. */
const closedAt = (task: Task): number => Date.parse(task.done_at ?? task.updated_at);

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
        .filter((task) => isClosed(task) && now - closedAt(task) < closedForDays * dayMs)
        .sort((a, b) => closedAt(b) - closedAt(a)),
    };
  };
  return { waiting: side(me, other), awaited: side(other, me) };
}

const pagesAtMost = 10;

/** All pages of a question, as far as they can be read; what was read before stays until then. */
function useEvery(path: string, fresh: string): Every {
  const [read, setRead] = useState<Every>(nothing);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `fresh` is there to read again.
  useEffect(() => {
    const stop = new AbortController();
    async function every() {
      const items: Task[] = [];
      let cursor: string | null = "";
      for (let n = 0; n < pagesAtMost && cursor !== null; n++) {
        const at: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
        const page: Page<Task> = await call("GET", `${path}&limit=200${at}`, undefined, stop.signal);
        items.push(...page.items);
        cursor = page.next_cursor;
      }
      setRead({ items, told: true, partial: cursor !== null });
    }
    every().catch((reason) => {
      if (reason instanceof ApiError) setRead((old) => ({ ...old, told: true, partial: true }));
    });
    return () => stop.abort();
  }, [path, fresh]);
  return read;
}

interface Every {
  items: Task[];
  /** Whether the server has answered, or can't. */
  told: boolean;
  partial: boolean;
}

const nothing: Every = { items: [], told: false, partial: false };

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
