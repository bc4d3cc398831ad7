import type { ReactNode } from "react";

/** Words about what is open between people, and what can be done about it. */
export function Matter({ mine, words, children }: { mine: boolean; words: ReactNode; children?: ReactNode }) {
  return (
    <div
      className={`my-1 flex flex-col gap-2 border-s-2 ps-3 text-sm ${mine ? "border-accent" : "border-edge text-quiet"}`}
    >
      <div className="[overflow-wrap:anywhere]">{words}</div>
      {children && <div className="flex flex-wrap gap-2 print:hidden">{children}</div>}
    </div>
  );
}
