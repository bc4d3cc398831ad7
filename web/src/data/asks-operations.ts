import type { Mutators } from "../replica/types";
import { act, type OnTask } from "./mutators";

/** The answers to what Cairn, or an owner, asks about a task. Names are stored: never rename one. */
export const asksOperations: Mutators = {
  // It is fresh again: how long ago it was asked for counts from now.
  "task.keep": act<OnTask>("keep", () => ({ doubt_at: null, let_go_at: null })),
  "task.keep-urgent": act<OnTask>("keep-urgent", () => ({})),
  "task.ask-first": act<OnTask>("ask-first", () => ({})),
  "task.talked": act<OnTask & { outcome: string }>("talked", (task, { outcome }) => ({
    talk: null,
    comment_count: task.comment_count + (outcome ? 1 : 0),
  })),
};
