import type { Mutator, Mutators } from "../replica/types";
import type { Level, Task } from "../types";
import { act, answered, change, type OnTask, remarks } from "./mutators";
import { markTask } from "./today-operations";
import { type Place, provisionalRank, stepDown } from "./worklist";

/** What a task in triage leaves behind once it is decided on. */
export const decided = {
  unanswered_at: null,
  snoozed_until: null,
  snooze_ends_at: null,
  question: null,
  proposal: null,
} satisfies Partial<Task>;

/** A date, a level or both, as they are offered. A date that is not named stays. */
export interface Offer {
  due_date?: string | null;
  due_time?: string | null;
  due_zone?: string | null;
  level?: Level;
  reason?: string;
}

export interface Propose extends OnTask, Offer {
  by_id: string;
  answer_by_id: string;
  /** The proposal that this one answers. */
  proposal_id?: string;
}

const propose: Mutator<Propose> = {
  apply: (rows, { id, by_id, answer_by_id, due_date, due_time, due_zone, level, reason }) =>
    change(rows, id, (task) => ({
      proposal: {
        id: "",
        by_id,
        answer_by_id,
        due:
          due_date === undefined
            ? null
            : {
                date: due_date,
                ...(due_time ? { time: due_time } : {}),
                ...(due_zone ? { zone: due_zone } : {}),
              },
        due_reason: null,
        level: level ?? null,
        reason: reason ?? "",
        comment_id: null,
      },
      unanswered_at: by_id === task.owner_id ? null : task.unanswered_at,
    })),
  request: ({ id, by_id: _by, answer_by_id: _answer, proposal_id, ...offer }) => ({
    method: "POST",
    path: proposal_id === undefined ? `/tasks/${id}/propose` : `/tasks/${id}/proposal/counter`,
    body: proposal_id ? { ...offer, proposal_id } : offer,
  }),
  rows: answered,
  remarks,
};

export interface AcceptProposal extends OnTask, Place {
  proposal_id?: string;
  level?: Level;
  step_down_ids?: string[];
}

const acceptProposal: Mutator<AcceptProposal> = {
  apply(rows, input) {
    stepDown(rows, input.step_down_ids);
    change(rows, input.id, (task) => {
      const { proposal } = task;
      const level = input.level ?? (proposal?.level as Level | null) ?? task.level;
      const date = proposal?.due ? { due_date: proposal.due.date, due_time: proposal.due.time ?? null } : {};
      const stays = task.status !== "triage" && level === task.level;
      return {
        ...decided,
        ...date,
        // The instants follow from the date; until the server has computed them nothing is claimed.
        ...(proposal?.due ? { due_at: null, overdue_at: null } : {}),
        level,
        status: task.status === "triage" ? "todo" : task.status,
        rank: stays ? task.rank : provisionalRank(rows, task.owner_id, level, input, input.id),
      };
    });
  },
  request: ({ id, ...body }) => ({ method: "POST", path: `/tasks/${id}/proposal/accept`, body }),
  rows: answered,
  remarks,
};

const settled = () => ({ proposal: null });

interface Hand extends OnTask {
  owner_id: string;
  /** Whether it goes straight onto the other list. */
  straight: boolean;
}

const hand: Mutator<Hand> = {
  apply: (rows, { id, owner_id, straight }) =>
    change(rows, id, (task) => ({
      ...decided,
      owner_id,
      status: straight ? "todo" : "triage",
      rank: straight ? provisionalRank(rows, owner_id, task.level, {}, id) : null,
    })),
  request: ({ id, owner_id }) => ({ method: "PATCH", path: `/tasks/${id}`, body: { owner_id } }),
  rows: answered,
  remarks,
};

interface Undecide extends OnTask {
  /** As it was before it was decided, as far as that shows. */
  before: Partial<Task>;
}

interface AskQuestion extends OnTask {
  comment_id: string;
  by_id: string;
  words: string;
}

const ask: Mutator<AskQuestion> = {
  apply: (rows, { id, comment_id, by_id, words }) =>
    change(rows, id, (task) => ({
      question: { by_id, comment_id, words },
      unanswered_at: null,
      comment_count: task.comment_count + 1,
    })),
  request: ({ id, comment_id, words }) => ({
    method: "POST",
    path: `/tasks/${id}/ask`,
    body: { id: comment_id, words },
  }),
  rows: answered,
};

/** Deciding, and what two people settle about a task. Names are stored: never rename one. */
export const triageOperations: Mutators = {
  "task.propose": propose,
  "proposal.accept": acceptProposal,
  "proposal.decline": act<OnTask & { proposal_id?: string; reason: string }>("proposal/decline", settled),
  "proposal.withdraw": act<OnTask>("proposal/withdraw", settled),
  "task.ask": ask,
  "task.snooze": act<OnTask & { until: string | null }>("snooze", (_task, { until }) => ({
    snoozed_until: until,
    // When that day begins, the server says; until then it is out of sight.
    snooze_ends_at: until && `${until}T12:00:00Z`,
  })),
  "task.hand": hand,
  "task.undecide": {
    apply(rows, { id, before }: Undecide) {
      change(rows, id, () => ({
        ...before,
        status: "triage",
        rank: null,
        cancel_reason: null,
        agreed_due_date: null,
      }));
      markTask(rows, id, ["task.arrived"], true);
    },
    request: ({ id }: Undecide) => ({ method: "POST", path: `/tasks/${id}/undecide` }),
    rows: answered,
    remarks,
  },
};
