import type { Task } from "../types";
import { triageOf } from "./worklist";

const isOpen = (task: Task) => task.status !== "done" && task.status !== "canceled";

/** Put off by its owner to a day that has not begun. */
export function isSnoozed(task: Task, now: number): boolean {
  return task.status === "triage" && task.snooze_ends_at !== null && now < Date.parse(task.snooze_ends_at);
}

/** Its owner has been silent for so long that everybody it concerns is told (W4). */
export function isUnanswered(task: Task, now: number): boolean {
  return task.status === "triage" && task.unanswered_at !== null && now >= Date.parse(task.unanswered_at);
}

/** Whose word is next about something open between two people; null: nobody's in particular. */
function turnOf(task: Task): string | null {
  if (!isOpen(task)) return null;
  if (task.proposal) return task.proposal.answer_by_id;
  if (task.question) return task.asked_by_id;
  return task.status === "triage" ? task.owner_id : null;
}

/** What a person has to decide: what is up to them first, then what waits for another; and what they put off. */
export function toDecide(
  tasks: readonly Task[],
  owner: string,
  now: number,
): { shown: Task[]; snoozed: Task[] } {
  const all = triageOf(tasks, owner);
  const awake = all.filter((task) => !isSnoozed(task, now));
  const theirs = (task: Task) => turnOf(task) === owner;
  return {
    shown: [...awake.filter(theirs), ...awake.filter((task) => !theirs(task))],
    snoozed: all.filter((task) => isSnoozed(task, now)),
  };
}

/** What waits for this person's word and is not theirs to decide: offers, questions, and asks that stay unanswered. */
export function toAnswer(tasks: readonly Task[], self: string, now: number): Task[] {
  return tasks
    .filter((task) => {
      if (!isOpen(task) || (task.owner_id === self && task.status === "triage")) return false;
      if (task.proposal || task.question) return turnOf(task) === self;
      return task.asked_by_id === self && task.owner_id !== self && isUnanswered(task, now);
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** So many stand above a list before somebody asks for the rest: the list itself stays in sight. */
const inSight = 3;

/** One that is left over would take no less room than its line. */
export const inShort = (tasks: readonly Task[]): readonly Task[] =>
  tasks.length > inSight ? tasks.slice(0, inSight - 1) : tasks;
