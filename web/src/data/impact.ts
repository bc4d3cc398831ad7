import { useEffect, useState } from "react";
import type { Impact, Level } from "../types";
import { ApiError, call } from "./api";

const pauseMs = 250;

export interface Proposed {
  level: Level;
  before_id?: string;
  due_date?: string;
  due_time?: string;
}

/** What a task would do to a list (W5), asked again when what is proposed has stood still for a moment. */
export function useImpact(
  owner: string | null,
  proposed: Proposed | null,
  /** Changes when the list does: then it costs something else. */
  fresh: unknown,
): Impact | null {
  const [read, setRead] = useState<{ of: string; impact: Impact } | null>(null);
  const of = owner && proposed ? JSON.stringify([owner, proposed]) : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `fresh` is there to ask again.
  useEffect(() => {
    if (!of) return setRead(null);
    const stop = new AbortController();
    const [person, body] = JSON.parse(of) as [string, Proposed];
    const timer = setTimeout(() => {
      call<Impact>("POST", `/people/${person}/worklist/impact`, body, stop.signal).then(
        (impact) => setRead({ of, impact }),
        // Out of reach, nothing is known and nothing is claimed.
        (reason) => reason instanceof ApiError && setRead(null),
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [of, fresh]);
  return read && read.of === of ? read.impact : null;
}

const toKey = (owner: string, proposed: Proposed): string => JSON.stringify([owner, proposed]);

/**
 * The same for several that are written at once, each as if it were alone: a reader for what is known by
 * now. Asked again for whom `fresh` is another.
 */
export function useImpacts(
  wanted: readonly { owner: string; proposed: Proposed }[],
  fresh: unknown,
): (owner: string, proposed: Proposed) => Impact | null {
  const [known, setKnown] = useState<ReadonlyMap<string, Impact>>(new Map());
  const keys = JSON.stringify([...new Set(wanted.map((one) => toKey(one.owner, one.proposed)))]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `fresh` is there to ask again.
  useEffect(() => setKnown(new Map()), [fresh]);
  useEffect(() => {
    const missing = (JSON.parse(keys) as string[]).filter((key) => !known.has(key));
    if (!missing.length) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const asked = missing.map(async (key) => {
        const [person, body] = JSON.parse(key) as [string, Proposed];
        const impact = await call<Impact>("POST", `/people/${person}/worklist/impact`, body, stop.signal);
        return [key, impact] as const;
      });
      void Promise.allSettled(asked).then((answers) => {
        // Out of reach, nothing is known and nothing is claimed.
        const found = answers.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
        if (found.length) setKnown((before) => new Map([...before, ...found]));
      });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [keys, known]);
  return (owner, proposed) => known.get(toKey(owner, proposed)) ?? null;
}
