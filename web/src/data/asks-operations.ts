import type { Mutator, Mutators } from "../replica/types";
import type { Task } from "../types";
import { act, answered, change, type OnTask } from "./mutators";
import { markTask } from "./today-operations";

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

const needed = ["task.still_needed", "task.need_asked"];
const urgent = ["task.still_urgent"];

/** An answer that is said on Today, too, until the server has it. */
function answers(codes: readonly string[], mutator: Mutator<OnTask>): Mutator<OnTask> {
  return {
    ...mutator,
    apply(rows, input) {
      mutator.apply(rows, input);
      markTask(rows, input.id, codes);
    },
  };
}

/** The answers to what Cairn, or an owner, asks about a task. Names are stored: never rename one. */
export const asksOperations: Mutators = {
  // It is fresh again: how long ago it was asked for counts from now.
  "task.keep": answers(
    needed,
    act<OnTask>("keep", () => ({ doubt_at: null, let_go_at: null })),
  ),
  "task.keep-urgent": answers(
    urgent,
    act<OnTask>("keep-urgent", () => ({})),
  ),
  "task.unkeep": {
    apply(rows, { id, before }: Unkeep) {
      change(rows, id, () => before);
      markTask(rows, id, [...needed, ...urgent], true);
    },
    request: ({ id }: Unkeep) => ({ method: "POST", path: `/tasks/${id}/unkeep` }),
    rows: answered,
  },
  "task.ask-first": act<OnTask>("ask-first", () => ({})),
  "task.talked": talked,
};
