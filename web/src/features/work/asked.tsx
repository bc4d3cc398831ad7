import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link } from "wouter";
import { useAnswerWords, useKindWords } from "../../data/answer-words";
import { useDayWords } from "../../data/due";
import { useMine, usePerson } from "../../data/mine";
import { useWrite } from "../../data/write";
import { isolate } from "../../lib/isolate";
import { short } from "../../lib/numbers";
import type { Asked, Person, RequestPart, RollUp, Task } from "../../types";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import { useToasts } from "../../ui/toast";
import type { TaskActions } from "./actions";

interface AskedProps {
  task: Task;
  owner: Person;
  asked: Asked;
  /** What only the server knows; none while it is out of reach. */
  part: RequestPart | null;
  actions: TaskActions;
  onPassed: () => void;
}

/** The request that a task is a part of: why it is asked, what the answer is, and what came from below. */
export function AskedFor({ task, owner, asked, part, actions, onPassed }: AskedProps) {
  const { me } = useMine();
  const kind = useKindWords()(asked.kind);
  const words = useAnswerWords();
  const asker = isolate(usePerson(task.asked_by_id)?.name ?? "");
  const mine = owner.id === me.person.id;
  const open = task.status !== "done" && task.status !== "canceled";
  const leads = task.asked_by_id === me.person.id || (mine && asked.open);
  return (
    <section className="flex flex-col gap-2 border-s-2 border-accent ps-4" aria-labelledby="asked-for">
      <h2
        id="asked-for"
        dir="auto"
        className="font-serif text-[1.0625rem] leading-snug [overflow-wrap:anywhere]"
      >
        {asked.why}
      </h2>
      {open && (
        <p className="text-sm text-quiet">
          <Trans>
            {asker} asks for {kind}.
          </Trans>{" "}
          {asked.open ? (
            <Trans>All who are asked see all answers.</Trans>
          ) : (
            <Trans>Only {asker} sees the answer.</Trans>
          )}
        </p>
      )}
      {part?.answer && (
        <p dir="auto" className="whitespace-pre-line [overflow-wrap:anywhere]">
          {words(asked.kind, part.answer)}{" "}
          {part.answer.url && (
            <a href={part.answer.url} rel="noreferrer" className="text-accent underline">
              {part.answer.url}
            </a>
          )}
        </p>
      )}
      {open && mine && part?.state_asked_on && (
        <StateAsked asker={asker} on={part.state_asked_on} zone={owner.time_zone} />
      )}
      {open && part?.proposed && (
        <p className="text-sm">
          <Trans>
            {asker} says it was answered elsewhere:{" "}
            <bdi>
              {words(asked.kind, part.proposed)} {part.proposed.url}
            </bdi>
          </Trans>
        </p>
      )}
      {open && mine && part?.draft && (
        <p className="text-sm">
          <Trans>
            From below: {part.draft.answered} of {part.draft.asked} answered.
          </Trans>{" "}
          {part.draft.number !== null && <Trans>Together {short(part.draft.number)}.</Trans>}{" "}
          {part.draft.answered > 0 && (
            <button
              type="button"
              className="tap relative text-accent underline"
              onClick={() => void actions.answer(task, part.draft ?? undefined)}
            >
              <Trans>Answer with it</Trans>
            </button>
          )}
        </p>
      )}
      <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm empty:hidden">
        {leads && (
          <Link href={`/requests/${asked.id}`} className="tap relative text-accent underline">
            <Trans>All answers</Trans>
          </Link>
        )}
        {mine &&
          part?.passed_on.map((id) => (
            <Link key={id} href={`/requests/${id}`} className="tap relative text-accent underline">
              <Trans>Answers from below</Trans>
            </Link>
          ))}
        {open && mine && part && part.reports > 0 && part.passed_on.length === 0 && (
          <PassOn task={task} reports={part.reports} onPassed={onPassed} />
        )}
      </p>
    </section>
  );
}

function StateAsked({ asker, on, zone }: { asker: string; on: string; zone: string }) {
  const day = useDayWords()(on, zone);
  return (
    <p className="text-sm">
      <Trans>
        {asker} would like to know how it stands ({day}).
      </Trans>
    </p>
  );
}

/** To one's own reports; their answers become the draft of one's own. */
function PassOn({ task, reports, onPassed }: { task: Task; reports: number; onPassed: () => void }) {
  const { t } = useLingui();
  const { say } = useToasts();
  const [asking, setAsking] = useState(false);
  const write = useWrite();
  async function pass() {
    const sent = await write.run((send) => send<RollUp>("POST", `/tasks/${task.id}/pass-on`, {}));
    if (!sent) return;
    setAsking(false);
    say(t`Passed on, interrupting nobody`);
    onPassed();
  }
  return (
    <>
      <Button className="-my-1" onClick={() => setAsking(true)}>
        <Trans>Pass it on…</Trans>
      </Button>
      {asking && (
        <Confirm
          title={t`Pass it on to your reports?`}
          action={t`Pass on, interrupting nobody`}
          busy={write.busy}
          wrong={write.words}
          onConfirm={() => void pass()}
          onClose={() => setAsking(false)}
        >
          <p>
            <Plural
              value={reports}
              one="One person gets the same question, due at the same time by their own clock."
              other="# people get the same question, due at the same time by their own clocks."
            />{" "}
            <Trans>Their answers become the draft of yours; you send it.</Trans>
          </p>
        </Confirm>
      )}
    </>
  );
}
