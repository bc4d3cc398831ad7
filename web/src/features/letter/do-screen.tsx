import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { useDayWords } from "../../data/due";
import { useFetched } from "../../data/fetched";
import { useMine, usePerson } from "../../data/mine";
import { useTakeBack, useWrite } from "../../data/write";
import { Away } from "../../parts/away";
import type { Task } from "../../types";
import { Button } from "../../ui/button";
import { Loading } from "../../ui/loading";
import { NotFound } from "../../ui/not-found";
import { Wrong } from "../../ui/section";
import { useToasts } from "../../ui/toast";

interface Act {
  question: MessageDescriptor;
  button: MessageDescriptor;
  done: MessageDescriptor;
  path: string;
  body?: object;
  /** What takes it back. */
  back?: string;
  /** Whose word it is. */
  whose: (task: Task) => readonly string[];
  /** Whether it is still to be said by this person. */
  still: (task: Task, self: string) => boolean;
}

const owner = (task: Task) => [task.owner_id];
const both = (task: Task) => [task.owner_id, task.asked_by_id];
const open = (task: Task) => task.status !== "done" && task.status !== "canceled";

/** What a mail offers, by the names that it has in the mail's links. */
const acts: Readonly<Record<string, Act>> = {
  accept: {
    question: msg`Put this on your list?`,
    button: msg`Accept`,
    done: msg`It is on your list`,
    path: "accept",
    back: "undecide",
    whose: owner,
    still: (task) => task.status === "triage",
  },
  agree: {
    question: msg`Agree to this date?`,
    button: msg`Agree`,
    done: msg`The date is agreed`,
    path: "agree",
    whose: both,
    still: (task, self) => task.agree_by_id === self && open(task),
  },
  done: {
    question: msg`Is this done?`,
    button: msg`Done`,
    done: msg`It is done`,
    path: "complete",
    back: "reopen",
    whose: owner,
    still: (task) => open(task) && task.status !== "triage",
  },
  "no-longer-needed": {
    question: msg`Is this no longer needed?`,
    button: msg`No longer needed`,
    done: msg`It is off the list`,
    path: "cancel",
    body: { reason: "no_longer_needed" },
    back: "reopen",
    whose: both,
    still: open,
  },
  keep: {
    question: msg`Is this still needed?`,
    button: msg`Still needed`,
    done: msg`They know that it is needed`,
    path: "keep",
    back: "unkeep",
    whose: (task) => (task.asked_by_id === task.owner_id ? [] : [task.asked_by_id]),
    still: open,
  },
  "keep-urgent": {
    question: msg`Is this still urgent?`,
    button: msg`Still urgent`,
    done: msg`It stays urgent`,
    path: "keep-urgent",
    back: "unkeep",
    whose: both,
    still: (task) => task.level === "urgent" && open(task),
  },
};

/** Where a link in a mail leads: it asks, and nothing is done before one says so. */
export function DoScreen({ act: name, id }: { act: string; id: string }) {
  const { t } = useLingui();
  const { data: task, error, again } = useFetched<Task>(`/tasks/${encodeURIComponent(id)}`);
  const act = acts[name];
  if (!act) return <NotFound />;
  if (task) return <Question act={act} task={task} />;
  if (!error) return <Loading />;
  if (error.code === "not_found") return <NotFound />;
  return (
    <Away page error={error} title={t`The server is out of reach`}>
      <Button onClick={again}>
        <Trans>Try again</Trans>
      </Button>
    </Away>
  );
}

function Question({ act, task }: { act: Act; task: Task }) {
  const { i18n } = useLingui();
  const { me } = useMine();
  const { say } = useToasts();
  const write = useWrite();
  const undo = useTakeBack();
  const [said, setSaid] = useState<"done" | "back" | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (said) heading.current?.focus();
  }, [said]);
  const theirs = act.whose(task).includes(me.person.id);
  const can = theirs && act.still(task, me.person.id);
  const done = said === "done";
  const send = (path: string, body?: object) =>
    write.run((send) => send<Task>("POST", `/tasks/${task.id}/${path}`, body ?? {}));
  async function go() {
    if (!(await send(act.path, act.body))) return;
    setSaid("done");
    const { back } = act;
    if (back) say(i18n._(act.button), () => takeBack(back), task.title);
  }
  async function takeBack(back: string) {
    await undo((send) => send<Task>("POST", `/tasks/${task.id}/${back}`, {}));
    setSaid("back");
  }
  return (
    <div className="mx-auto max-w-prose pt-6">
      <h1 ref={heading} tabIndex={-1} className="outline-none">
        {done ? (
          i18n._(act.done)
        ) : can ? (
          i18n._(act.question)
        ) : theirs ? (
          <Trans>This is decided already</Trans>
        ) : (
          <Trans>This is for somebody else to say</Trans>
        )}
      </h1>
      <About task={task} />
      {can && !done && (
        <div className="mt-6 flex flex-wrap gap-3">
          <Button
            look="primary"
            className="pointer-coarse:min-h-11"
            disabled={write.busy}
            onClick={() => void go()}
          >
            {i18n._(act.button)}
          </Button>
        </div>
      )}
      <div className="mt-3">
        <Wrong words={write.words} />
      </div>
      <p className="mt-6 flex flex-wrap gap-x-6">
        <Go href={`/tasks/${task.id}`}>
          {can && !done ? <Trans>Open it first</Trans> : <Trans>Open it</Trans>}
        </Go>
        <Go href="/today">
          <Trans>Today</Trans>
        </Go>
      </p>
    </div>
  );
}

function About({ task }: { task: Task }) {
  const { t } = useLingui();
  const { me } = useMine();
  const asker = usePerson(task.asked_by_id);
  const owner = usePerson(task.owner_id);
  const dayWords = useDayWords();
  const due = task.due_date && dayWords(task.due_date, owner?.time_zone ?? me.person.time_zone);
  return (
    <div className="mt-4 border-s-2 border-line ps-4">
      <p className="font-serif text-lg leading-7 wrap-anywhere">
        <bdi>{task.title}</bdi>
      </p>
      <p className="text-sm text-quiet">
        {asker && asker.id !== task.owner_id && (
          <>
            {asker.id === me.person.id ? (
              <Trans>
                You asked <bdi>{owner?.name ?? t`somebody`}</bdi>
              </Trans>
            ) : (
              <Trans>
                <bdi>{asker.name}</bdi> asks
              </Trans>
            )}
            {due && " · "}
          </>
        )}
        {due && <Trans>due {due}</Trans>}
      </p>
    </div>
  );
}

function Go({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="inline-flex min-h-11 items-center text-accent underline underline-offset-4">
      {children}
    </Link>
  );
}
