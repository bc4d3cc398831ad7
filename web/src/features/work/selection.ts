import { useCallback, useMemo, useRef, useState } from "react";
import { rangeOf } from "../../data/bulk";
import type { Task } from "../../types";

/** The rows that are selected; what leaves the list leaves the selection. */
export function useSelection(list: readonly Task[]): {
  chosen: ReadonlySet<string>;
  /** One more or less; with `range` everything from the last one on. */
  choose: (id: string, range: boolean) => void;
  clear: () => void;
} {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const latest = useRef(list);
  latest.current = list;
  const chosen = useMemo(() => {
    if (!picked.size) return picked;
    return new Set(list.filter((task) => picked.has(task.id)).map((task) => task.id));
  }, [picked, list]);
  const choose = useCallback((id: string, range: boolean) => {
    const from = last.current;
    last.current = id;
    setPicked((before) => {
      const next = new Set(before);
      if (range && from) for (const one of rangeOf(latest.current, from, id)) next.add(one);
      else if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const clear = useCallback(() => {
    last.current = null;
    setPicked(new Set());
  }, []);
  return { chosen, choose, clear };
}
