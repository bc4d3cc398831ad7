import { useState } from "react";
import type { TodayEntry } from "../../types";

export interface Row {
  entry: TodayEntry;
  /** It is dealt with, and closes. */
  closing: boolean;
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The entries with those that have just been dealt with, in their places, until these have closed. */
export function useRows(open: readonly TodayEntry[]): {
  rows: readonly Row[];
  closed: (thread: string) => void;
} {
  const [known, setKnown] = useState<{ open: readonly TodayEntry[]; rows: readonly Row[] }>(() => ({
    open,
    rows: open.map((entry) => ({ entry, closing: false })),
  }));
  let { rows } = known;
  if (known.open !== open) {
    rows = merged(known.rows, open);
    setKnown({ open, rows });
  }
  const closed = (thread: string) =>
    setKnown((now) => ({
      ...now,
      rows: now.rows.filter((row) => !row.closing || row.entry.thread !== thread),
    }));
  return { rows, closed };
}

function merged(before: readonly Row[], open: readonly TodayEntry[]): Row[] {
  const rows: Row[] = open.map((entry) => ({ entry, closing: false }));
  if (still()) return rows;
  const there = new Set(open.map(({ thread }) => thread));
  let above = -1;
  for (const row of before) {
    const { thread } = row.entry;
    if (there.has(thread)) above = rows.findIndex(({ entry }) => entry.thread === thread);
    else rows.splice(++above, 0, { ...row, closing: true });
  }
  return rows;
}
