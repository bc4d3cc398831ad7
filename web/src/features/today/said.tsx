import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { usePerson } from "../../data/mine";
import { levelWords } from "../../data/words";
import { shortDate } from "../../lib/dates";
import type { Level, TodayWord } from "../../types";
import { Silence } from "./silence";

interface Props {
  word: TodayWord;
  /** What it is about: its title, or "it" where that has been said. */
  what: ReactNode;
}

/** One thing that happened, as a sentence in the reader's language. */
export function Said({ word, what }: Props) {
  const { data } = word;
  const who = <Name id={word.actor_id} />;
  switch (word.code) {
    case "task.arrived":
      return (
        <Trans>
          {who} asks for {what}
        </Trans>
      );
    case "task.unanswered":
    case "task.still_needed":
    case "task.need_asked":
    case "task.still_urgent":
    case "task.kept":
    case "task.kept_urgent":
    case "task.may_let_go":
    case "task.let_go":
    case "task.talk":
    case "task.repeats":
    case "task.repeat_ended":
    case "task.talked":
      return <Silence word={word} who={who} other={<Name id={data.person_id ?? null} />} what={what} />;
    case "task.question":
      return (
        <Trans>
          {who} asks you something about {what}
        </Trans>
      );
    case "task.given":
      return (
        <Trans>
          {who} put {what} on your list
        </Trans>
      );
    case "task.mentioned":
      return (
        <Trans>
          {who} mentioned you in {what}
        </Trans>
      );
    case "task.imported":
      return (
        <Trans>
          {who} imported {what} onto your list
        </Trans>
      );
    case "task.accepted":
      return (
        <Trans>
          {who} took {what} on
        </Trans>
      );
    case "task.declined":
      return (
        <Trans>
          {who} declined {what}
        </Trans>
      );
    case "task.started":
      return (
        <Trans>
          {who} started {what}
        </Trans>
      );
    case "task.blocked":
      return (
        <Trans>
          {who} has to wait with {what}
        </Trans>
      );
    case "task.waits_for_you":
      return (
        <Trans>
          {who} waits for you with {what}
        </Trans>
      );
    case "task.waited_for":
      return (
        <Trans>
          {who} waits for your {what}
        </Trans>
      );
    case "task.can_start":
      return <Trans>What it waited for is done: {what} can start now</Trans>;
    case "task.unblocked":
      return (
        <Trans>
          {who} can go on with {what}
        </Trans>
      );
    case "task.completed":
      return data.late ? (
        <Trans>
          {who} finished {what}, after it was due
        </Trans>
      ) : (
        <Trans>
          {who} finished {what}
        </Trans>
      );
    case "task.outcome_told":
      return (
        <Trans>
          {who} said what came of {what}
        </Trans>
      );
    case "task.canceled":
      return <Canceled reason={data.reason} who={who} what={what} />;
    case "task.reopened":
      return (
        <Trans>
          {who} took {what} up again
        </Trans>
      );
    case "task.moved":
    case "task.stepped_down":
      return <Moved word={word} who={who} what={what} />;
    case "task.put_back":
      return (
        <Trans>
          {who} put {what} back to where it was
        </Trans>
      );
    case "task.due_moved":
      return <DateMoved word={word} who={who} what={what} />;
    case "task.date_to_agree":
      return (
        <>
          <DateMoved word={word} who={who} what={what} />
          <Trans>; do you agree?</Trans>
        </>
      );
    case "task.date_agreed":
      if (data.reason === "silence")
        return <Trans>The new date of {what} is agreed: nobody said a word against it</Trans>;
      return (
        <Trans>
          {who} agreed to the date of {what}
        </Trans>
      );
    case "task.described":
      return (
        <Trans>
          {who} changed what {what} says
        </Trans>
      );
    case "task.handed_to_you":
      return (
        <Trans>
          {who} handed {what} over to you
        </Trans>
      );
    case "task.handed_over":
    case "task.handed_up": {
      const other = <Name id={data.person_id ?? null} />;
      return (
        <Trans>
          {who} handed {what} over to {other}
        </Trans>
      );
    }
    case "task.hidden":
      return (
        <Trans>
          {who} made {what} confidential
        </Trans>
      );
    case "task.revealed":
      return (
        <Trans>
          {who} lifted the confidentiality of {what}
        </Trans>
      );
    case "task.commented":
      return (
        <Trans>
          {who} wrote about {what}
        </Trans>
      );
    case "task.state_asked":
      return (
        <Trans>
          {who} asks how {what} stands
        </Trans>
      );
    case "task.answer_proposed":
      return (
        <Trans>
          {who} says that you answered {what} elsewhere; did you?
        </Trans>
      );
    case "request.summed_up":
      return <Trans>What came of {what}</Trans>;
    case "task.snoozed":
      return (
        <Trans>
          {who} looks at {what} later
        </Trans>
      );
    case "task.proposed":
    case "task.countered":
      return <Offered word={word} who={who} what={what} />;
    case "task.proposal_accepted":
      return (
        <Trans>
          {who} agreed to your proposal for {what}
        </Trans>
      );
    case "task.proposal_declined":
      return (
        <Trans>
          {who} declined your proposal for {what}
        </Trans>
      );
    case "task.proposal_settled":
      return <Trans>Your proposal for {what} is settled by what was done since</Trans>;
    default:
      // A newer server than this app tells of more.
      return (
        <Trans>
          {who} changed {what}
        </Trans>
      );
  }
}

