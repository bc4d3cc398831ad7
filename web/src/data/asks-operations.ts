import type { Mutator, Mutators } from "../replica/types";
import type { Task } from "../types";
import { act, answered, change, type OnTask } from "./mutators";

const talked: Mutator<OnTask & { words: string }> = {
  apply: (rows, { id, words }) =>
    change(rows, id, (task) => ({ talk: null, comment_count: task.comment_count + (words ? 1 : 0) })),
  request: ({ id, words }) => ({ method: "POST", path: `/tasks/${id}/talked`, body: { outcome: words } }),
  rows: answered,
};

interface Unkeep extends OnTask {
  /** How long nobody had said that it is needed. */
  before: Pick<Task, "needed_at" | "doubt_at" | "let_go_at">;
}

/** The answers to what Cairn, or an owner, asks about a task. Names are stored: never rename one. */
export const asksOperations: Mutators = {
  // It is fresh again: how long ago it was asked for counts from now.
  "task.keep": act<OnTask>("keep", () => ({ doubt_at: null, let_go_at: null })),
  "task.keep-urgent": act<OnTask>("keep-urgent", () => ({})),
  "task.unkeep": {
    apply: (rows, { id, before }: Unkeep) => change(rows, id, () => before),
    request: ({ id }: Unkeep) => ({ method: "POST", path: `/tasks/${id}/unkeep` }),
    rows: answered,
  },
  "task.ask-first": act<OnTask>("ask-first", () => ({})),
  "task.talked": talked,
};
