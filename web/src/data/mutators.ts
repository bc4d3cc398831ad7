import { curly } from "../lib/quotes";
import type { AnsweredRow, Draft, Mutator } from "../replica/types";
import type { Notice, Task } from "../types";

export interface OnTask {
  id: string;
}

/** The id of the task, or of whatever else a write is about. */
export function about(input: unknown): string {
  const { task_id, id } = input as { task_id?: string; id?: string };
  return task_id ?? id ?? "";
}

/** Every write says which task it answers with, so that the row is confirmed with it. */
export function answered(answer: unknown): AnsweredRow[] {
  if (!answer) return [];
  // `notices` tell of this write only; they are not part of the task.
  const { notices: _notices, ...task } = answer as Task & { notices?: Notice[] };
  return [{ kind: "task", id: task.id, revision: task.revision, object: task }];
}

export const remarks = (answer: unknown): string[] =>
  ((answer as { notices?: Notice[] }).notices ?? []).map((notice) => curly(notice.message));

export function change(rows: Draft, id: string, patch: (task: Task) => Partial<Task>): void {
  const task = rows.get<Task>("task", id);
  if (task) rows.put("task", id, { ...task, ...patch(task) });
}

/** A write that is one POST to the task and sets a few of its fields. */
export function act<Input extends OnTask>(
  verb: string,
  patch: (task: Task, input: Input) => Partial<Task>,
): Mutator<Input> {
  return {
    apply: (rows, input) => change(rows, input.id, (task) => patch(task, input)),
    request: ({ id, ...body }) => ({ method: "POST", path: `/tasks/${id}/${verb}`, body }),
    rows: answered,
    remarks,
  };
}
