import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Fragment, type ReactNode } from "react";
import { usePerson } from "../../data/mine";
import { levelWords } from "../../data/words";
import { shortDate } from "../../lib/dates";
import type { DueReason, HistoryEntry, Level, Task } from "../../types";
import { Repeated, Silence } from "./history-clock";

interface Due {
  date: string | null;
  time?: string;
  zone?: string;
}

/** What any of a task's entries may hold: identifiers and codes, never words. */
interface Data {
  owner_id?: string;
  triage?: boolean;
  due?: Due;
  from?: Level | Due | null;
  to?: Level | Due | null;
  from_id?: string;
  to_id?: string;
  by_id?: string;
  reason?: string;
  passed?: boolean;
  late?: boolean;
  fields?: string[];
  person_id?: string;
  task_ids?: string[];
  mention_ids?: string[];
  level?: Level;
  from_due?: Due;
  from_level?: Level;
  taken?: boolean;
  why?: string;
  until?: string;
  answers?: boolean;
  proposed_by_id?: string;
  silent?: boolean;
  let_go?: boolean;
  rule?: string;
}

const reasonWords: Record<DueReason, MessageDescriptor> = {
  scope: msg`it became more`,
  slip: msg`it took longer`,
  waiting: msg`it had to wait`,
  reprioritized: msg`something else came first`,
};

const fieldWords: Record<string, MessageDescriptor> = {
  title: msg`title`,
  body: msg`description`,
  labels: msg`labels`,
  checklist: msg`checklist`,
  source_url: msg`source`,
};

