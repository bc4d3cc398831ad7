import { useCallback, useEffect, useState } from "react";
import { afterPaint } from "../lib/idle";
import { ApiError, call } from "./api";
import { useRetry } from "./retry";

export interface Fetched<T> {
  data: T | null;
  error: ApiError | null;
  again: () => void;
}

/**
 * Reads what the replica does not hold. `fresh` is anything that changes when the
 * answer may have; what was read before stays on screen until the new one is here.
 * Where there was no final answer it asks again by itself.
 */
export function useFetched<T>(path: string | null, fresh: unknown = null): Fetched<T> {
  const [data, setData] = useState<T | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `fresh` and `turn` are there to read again.
  useEffect(() => {
    if (!path) return;
    const stop = new AbortController();
    const read = () =>
      call<T>("GET", path, undefined, stop.signal).then(
        (answer) => {
          setData(answer);
          setError(null);
        },
        (reason) => {
          if (reason instanceof ApiError) setError(reason);
        },
      );
    // What the copy has is on the screen first: asking takes a while, several times on one page.
    const cancel = afterPaint(() => void read());
    return () => {
      cancel();
      stop.abort();
    };
  }, [path, fresh, turn]);
  const again = useCallback(() => setTurn((n) => n + 1), []);
  useRetry(error, again);
  return { data, error, again };
}
