import { Trans, useLingui } from "@lingui/react/macro";
import { useBackOn } from "../../data/away";
import { useDayWords } from "../../data/due";
import { useMine, usePerson } from "../../data/mine";
import { isSnoozed, isUnanswered } from "../../data/triage";
import { isolate } from "../../lib/isolate";
import type { Level, Person, Task } from "../../types";
import { Button } from "../../ui/button";
import type { TaskActions } from "./actions";
import { Matter } from "./matter";
import { useOfferWords } from "./offer-words";
import { Stale } from "./stale";

interface MattersProps {
  task: Task;
  owner: Person;
  actions: TaskActions;
}

/** What is open between two people about a task: an offer, a question, a silence, a day it was put off to. */
export function Matters({ task, owner, actions }: MattersProps) {
  if (task.status === "done" || task.status === "canceled") return null;
  return (
    <>
      {task.proposal && <Offered task={task} owner={owner} actions={actions} />}
      {task.question && <Asked task={task} owner={owner} actions={actions} />}
      {isUnanswered(task, Date.now()) && <Unanswered task={task} owner={owner} actions={actions} />}
      {isSnoozed(task, Date.now()) && <PutOff task={task} owner={owner} actions={actions} />}
      <Stale task={task} owner={owner} actions={actions} />
    </>
  );
}

const Quote = ({ words }: { words: string }) => words && <bdi className="block font-serif">“{words}”</bdi>;

function Offered({ task, owner, actions }: MattersProps) {
  const { t } = useLingui();
  const { me } = useMine();
  const offerWords = useOfferWords();
  const { proposal } = task;
  const by = usePerson(proposal?.by_id ?? "");
  const to = usePerson(proposal?.answer_by_id ?? "");
  if (!proposal) return null;
  const words = offerWords(task, owner, proposal.due, proposal.level as Level | null);
  const [who, other] = [isolate(by?.name ?? ""), isolate(to?.name ?? "")];
  const self = me.person.id;
  if (proposal.by_id === self)
    return (
      <Matter
        mine={false}
        words={
          <>
            <Trans>You proposed {words}.</Trans> <Trans>{other} answers.</Trans>
            <Quote words={proposal.reason} />
          </>
        }
      >
        <Button look="plain" className="-ms-3" onClick={() => actions.withdrawProposal(task)}>
          <Trans>Take it back</Trans>
        </Button>
      </Matter>
    );
  if (proposal.answer_by_id !== self)
    return (
      <Matter
        mine={false}
        words={
          <>
            <Trans>
              {who} proposed {words}.
            </Trans>{" "}
            <Trans>{other} answers.</Trans>
            <Quote words={proposal.reason} />
          </>
        }
      />
    );
  return (
    <Matter
      mine
      words={
        <>
          <Trans>
            {who} proposes {words}.
          </Trans>
          <Quote words={proposal.reason} />
        </>
      }
    >
      <Button onClick={() => void actions.acceptProposal(task)}>
        {task.status === "triage" && task.owner_id === self ? (
          <Trans>Accept like this</Trans>
        ) : (
          <Trans>Agree</Trans>
        )}
      </Button>
      <Button look="plain" onClick={() => void actions.propose(task)}>
        <Trans>Propose another</Trans>
      </Button>
      <Button
        look="plain"
        aria-label={t`Decline the proposal`}
        onClick={() => void actions.declineProposal(task)}
      >
        <Trans>Decline</Trans>
      </Button>
    </Matter>
  );
}

function Asked({ task, owner, actions }: MattersProps) {
  const { me } = useMine();
  const asker = usePerson(task.asked_by_id);
  const { question } = task;
  if (!question) return null;
  const [who, other] = [isolate(owner.name), isolate(asker?.name ?? "")];
  if (task.asked_by_id === me.person.id)
    return (
      <Matter
        mine
        words={
          <>
            <Trans>{who} asks before deciding:</Trans>
            <Quote words={question.words} />
          </>
        }
      >
        <Button onClick={() => void actions.reply(task)}>
          <Trans>Answer</Trans>
        </Button>
      </Matter>
    );
  return (
    <Matter
      mine={false}
      words={
        <>
          {question.by_id === me.person.id ? (
            <Trans>You asked {other}, who answers next:</Trans>
          ) : (
            <Trans>
              {who} asked {other}, who answers next:
            </Trans>
          )}
          <Quote words={question.words} />
        </>
      }
    />
  );
}

function Unanswered({ task, owner, actions }: MattersProps) {
  const { t } = useLingui();
  const { me } = useMine();
  const dayWords = useDayWords();
  const asker = usePerson(task.asked_by_id);
  const zone = me.person.time_zone;
  const at = new Date(task.unanswered_at ?? 0);
  const day = dayWords(new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(at), zone);
  const [who, other] = [isolate(owner.name), isolate(asker?.name ?? "")];
  const self = me.person.id;
  const back = useBackOn()(owner);
  const returns = back && dayWords(back, owner.time_zone);
  const since = t`Unanswered since ${day}.`;
  if (task.asked_by_id === self)
    return (
      <Matter
        mine
        words={
          returns ? (
            <>
              <Trans>
                {who} is away, back {returns}.
              </Trans>{" "}
              <span className="text-quiet">{since}</span>
            </>
          ) : (
            <>
              <span className="font-medium text-warn">{since}</span>{" "}
              <Trans>{who} has said neither yes nor no. What now?</Trans>
            </>
          )
        }
      >
        <Button onClick={() => void actions.hand(task)}>
          <Trans>Ask somebody else</Trans>
        </Button>
        <Button onClick={() => void actions.talk(task)}>
          <Trans>Propose a talk</Trans>
        </Button>
        <Button look="plain" className="max-sm:-ms-3" onClick={() => actions.withdraw(task)}>
          <Trans>Take it back</Trans>
        </Button>
      </Matter>
    );
  return (
    <Matter
      mine={false}
      words={
        <>
          <span className={back ? "" : "font-medium text-warn"}>{since}</span>{" "}
          {task.owner_id === self ? (
            <Trans>{other} may ask somebody else now, or take it back.</Trans>
          ) : (
            <Trans>{other} has been told.</Trans>
          )}
        </>
      }
    />
  );
}

function PutOff({ task, owner, actions }: MattersProps) {
  const { me } = useMine();
  const dayWords = useDayWords();
  const who = isolate(owner.name);
  const day = dayWords(task.snoozed_until ?? "", owner.time_zone);
  const mine = task.owner_id === me.person.id;
  return (
    <Matter
      mine={false}
      words={
        mine ? (
          <Trans>Put off until {day}.</Trans>
        ) : (
          <Trans>
            {who} has put it off until {day}.
          </Trans>
        )
      }
    >
      {mine && (
        <Button look="plain" className="-ms-3" onClick={() => actions.unsnooze(task)}>
          <Trans>Decide now</Trans>
        </Button>
      )}
    </Matter>
  );
}