/** One thing that happened to a task, as a sentence in the reader's language. */
export function Sentence({ entry, task }: { entry: HistoryEntry; task: Task }) {
  const { t, i18n } = useLingui();
  const data = (entry.data ?? {}) as Data;
  const who = <Name id={entry.actor_id} />;
  const level = (one: Data["from"]) =>
    typeof one === "string" && one in levelWords
      ? i18n._(levelWords[one]).toLocaleLowerCase(i18n.locale)
      : t`another level`;
  switch (entry.verb) {
    case "task.created":
    case "task.imported":
      return <Created entry={entry} data={data} />;
    case "task.accepted":
      return <Trans>{who} accepted it</Trans>;
    case "task.declined":
      return <Trans>{who} declined it</Trans>;
    case "task.started":
      return <Trans>{who} started</Trans>;
    case "task.stopped":
      return <Trans>{who} put it back on the list</Trans>;
    case "task.blocked":
    case "task.waiting_changed": {
      if (data.task_ids?.length) return <Trans>{who} is waiting for another task</Trans>;
      if (!data.person_id) return <Trans>{who} is waiting for something else first</Trans>;
      const person = <Name id={data.person_id} />;
      return (
        <Trans>
          {who} is waiting for {person}
        </Trans>
      );
    }
    case "task.unblocked": {
      if (data.from === data.to) return <Trans>{who} is no longer waiting</Trans>;
      const [from, to] = [level(data.from), level(data.to)];
      return (
        <Trans>
          {who} is no longer waiting; {from} was full, so it stands first in {to}
        </Trans>
      );
    }
    case "task.completed":
      return data.late ? (
        <Trans>{who} finished it, after it was due</Trans>
      ) : (
        <Trans>{who} finished it</Trans>
      );
    case "task.outcome_told":
      return <Trans>{who} said what came of it</Trans>;
    case "task.canceled":
      if (data.let_go) return <Trans>{who} let it go, since nobody had said that it is still needed</Trans>;
      if (data.reason === "duplicate") return <Trans>{who} closed it as a duplicate</Trans>;
      if (data.reason === "withdrawn") return <Trans>{who} withdrew it</Trans>;
      return <Trans>{who} said it is no longer needed</Trans>;
    case "task.reopened":
      return data.triage ? <Trans>{who} asked for it again</Trans> : <Trans>{who} took it up again</Trans>;
    case "task.moved": {
      if (data.from === data.to) return <Trans>{who} moved it on the list</Trans>;
      const [from, to] = [level(data.from), level(data.to)];
      return (
        <Trans>
          {who} moved it from {from} to {to}
        </Trans>
      );
    }
    case "task.unanswered":
    case "task.kept":
    case "task.need_asked":
    case "task.may_let_go":
    case "task.kept_urgent":
    case "task.talk_proposed":
    case "task.talked":
    case "task.talk_not_needed":
      return <Silence entry={entry} task={task} with={data.person_id} />;
    case "task.repeats":
    case "task.repeat_ended":
    case "task.came_round":
    case "task.recurred":
      return <Repeated entry={entry} rule={data.rule ?? ""} on={data.due?.date ?? ""} />;
    case "task.stepped_down": {
      const [from, to] = [level(data.from), level(data.to)];
      return (
        <Trans>
          It stepped down from {from} to {to} to make room
        </Trans>
      );
    }
    case "task.put_back": {
      const by = <Name id={data.by_id} />;
      return (
        <Trans>
          {who} put it back after {by} had moved it
        </Trans>
      );
    }
    case "task.due_moved":
      return <DueMoved who={entry.actor_id} data={data} />;
    case "task.date_agreed":
      if (data.silent) {
        const asker = <Name id={task.asked_by_id} />;
        return (
          <Trans>
            {asker} was told of the date and said nothing against it for two working days, so it is agreed
          </Trans>
        );
      }
      return <Trans>{who} agreed to the date</Trans>;
    case "task.due_recomputed": {
      const owner = <Name id={task.owner_id} />;
      return <Trans>The due time followed a change in {owner}’s working hours or time zone</Trans>;
    }
    case "task.described": {
      const names = (data.fields ?? []).map((name) => fieldWords[name]).filter((name) => name !== undefined);
      if (!names.length) return <Trans>{who} changed it</Trans>;
      const fields = new Intl.ListFormat(i18n.locale).format(names.map((name) => i18n._(name)));
      return (
        <Trans>
          {who} changed the {fields}
        </Trans>
      );
    }
    case "task.handed_over": {
      const [from, to] = [<Name key="from" id={data.from_id} />, <Name key="to" id={data.to_id} />];
      return (
        <Trans>
          {who} handed it from {from} to {to}
        </Trans>
      );
    }
    case "task.handed_up": {
      const [from, to] = [<Name key="from" id={data.from_id} />, <Name key="to" id={data.to_id} />];
      return (
        <Trans>
          It went from {from}, who left, to {to}
        </Trans>
      );
    }
    case "task.hidden":
      return <Trans>{who} made it confidential</Trans>;
    case "task.revealed":
      return <Trans>{who} lifted its confidentiality</Trans>;
    case "task.proposed":
    case "task.countered":
    case "task.proposal_accepted":
    case "task.proposal_declined":
    case "task.proposal_withdrawn":
    case "task.proposal_settled":
      return <Proposed entry={entry} data={data} level={level} />;
    case "task.asked": {
      const other = <Name id={data.to_id} />;
      return (
        <Trans>
          {who} asked {other} a question
        </Trans>
      );
    }
    case "task.snoozed": {
      const day = shortDate(data.until ?? "");
      return (
        <Trans>
          {who} put it off until {day}
        </Trans>
      );
    }
    case "task.unsnoozed":
      return <Trans>{who} took it up again before that</Trans>;
    case "task.commented":
      if (data.answers) return <Trans>{who} answered the question</Trans>;
      return <Trans>{who} wrote a comment</Trans>;
    case "task.comment_deleted":
      return <Trans>{who} deleted a comment</Trans>;
    default:
      // A newer server than this app: its own words.
      return <bdi>{entry.sentence}</bdi>;
  }
}

function Name({ id }: { id: string | undefined }) {
  const person = usePerson(id ?? "");
  if (!id) return "Cairn";
  return person ? <bdi>{person.name}</bdi> : <Trans>somebody</Trans>;
}

