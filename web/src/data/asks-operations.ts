import type { Mutator, Mutators } from "../replica/types";
import { act, answered, change, type OnTask } from "./mutators";

const talked: Mutator<OnTask & { words: string }> = {
  apply: (rows, { id, words }) =>
    change(rows, id, (task) => ({ talk: null, comment_count: task.comment_count + (words ? 1 : 0) })),
  request: ({ id, words }) => ({ method: "POST", path: `/tasks/${id}/talked`, body: { outcome: words } }),
  rows: answered,
};

/** The answers to what Cairn, or an owner, asks about a task. Names are stored: never rename one. */
export const asksOperations: Mutators = {
  // It is fresh again: how long ago it was asked for counts from now.
  "task.keep": act<OnTask>("keep", () => ({ doubt_at: null, let_go_at: null })),
  "task.keep-urgent": act<OnTask>("keep-urgent", () => ({})),
  "task.ask-first": act<OnTask>("ask-first", () => ({})),
  "task.talked": talked,
};
