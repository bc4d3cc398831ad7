import { useEffect, useState } from "react";
import type { Page, Task } from "../types";
import { ApiError, call } from "./api";

const pagesAtMost = 10;

/** All pages of a question about tasks, as far as they can be read; what was read before stays until then. */
export function useEvery(path: string | null, fresh: string): Every {
  const [read, setRead] = useState<Every>(nothing);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `fresh` is there to read again.
  useEffect(() => {
    if (path === null) return;
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

export interface Every {
  items: Task[];
  /** Whether the server has answered, or can't. */
  told: boolean;
  partial: boolean;
}

const nothing: Every = { items: [], told: false, partial: false };
