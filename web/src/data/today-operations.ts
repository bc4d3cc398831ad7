import type { Mutators } from "../replica/types";

/** What somebody says about an entry of Today: it is dealt with, or not after all. */
export interface Mark {
  thread: string;
  /** The last word that was seen: what comes to the entry later is not meant. */
  seq: number;
  undo: boolean;
}

/** Names are stored: never rename one. The marks are only there until the server has them. */
export const todayOperations: Mutators = {
  "today.settle": {
    apply: (rows, mark: Mark) => rows.put("mark", mark.thread, mark),
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
