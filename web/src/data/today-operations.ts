import type { Draft, Mutators } from "../replica/types";

/** What somebody says about an entry of Today: it is dealt with, or not after all. */
export interface Mark {
  thread: string;
  /** The last word that was seen: what comes to the entry later is not meant. */
  seq: number;
  undo: boolean;
  /** What it asks, where the mark is for that alone. */
  codes?: readonly string[];
}

/** Of each thread there is one mark of the entry itself, and one of an answer. */
export const markKey = ({ thread, codes }: Pick<Mark, "thread" | "codes">): string =>
  codes ? `${thread} answered` : thread;

/** A write about a task that answers what Today asks, or takes the answer back, where the task itself does not tell. */
export function markTask(rows: Draft, id: string, codes: readonly string[], undo = false): void {
  const mark: Mark = { thread: `task:${id}`, seq: Number.MAX_SAFE_INTEGER, undo, codes };
  rows.put("mark", markKey(mark), mark);
}

/** Names are stored: never rename one. The marks are only there until the server has them. */
export const todayOperations: Mutators = {
  "today.settle": {
    apply: (rows, mark: Mark) => rows.put("mark", markKey(mark), mark),
    request: ({ thread, seq, undo }: Mark) => ({
      method: "POST",
      path: "/today/settle",
      body: { entries: [{ thread, seq }], undo },
    }),
  },
  "interruption.rate": {
    apply: (rows, rated: Rated) => rows.put("rated", rated.id, rated),
    request: ({ id, rating }: Rated) => ({
      method: "POST",
      path: `/interruptions/${id}/rate`,
      body: { rating },
    }),
  },
};

export interface Rated {
  id: string;
  rating: "right_call" | "digest_would_do";
}
