import type { Mutator, Mutators } from "../replica/types";
import type { Answer, CancelReason, Comment, DueReason, Level, Task } from "../types";
import { asksOperations } from "./asks-operations";
import { act, answered, change, type OnTask, remarks } from "./mutators";
import { changeStep } from "./steps";
import { markTask, todayOperations } from "./today-operations";
import { decided, triageOperations } from "./triage-operations";
import { type Place, provisionalRank, stepDown, worklistOf } from "./worklist";

export interface AddTask extends Place {
  id: string;
  title: string;
  owner_id: string;
  asked_by_id: string;
  /** Whether it goes straight onto the list (owner, direct manager) or into triage (W4). */
  straight: boolean;
  level: Level;
  due_date: string | null;
  due_time?: string | null;
  due_zone?: string | null;
  labels?: string[];
  source_url?: string | null;
  /** The rule by which it comes again. */
  repeat?: string;
  step_down_ids?: string[];
  /** The order of the list that the impact was shown for (W5). */
  list_revision?: number;
  at: string;
}

export interface TaskPatch {
  title?: string;
  due_date?: string | null;
  due_time?: string | null;
  due_zone?: string | null;
  due_reason?: DueReason;
  labels?: string[];
  confidential?: boolean;
  waiting_for?: Task["waiting_for"];
  outcome?: Task["outcome"];
  source_url?: string | null;
  /** The rule by which it comes again; null: no more. */
  repeat?: string | null;
}

export interface MoveTask extends Place {
  id: string;
  level: Level;
  step_down_ids?: string[];
  reason?: string;
}

const add: Mutator<AddTask> = {
  makes: true,
  apply(rows, input) {
    if (rows.get("task", input.id)) return;
    const { id, title, owner_id, asked_by_id, level, due_date, at } = input;
    if (input.straight) stepDown(rows, input.step_down_ids);
    const task: Task = {
      id,
      title,
      body: "",
      body_version: 1,
      owner_id,
      asked_by_id,
      status: input.straight ? "todo" : "triage",
      level,
      rank: input.straight ? provisionalRank(rows, owner_id, level, input, id) : null,
      due_date,
      due_time: input.due_time ?? null,
      due_zone: input.due_zone ?? null,
      due_at: null,
      overdue_at: null,
      due_reason: null,
      agreed_due_date: null,
      agree_by_id: null,
      labels: input.labels ?? [],
      checklist: [],
      waiting_for: null,
      outcome: null,
      cancel_reason: null,
      confidential: false,
      source_url: input.source_url ?? null,
      source_key: null,
      request: null,
      moved: null,
      comment_count: 0,
      revision: 0,
      created_at: at,
      updated_at: at,
      started_at: null,
      done_at: null,
      unanswered_at: null,
      snoozed_until: null,
      snooze_ends_at: null,
      question: null,
      proposal: null,
      duplicate_of_id: null,
      needed_at: null,
      doubt_at: null,
      let_go_at: null,
      talk: null,
      repeat: null,
    };
    if (input.repeat) task.repeat = provisionalRepeat(task, input.repeat);
    rows.put("task", id, task);
  },
  request({ asked_by_id: _asker, straight: _straight, at: _at, ...body }) {
    // Queued offline, nobody may be there to choose who steps down: then the task itself does (W3).
    return {
      method: "POST",
      path: "/tasks",
      body: body.step_down_ids ? body : { ...body, on_full: "lower" },
    };
  },
  rows: answered,
  remarks,
};

/** What is known before the server has looked at its calendar: the rule. */
function provisionalRepeat(task: Task, rule: string): Task["repeat"] {
  const from = task.due_date ?? task.created_at.slice(0, 10);
  return { rule, from, through: from, missed: 0, next: [], passes_at: null, next_id: null };
}

const patchTask: Mutator<OnTask & { patch: TaskPatch }> = {
  apply: (rows, { id, patch }) =>
    change(rows, id, (task) => {
      const { due_reason: _reason, repeat, ...others } = patch;
      const fields: Partial<Task> = others;
      if (repeat !== undefined) fields.repeat = repeat === null ? null : provisionalRepeat(task, repeat);
      // The instants follow from the date; until the server has computed them nothing is claimed.
      return "due_date" in fields ? { ...fields, due_at: null, overdue_at: null } : fields;
    }),
  request: ({ id, patch }) => ({ method: "PATCH", path: `/tasks/${id}`, body: patch }),
  rows: answered,
  remarks,
};

const editBody: Mutator<OnTask & { body: string }> = {
  apply: (rows, { id, body }) => change(rows, id, () => ({ body })),
  request: ({ id, body }, body_version) => ({
    method: "PATCH",
    path: `/tasks/${id}`,
    body: { body, body_version },
  }),
  rows: answered,
  text: {
    of: ({ id }) => `task ${id} body`,
    merge: (_earlier, later) => later,
    version: (answer) => (answer as Task).body_version,
  },
};

const move: Mutator<MoveTask> = {
  apply(rows, input) {
    stepDown(rows, input.step_down_ids);
    change(rows, input.id, (task) => ({
      level: input.level,
      rank: provisionalRank(rows, task.owner_id, input.level, input, input.id),
    }));
  },
  request: ({ id, ...body }) => ({ method: "POST", path: `/tasks/${id}/move`, body }),
  rows: answered,
  remarks,
};

const accept: Mutator<OnTask & Place & { level: Level; step_down_ids?: string[]; on_full?: "lower" }> = {
  apply(rows, input) {
    stepDown(rows, input.step_down_ids);
    change(rows, input.id, (task) => ({
      status: "todo",
      ...decided,
      level: input.level,
      rank: provisionalRank(rows, task.owner_id, input.level, input, input.id),
    }));
  },
  request: ({ id, ...body }) => ({ method: "POST", path: `/tasks/${id}/accept`, body }),
  rows: answered,
  remarks,
};

