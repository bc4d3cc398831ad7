import { Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";

const quietMs = 200;

/** True once something has taken so long that one wonders. */
export function useSlow(waiting: boolean, afterMs = quietMs): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => setSlow(true), afterMs);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [waiting, afterMs]);
  return waiting && slow;
}

const widths = ["w-2/5", "w-4/5", "w-3/5", "w-11/12", "w-1/2"];

/** In the place of a page that is being loaded; nothing at all while that is quick. */
export function Loading() {
  const slow = useSlow(true);
  if (!slow) return null;
  return (
    <div role="status" className="flex flex-col gap-4 py-2">
      <span className="sr-only">
        <Trans>One moment…</Trans>
      </span>
      {widths.map((width, at) => (
        <span
          key={width}
          aria-hidden="true"
          className={`block rounded bg-wash ${width} ${at === 0 ? "mb-3 h-8" : "h-4"}`}
        />
      ))}
    </div>
  );
}
