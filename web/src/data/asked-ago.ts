import type { Task } from "../types";

const day = 86_400_000;

/** Whole days since an instant. */
export const daysAgo = (at: string): number => Math.max(0, Math.floor((Date.now() - Date.parse(at)) / day));

/** Nobody has said for long that it is needed: one asks before one starts (W9). */
export const isDoubtful = (task: Task): boolean =>
  task.doubt_at !== null && task.asked_by_id !== task.owner_id;

/** The question stayed unanswered, so its owner may let it go. */
export const mayLetGo = (task: Task, now: number): boolean =>
  task.let_go_at !== null && now >= Date.parse(task.let_go_at);
