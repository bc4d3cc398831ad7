import { useEffect, useState } from "react";
import { call } from "../../data/api";
import type { Page, Task } from "../../types";

const pauseMs = 250;
const shortest = 2;
const none: Task[] = [];

/** Tasks that the server finds and this copy may not hold; asked after a pause, silent where it is out of reach. */
export function useFound(search: string): readonly Task[] {
  const [found, setFound] = useState<{ of: string; tasks: Task[] } | null>(null);
  const of = search.trim();
  useEffect(() => {
    if (of.length < shortest) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      call<Page<Task>>("GET", `/tasks?limit=10&q=${encodeURIComponent(of)}`, undefined, stop.signal).then(
        (page) => setFound({ of, tasks: page.items }),
        () => {},
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [of]);
  return found?.of === of ? found.tasks : none;
}
