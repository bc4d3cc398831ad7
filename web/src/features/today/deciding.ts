import type { Task, TodayEntry } from "../../types";

/** What can be done to a task from here; the app brings it, from where the work is. */
export type Deed =
  | "accept"
  | "answer"
  | "confirmAnswer"
  | "tell"
  | "propose"
  | "decline"
  | "question"
  | "snooze"
  | "reply"
  | "agree"
  | "acceptProposal"
  | "declineProposal"
  | "start"
  | "hand"
  | "talk"
  | "withdraw"
  | "keep"
  | "noLongerNeeded"
  | "keepUrgent"
  | "lower"
  | "talked"
  | "noTalk"
  | "letGo";
export type Deeds = Readonly<Record<Deed, (task: Task) => unknown>>;

const isOpen = (task: Task): boolean => task.status !== "done" && task.status !== "canceled";

/** What can be said to something that is still to be decided; to a request its answer first. */
function undecided(task: Task): Deed[] {
  const ways: Deed[] = ["accept", "propose", "decline", "question", "snooze"];
  return task.request ? ["answer", ...ways] : ways;
}

/** What an entry asks for besides being read, the likeliest first; nothing where it is answered already. */
export function asked(entry: TodayEntry, task: Task | undefined, self: string): Deed[] {
  if (!task) return [];
  const mine = task.owner_id === self;
  // Its owner need not decide about it, but may (W9).
  if (entry.code === "task.may_let_go") return mine && isOpen(task) && task.let_go_at ? ["letGo"] : [];
  if (entry.section !== "decide") return [];
  switch (entry.code) {
    case "task.arrived":
      return mine && task.status === "triage" ? undecided(task) : [];
    case "task.state_asked":
      if (!mine || !isOpen(task)) return [];
      return task.status === "triage" ? ["tell", ...undecided(task)] : ["answer", "tell"];
    case "task.answer_proposed":
      return mine && isOpen(task) && task.request?.proposed ? ["confirmAnswer", "answer"] : [];
    case "task.question":
      return task.question ? ["reply"] : [];
    case "task.proposed":
    case "task.countered":
      return task.proposal?.answer_by_id === self ? ["acceptProposal", "declineProposal"] : [];
    case "task.date_to_agree":
      return task.agree_by_id === self ? ["agree", "propose"] : [];
    case "task.unanswered":
      return task.status === "triage" && task.asked_by_id === self ? ["hand", "talk", "withdraw"] : [];
    case "task.still_needed":
    case "task.need_asked":
      return task.asked_by_id === self && isOpen(task) ? ["keep", "noLongerNeeded"] : [];
    case "task.still_urgent":
      if (task.level !== "urgent" || !isOpen(task)) return [];
      return mine ? ["keepUrgent", "lower"] : ["keepUrgent", "propose"];
    case "task.talk":
      return task.talk ? ["talk", "talked", "noTalk"] : [];
    default:
      return [];
  }
}

/** The keys are those of the same deeds on the lists. */
export const deedKeys: Readonly<Record<Deed, string>> = {
  accept: "a",
  acceptProposal: "a",
  agree: "a",
  propose: "p",
  decline: "Shift+A",
  declineProposal: "Shift+A",
  question: "q",
  reply: "q",
  snooze: "h",
  start: "s",
  hand: "o",
  talk: "t",
  withdraw: "u",
  keep: "y",
  noLongerNeeded: "n",
  keepUrgent: "y",
  lower: "2",
  talked: "w",
  noTalk: "n",
  letGo: "n",
  answer: "w",
  confirmAnswer: "y",
  tell: "q",
};