function Created({ entry, data }: { entry: HistoryEntry; data: Data }) {
  const who = <Name id={entry.actor_id} />;
  const owner = <Name id={data.owner_id} />;
  const due = dayOf(data.due);
  return (
    <>
      {entry.verb === "task.imported" ? (
        <Trans>
          {who} imported it onto {owner}’s list
        </Trans>
      ) : data.triage ? (
        <Trans>
          {who} asked {owner} for it
        </Trans>
      ) : data.owner_id === entry.actor_id ? (
        <Trans>{who} put it on their list</Trans>
      ) : (
        <Trans>
          {who} put it on {owner}’s list
        </Trans>
      )}
      {due && <Trans>, due {due}</Trans>}
      {data.mention_ids?.length ? (
        <>
          <Trans>, and mentioned </Trans>
          {data.mention_ids.map((id, at) => (
            <Fragment key={id}>
              {at > 0 && ", "}
              <Name id={id} />
            </Fragment>
          ))}
        </>
      ) : null}
    </>
  );
}

/** A moved date as rule W8 wants it told: from what to what, why, and whether it had passed. */
function DueMoved({ who: id, data }: { who: string; data: Data }) {
  const { i18n } = useLingui();
  const who = <Name id={id} />;
  const [from, to] = [dayOf(data.from), dayOf(data.to)];
  if (!from && !to) return <Trans>{who} changed the date</Trans>;
  if (!from)
    return (
      <Trans>
        {who} set the date to {to}
      </Trans>
    );
  const proposer = <Name id={data.proposed_by_id} />;
  const reason = reasonWords[data.reason as DueReason];
  const why = reason && i18n._(reason);
  return (
    <>
      {to ? (
        <Trans>
          {who} moved the date from {from} to {to}
        </Trans>
      ) : (
        <Trans>
          {who} removed the date {from}
        </Trans>
      )}
      {why && <> ({why})</>}
      {data.passed ? <Trans>, after it had passed</Trans> : <Trans>, before it had passed</Trans>}
      {data.proposed_by_id && <Trans>, as {proposer} proposed</Trans>}
    </>
  );
}

interface ProposedProps {
  entry: HistoryEntry;
  data: Data;
  level: (one: Data["from"]) => string;
}

/** What was proposed, and what became of it. */
function Proposed({ entry, data, level }: ProposedProps) {
  const { t } = useLingui();
  const [who, by] = [<Name key="who" id={entry.actor_id} />, <Name key="by" id={data.by_id} />];
  const said: string[] = [];
  if (data.due) {
    const [to, from] = [dayOf(data.due) ?? t`no date`, dayOf(data.from_due)];
    said.push(from ? t`${to} instead of ${from}` : to);
  }
  if (data.level) {
    const [to, from] = [level(data.level), data.from_level && level(data.from_level)];
    said.push(from ? t`${to} instead of ${from}` : to);
  }
  const what = said.join(", ");
  switch (entry.verb) {
    case "task.proposed":
      return (
        <Trans>
          {who} proposed {what}
        </Trans>
      );
    case "task.countered":
      return (
        <Trans>
          {who} answered with a proposal: {what}
        </Trans>
      );
    case "task.proposal_accepted":
      return data.taken ? (
        <Trans>
          {who} agreed to {by}’s proposal, and it is on the list
        </Trans>
      ) : (
        <Trans>
          {who} agreed to {by}’s proposal
        </Trans>
      );
    case "task.proposal_declined":
      return (
        <Trans>
          {who} declined {by}’s proposal
        </Trans>
      );
    case "task.proposal_withdrawn":
      return <Trans>{who} took the proposal back</Trans>;
    default:
      return <Settled by={by} why={data.why} />;
  }
}

/** A proposal that something else has overtaken. */
function Settled({ by, why }: { by: ReactNode; why: string | undefined }) {
  switch (why) {
    case "closed":
      return <Trans>{by}’s proposal fell away: the task was closed</Trans>;
    case "handed_over":
      return <Trans>{by}’s proposal fell away: the task has another owner</Trans>;
    case "accepted":
      return <Trans>{by}’s proposal fell away: the task was accepted as it was</Trans>;
    case "due_moved":
      return <Trans>{by}’s proposal fell away: the date was moved</Trans>;
    default:
      return <Trans>{by}’s proposal fell away: the level was changed</Trans>;
  }
}

/** "Fri 4 Dec, 15:00 Lisbon"; null where there is no date. */
function dayOf(due: Data["from"]): string | null {
  if (!due || typeof due === "string" || !due.date) return null;
  return [shortDate(due.date), due.time, due.zone].filter(Boolean).join(", ");
}
