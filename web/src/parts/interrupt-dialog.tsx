import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useRef, useState } from "react";
import { nobodyHere } from "../data/api";
import { useDraftBox, useOwnId } from "../data/draft";
import { useDayWords } from "../data/due";
import { useBudget } from "../data/interrupt";
import { useWorkspace } from "../data/mine";
import { orHadIt, useWrite } from "../data/write";
import { daysUntil, instantIn, localOf, zoneCity } from "../lib/dates";
import { givenName } from "../lib/given-name";
import { isolate } from "../lib/isolate";
import type { Budget, Interruption } from "../types";
import { Button } from "../ui/button";
import { Choice } from "../ui/choice";
import { Dialog } from "../ui/dialog";
import { TextField } from "../ui/fields";
import { ReadBy, Wrong } from "../ui/section";
import { useToasts } from "../ui/toast";
import type { Interrupted, Interrupting } from "./interrupt";

interface Props {
  asked: Interrupting;
  answer: (how: Interrupted) => void;
}

/** Now instead of the next digest: why, and what that costs. */
export function InterruptDialog({ asked, answer }: Props) {
  const { person, task, first } = asked;
  const { t } = useLingui();
  const { say } = useToasts();
  const workspace = useWorkspace();
  const name = isolate(givenName(person.name));
  const { data: budget, error, again } = useBudget(person.id);
  const reason = useDraftBox(`interrupt.${person.id}`);
  const [cannotWait, setCannotWait] = useState(false);
  const write = useWrite(["reason"]);
  const own = useOwnId(`interrupt.${person.id}`);
  const about = useRef(task?.id ?? null);
  const title = task?.title ?? first?.title;
  const when = budget && whenThere(budget.digest_at, budget.time_zone);
  const may = budget !== null && (budget.allowed || cannotWait);

  async function send() {
    const words = reason.text.trim();
    if (!may || !words || write.busy) return;
    const done = await write.run(async (post) => {
      // Tried again, it is there already.
      if (first && !about.current) {
        about.current = await first.put();
        if (!about.current) return null;
      }
      // Nobody is interrupted twice by the same words, whatever became of the first answer.
      return post<Interruption>("POST", `/people/${person.id}/interruptions`, {
        id: own.idOf([words]),
        reason: words,
        ...(about.current ? { task_id: about.current } : {}),
        ...(budget?.allowed ? {} : { cannot_wait: true }),
      }).catch(orHadIt(() => "had" as const));
    });
    if (done === null) return answer("left");
    // Somebody else may have been quicker: what is left is told anew.
    if (!done) return again();
    own.drop();
    reason.sent(Promise.resolve());
    say(
      done === "had"
        ? t`${name} was interrupted when this was first sent; once is enough`
        : t`${name} is interrupted now`,
    );
    answer("now");
  }

  return (
    <Dialog title={t`Interrupt ${name} now?`} onClose={() => answer("left")}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {title && (
          <p dir="auto" className="line-clamp-2 font-serif [overflow-wrap:anywhere]">
            {title}
          </p>
        )}
        {budget ? (
          <Costs budget={budget} name={name} />
        ) : error ? (
          <Wrong
            words={
              error.code === nobodyHere
                ? t`Your session has ended. Log in and try again; what you have written stays here.`
                : error.message || t`The server is out of reach: nobody can be reached now.`
            }
          />
        ) : (
          <p className="text-sm text-quiet">
            <Trans>Looking what it costs…</Trans>
          </p>
        )}
        {workspace.interruptions && (
          <Aside heading={<Trans>What counts as an interruption here</Trans>}>
            {workspace.interruptions}
          </Aside>
        )}
        {budget && !budget.allowed && workspace.emergencies && (
          <Aside heading={<Trans>Where emergencies go</Trans>}>{workspace.emergencies}</Aside>
        )}
        <div className="flex flex-col gap-1.5">
          <TextField
            label={when ? t`Why it can’t wait until ${when}, in a line` : t`Why it can’t wait, in a line`}
            dir="auto"
            autoFocus
            data-first=""
            autoComplete="off"
            maxLength={300}
            value={reason.text}
            error={write.at("reason")}
            onChange={(event) => reason.write(event.target.value)}
          />
          <ReadBy>
            <Trans>Read by: you, {name}</Trans>
          </ReadBy>
        </div>
        {budget && !budget.allowed && (
          <Choice
            type="checkbox"
            checked={cannotWait}
            onChange={(event) => setCannotWait(event.target.checked)}
            hint={<Trans>It goes at any hour and beyond any number. {name} sees that you said so.</Trans>}
          >
            <Trans>It cannot wait</Trans>
          </Choice>
        )}
        <Wrong words={write.words} />
        <div className="flex flex-wrap gap-2">
          <Button
            type="submit"
            look="primary"
            className="min-h-11!"
            disabled={!may || !reason.text.trim() || write.busy}
          >
            <Does budget={budget} name={name} />
          </Button>
          <Button look="plain" className="min-h-11! max-sm:-ms-3" onClick={() => answer("digest")}>
            {when ? <Trans>Leave it for {when}</Trans> : <Trans>Leave it for the digest</Trans>}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The button says what happens. */
function Does({ budget, name }: { budget: Budget | null; name: string }) {
  switch (budget?.allowed ? null : budget?.rule) {
    case "time_off":
      return <Trans>Interrupt {name}’s time off</Trans>;
    case "in_focus":
      return <Trans>Interrupt {name}’s focus time</Trans>;
    case "quiet_hours":
      return <Trans>Interrupt {name}’s quiet hours</Trans>;
    case "outside_hours":
      return <Trans>Interrupt {name} outside of working hours</Trans>;
    case "sender_budget":
    case "total_budget":
      return <Trans>Interrupt {name} once more</Trans>;
    default:
      return <Trans>Interrupt {name} now</Trans>;
  }
}

function Aside({ heading, children }: { heading: ReactNode; children: string }) {
  return (
    <div className="border-s-2 border-line ps-3 text-sm">
      <p className="text-quiet">{heading}</p>
      <p dir="auto" className="font-serif [overflow-wrap:anywhere]">
        {children}
      </p>
    </div>
  );
}

const whenThere = (at: string | null, zone: string): string | null =>
  at && `${instantIn(new Date(at), zone)} ${zoneCity(zone)}`;

/** What is left, how it was taken before, and what is in the way. */
function Costs({ budget, name }: { budget: Budget; name: string }) {
  const { t } = useLingui();
  const dayWords = useDayWords();
  const { left, per_sender, total_left, per_week, ratings, time_zone } = budget;
  const city = zoneCity(time_zone);
  const here = `${budget.local_time}`;
  const opens = budget.opens_at && opening(budget.opens_at, time_zone, dayWords);
  const lines: string[] = [];
  if (budget.allowed) {
    const mine = left - 1;
    const all = total_left - 1;
    lines.push(
      t`It takes one of the ${per_sender} that you have for ${name} in seven days; ${mine} left then.`,
    );
    lines.push(t`${name} takes ${per_week} from everybody in seven days; ${all} left then.`);
  }
  if (ratings) {
    const { right_call: right, digest_would_do: digest } = ratings;
    lines.push(
      t`Of yours, as people rated them lately: ${right} the right call, ${digest} could have been in a digest.`,
    );
  } else lines.push(t`How yours were rated is told once five people have answered.`);
  return (
    <div className="flex flex-col gap-2 text-sm">
      <p>
        <Trans>
          For {name} it is {here} in {city}.
        </Trans>{" "}
        {!budget.allowed && (
          <strong className="font-medium text-warn">
            <InTheWay budget={budget} name={name} opens={opens} />
          </strong>
        )}
      </p>
      <ul aria-label={t`What it costs`} className="flex flex-col gap-1 text-quiet">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

function opening(at: string, zone: string, dayWords: (date: string, zone: string) => string): string {
  const { date, time } = localOf(new Date(at), zone);
  return daysUntil(date, zone) === 0 ? time : `${dayWords(date, zone)} ${time}`;
}

function InTheWay({ budget, name, opens }: { budget: Budget; name: string; opens: string | null }) {
  const { per_sender, per_week } = budget;
  switch (budget.rule) {
    case "time_off":
      return opens ? (
        <Trans>
          {name} is away until {opens}.
        </Trans>
      ) : (
        <Trans>{name} is away.</Trans>
      );
    case "in_focus":
      return opens ? (
        <Trans>
          {name} is in focus time until {opens}.
        </Trans>
      ) : (
        <Trans>{name} is in focus time.</Trans>
      );
    case "quiet_hours":
      return opens ? (
        <Trans>
          {name} has quiet hours until {opens}.
        </Trans>
      ) : (
        <Trans>{name} has quiet hours.</Trans>
      );
    case "sender_budget":
      return (
        <Trans>
          In seven days {name} takes {per_sender} from one person, and you have used them up.
        </Trans>
      );
    case "total_budget":
      return (
        <Trans>
          In seven days {name} takes {per_week} from everybody together, and they are used up.
        </Trans>
      );
    default:
      return opens ? (
        <Trans>
          {name} does not work now, and can be interrupted from {opens} on.
        </Trans>
      ) : (
        <Trans>{name} does not work now.</Trans>
      );
  }
}
