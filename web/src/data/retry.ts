import { useContext, useEffect, useRef } from "react";
import { backoff } from "../lib/backoff";
import { again as passing } from "../replica/refusal";
import type { ApiError } from "./api";
import { MineContext } from "./mine";

/**
 * Reads again what the server gave no final answer to: after a while, which doubles each time, and at once
 * where there is reason to hope, for the network, the copy's link or the session is back, or the page looked at.
 */
export function useRetry(error: ApiError | null, read: () => void): void {
  const replica = useContext(MineContext)?.replica;
  const tries = useRef(0);
  useEffect(() => {
    if (!error || !passing(error.status)) {
      tries.current = 0;
      return;
    }
    const timer = setTimeout(read, backoff(tries.current++));
    const seen = () => document.visibilityState === "visible" && read();
    addEventListener("online", read);
    document.addEventListener("visibilitychange", seen);
    const good = () => {
      const now = replica?.status();
      return now !== undefined && now.link !== "waiting" && now.session === "ok";
    };
    let before = good();
    const stop = replica?.subscribe(() => {
      const now = good();
      if (now && !before) read();
      before = now;
    });
    return () => {
      clearTimeout(timer);
      removeEventListener("online", read);
      document.removeEventListener("visibilitychange", seen);
      stop?.();
    };
  }, [error, read, replica]);
}
