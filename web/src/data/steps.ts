import type { Mutator } from "../replica/types";
import type { ChecklistItem, Task } from "../types";
import { answered, change, type OnTask, remarks } from "./mutators";

/** A change of one step of a checklist: what another does to the others, in the same hour offline, stays. */
export interface StepChange {
  id: string;
  text?: string;
  done?: boolean;
  gone?: boolean;
  /** Where a new one stands: in front of this one; else at the end. */
  before?: string;
}

/** The same as the server does: what is gone stays gone, but for whoever says what it is. */
export function stepped(items: readonly ChecklistItem[], step: StepChange): ChecklistItem[] {
  const { id, text, done, gone, before } = step;
  const at = items.findIndex((item) => item.id === id);
  const item = items[at] ?? (text === undefined ? null : { id, text, done: false });
  if (gone || !item) return items.filter((one) => one.id !== id);
  const changed = { ...item, text: text ?? item.text, done: done ?? item.done };
  if (at >= 0) return items.with(at, changed);
  const place = items.findIndex((one) => one.id === before);
  return items.toSpliced(place < 0 ? items.length : place, 0, changed);
}

/** What takes a change back. */
export function stepBack(items: readonly ChecklistItem[], step: StepChange): StepChange {
  const { id, gone, text, done } = step;
  const at = items.findIndex((item) => item.id === id);
  const item = items[at];
  if (!item) return { id, gone: true };
  const next = items[at + 1]?.id;
  if (gone) return { ...item, ...(next ? { before: next } : {}) };
  // What another has written in it meanwhile, or that they took it away, stays.
  return {
    id,
    ...(text === undefined ? {} : { text: item.text }),
    ...(done === undefined ? {} : { done: item.done }),
  };
}

export const changeStep: Mutator<OnTask & { step: StepChange }> = {
  apply: (rows, { id, step }) =>
    change(rows, id, (task: Task) => ({ checklist: stepped(task.checklist, step) })),
  request: ({ id, step }) => ({ method: "PATCH", path: `/tasks/${id}`, body: { steps: [step] } }),
  rows: answered,
  remarks,
};