function Name({ id }: { id: string | null }) {
  const person = usePerson(id ?? "");
  if (!id) return "Cairn";
  return person ? <bdi className="font-medium">{person.name}</bdi> : <Trans>Somebody</Trans>;
}

interface Part extends Props {
  who: ReactNode;
}

function Canceled({ reason, who, what }: Omit<Part, "word"> & { reason: string | undefined }) {
  if (reason === "withdrawn")
    return (
      <Trans>
        {who} took {what} back
      </Trans>
    );
  if (reason === "duplicate")
    return (
      <Trans>
        {who} closed {what} as a duplicate
      </Trans>
    );
  return (
    <Trans>
      {what} is no longer needed, says {who}
    </Trans>
  );
}

function useLevel() {
  const { t, i18n } = useLingui();
  return (level: string | undefined) =>
    level && level in levelWords
      ? i18n._(levelWords[level as Level]).toLocaleLowerCase(i18n.locale)
      : t`another level`;
}

function Moved({ word, who, what }: Part) {
  const level = useLevel();
  const { from, to } = word.data;
  const [before, after] = [level(from), level(to)];
  if (word.code === "task.stepped_down")
    return (
      <Trans>
        {what} stepped down from {before} to {after}, to make room
      </Trans>
    );
  if (from === to)
    return (
      <Trans>
        {who} moved {what} on your list
      </Trans>
    );
  return (
    <Trans>
      {who} moved {what} from {before} to {after}
    </Trans>
  );
}

function DateMoved({ word, who, what }: Part) {
  const from = word.data.from_date && shortDate(word.data.from_date);
  const to = word.data.to_date && shortDate(word.data.to_date);
  if (from && to)
    return (
      <Trans>
        {who} moved {what} from {from} to {to}
      </Trans>
    );
  if (to)
    return (
      <Trans>
        {who} set the date of {what} to {to}
      </Trans>
    );
  if (from)
    return (
      <Trans>
        {who} took the date, {from}, off {what}
      </Trans>
    );
  return (
    <Trans>
      {who} changed the date of {what}
    </Trans>
  );
}

function Offered({ word, who, what }: Part) {
  const level = useLevel();
  const { to, to_date } = word.data;
  const offers = [to_date && shortDate(to_date), to && level(to)].filter(Boolean).join(", ");
  if (!offers)
    return (
      <Trans>
        {who} proposes something else for {what}
      </Trans>
    );
  return word.code === "task.countered" ? (
    <Trans>
      {who} answers with {offers} for {what}
    </Trans>
  ) : (
    <Trans>
      {who} proposes {offers} for {what}
    </Trans>
  );
}