const remove: Mutator<OnTask> = {
  apply: (rows, { id }) => rows.drop("task", id),
  request: ({ id }) => ({ method: "DELETE", path: `/tasks/${id}` }),
  // A deleted task has no later revision, so this one beats any that is held.
  rows: (_answer, { id }) => [{ kind: "task", id, revision: Number.MAX_SAFE_INTEGER, object: null }],
};

interface AddComment extends OnTask {
  task_id: string;
  author_id: string;
  body: string;
  mention_ids: string[];
  at: string;
}

const addComment: Mutator<AddComment> = {
  // Threads are read on demand; this row exists only while the words are on their way.
  apply(rows, { id, task_id, author_id, body, mention_ids, at }) {
    const comment: Comment = {
      id,
      task_id,
      author_id,
      body,
      body_html: "",
      mention_ids,
      on: at.slice(0, 10),
      created_at: at,
    };
    rows.put("comment", id, comment);
    // The owner's word says how it stands.
    if (rows.get<Task>("task", task_id)?.owner_id === author_id)
      markTask(rows, task_id, ["task.state_asked"]);
    change(rows, task_id, (task) => ({
      comment_count: task.comment_count + 1,
      // The asker's word is the answer to the owner's question.
      question: author_id === task.asked_by_id ? null : task.question,
    }));
  },
  request: ({ id, task_id, body, mention_ids }) => ({
    method: "POST",
    path: `/tasks/${task_id}/comments`,
    body: { id, body, mention_ids },
  }),
};

const removeComment: Mutator<OnTask & { task_id: string }> = {
  // Threads are not in the copy: this marks the words as gone until the thread is read again.
  apply(rows, { id, task_id }) {
    rows.put("comment_gone", id, { id, task_id });
    change(rows, task_id, (task) => ({
      comment_count: Math.max(0, task.comment_count - 1),
      question: task.question?.comment_id === id ? null : task.question,
    }));
  },
  request: ({ id }) => ({ method: "DELETE", path: `/comments/${id}` }),
};

const reopen: Mutator<OnTask & Place> = {
  apply(rows, input) {
    change(rows, input.id, (task) => ({
      status: "todo",
      rank: task.rank ?? provisionalRank(rows, task.owner_id, task.level, input, input.id),
      outcome: null,
      cancel_reason: null,
    }));
    markTask(rows, input.id, ["task.may_let_go"], true);
  },
  // Where its slot was taken meanwhile, it stands first below rather than being refused.
  request: ({ id, ...body }) => ({
    method: "POST",
    path: `/tasks/${id}/reopen`,
    body: { ...body, on_full: "lower" },
  }),
  rows: answered,
  remarks,
};

/** Back to where its owner had it before a manager moved it (W15). */
const putBack: Mutator<OnTask & { step_down_ids?: string[] }> = {
  apply(rows, { id, step_down_ids }) {
    const moved = rows.get<Task>("task", id)?.moved;
    if (!moved) return;
    stepDown(rows, step_down_ids);
    change(rows, id, (task) => {
      const level = moved.level as Level;
      const list = worklistOf(rows.all<Task>("task"), task.owner_id).filter(
        (t) => t.level === level && t.id !== id,
      );
      const first = list[0];
      const place: Place = moved.after_id
        ? { after_id: moved.after_id }
        : first
          ? { before_id: first.id }
          : {};
      const rank = provisionalRank(rows, task.owner_id, level, place, id);
      return { level, rank, moved: { ...moved, put_back: true } };
    });
  },
  request: ({ id, ...body }) => ({ method: "POST", path: `/tasks/${id}/put-back`, body }),
  rows: answered,
  remarks,
};

/** Every write about tasks, by the name under which it is queued. Names are stored: never rename one. */
export const taskOperations: Mutators = {
  "task.add": add,
  "task.patch": patchTask,
  "task.step": changeStep,
  "task.body": editBody,
  "task.move": move,
  "task.accept": accept,
  "task.remove": remove,
  "task.comment": addComment,
  "comment.remove": removeComment,
  "task.agree": act<OnTask>("agree", () => ({ agree_by_id: null })),
  "task.decline": act<OnTask & { reason: string }>("decline", () => ({
    status: "canceled",
    ...decided,
    cancel_reason: "declined",
  })),
  "task.start": act<OnTask>("start", () => ({ status: "in_progress" })),
  "task.stop": act<OnTask>("stop", () => ({ status: "todo" })),
  "task.block": act<OnTask & { waiting_for: NonNullable<Task["waiting_for"]> }>(
    "block",
    (_task, { waiting_for }) => ({
      status: "blocked",
      waiting_for,
    }),
  ),
  "task.unblock": act<OnTask>("unblock", () => ({ status: "todo", waiting_for: null })),
  "task.complete": act<OnTask & { outcome?: NonNullable<Task["outcome"]> }>(
    "complete",
    (_task, { outcome }) => ({
      status: "done",
      rank: null,
      outcome: outcome ?? null,
    }),
  ),
  "task.answer": act<OnTask & Partial<Answer> & { confirm?: boolean }>("answer", () => ({
    status: "done",
    rank: null,
  })),
  "task.cancel": act<OnTask & { reason: CancelReason; text?: string; duplicate_of_id?: string }>(
    "cancel",
    (_task, { reason, duplicate_of_id }) => ({
      status: "canceled",
      rank: null,
      cancel_reason: reason,
      duplicate_of_id: duplicate_of_id ?? null,
    }),
  ),
  "task.reopen": reopen,
  "task.put-back": putBack,
  ...triageOperations,
  ...asksOperations,
  ...todayOperations,
};
