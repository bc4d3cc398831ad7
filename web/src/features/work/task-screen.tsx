import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { useMine, useObject, usePerson } from "../../app/data";
import { useFetched } from "../../lib/fetched";
import { useKeys } from "../../lib/keys";
import type { Level, Person, Task } from "../../types";
import { Button } from "../../ui/button";
import { EmptyState, Kbd } from "../../ui/small";
import { type TaskActions, useTaskActions } from "./actions";
import { Body } from "./body";
import { Checklist } from "./checklist";
import { hereToo, useDueWords } from "./due";
import { DueDialog } from "./due-dialog";
import { History, Thread } from "./thread";
import { levelWords, statusWords } from "./words";
import { levels } from "./worklist";

export function TaskScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const local = useObject<Task>("task", id);
  // The copy has the words at once; the server adds the rendered body, and tasks the copy does not hold.
  const fetched = useFetched<Task>(`/tasks/${id}`, `${local?.body_version} ${local?.status}`);
  const task = local ?? fetched.data;
  const owner = usePerson(task?.owner_id ?? "");
  if (!task || !owner) {
    if (fetched.error?.status === 404) return <EmptyState title={t`No such task, or not for your eyes`} />;
    if (fetched.error)
      return <EmptyState title={t`This task is not on this device, and the server is out of reach`} />;
    return null;
  }
  const html =
    fetched.data?.body_version === task.body_version && fetched.data.body === task.body
      ? fetched.data.body_html
      : null;
  return <TaskPage key={id} task={task} owner={owner} html={html ?? null} />;
}

function TaskPage({ task, owner, html }: { task: Task; owner: Person; html: string | null }) {
  const { me } = useMine();
  const actions = useTaskActions();
  const [dating, setDating] = useState(false);
  const mine = owner.id === me.person.id;
  const closed = task.status === "done" || task.status === "canceled";
  const firstName = owner.name.split(" ")[0];
  useKeys({
    e: () => mine && !closed && actions.complete(task),
    n: () => !closed && actions.noLongerNeeded(task),
    d: () => setDating(true),
    ...Object.fromEntries(levels.map((level, i) => [String(i + 1), () => actions.setLevel(task, level)])),
  });
  return (
    <article className="flex flex-col gap-6">
      <nav className="text-sm">
        <Link href={mine ? "/" : `/people/${owner.id}`} className="text-quiet hover:text-ink">
          ← {mine ? <Trans>My list</Trans> : <Trans>{firstName}’s list</Trans>}
        </Link>
      </nav>
      <Title task={task} actions={actions} />
      <Facts task={task} owner={owner} actions={actions} onDue={() => setDating(true)} />
      <Acts task={task} mine={mine} actions={actions} />
      <Body task={task} html={html} />
      <Checklist task={task} onChange={(checklist) => actions.patch(task, { checklist })} />
      <Thread task={task} actions={actions} />
      <History task={task} />
      {dating && (
        <DueDialog
          task={task}
          owner={owner}
          readerZone={me.person.time_zone}
          onClose={() => setDating(false)}
          onSave={(patch) => {
            actions.patch(task, patch);
            setDating(false);
          }}
        />
      )}
    </article>
  );
}

/** The heading is its own editor: it looks like a title until it is written in. */
function Title({ task, actions }: { task: Task; actions: TaskActions }) {
  const { t } = useLingui();
  const [title, setTitle] = useState(task.title);
  useEffect(() => setTitle(task.title), [task.title]);
  function save() {
    const next = title.trim();
    if (next && next !== task.title) actions.patch(task, { title: next });
    else setTitle(task.title);
  }
  return (
    <h1>
      <textarea
        aria-label={t`Title`}
        rows={1}
        value={title}
        onChange={(event) => setTitle(event.target.value.replaceAll("\n", " "))}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === "Escape") {
            event.preventDefault();
            event.currentTarget.blur();
          }
        }}
        className="field-sizing-content w-full resize-none bg-transparent font-serif text-2xl leading-tight font-semibold focus:outline-none focus-visible:outline-none"
      />
    </h1>
  );
}

interface FactsProps {
  task: Task;
  owner: Person;
  actions: TaskActions;
  onDue: () => void;
}

function Facts({ task, owner, actions, onDue }: FactsProps) {
  const { t, i18n } = useLingui();
  const { me } = useMine();
  const asker = usePerson(task.asked_by_id);
  const due = useDueWords()(task, owner);
  const here = hereToo(task, owner, me.person.time_zone);
  const facts: [string, React.ReactNode][] = [
    [
      t`Level`,
      <select
        key="level"
        aria-label={t`Level`}
        value={task.level}
        onChange={(event) => actions.setLevel(task, event.target.value as Level)}
        className="-ml-1 min-h-6 rounded bg-paper text-ink"
      >
        {levels.map((level) => (
          <option key={level} value={level}>
            {i18n._(levelWords[level])}
          </option>
        ))}
      </select>,
    ],
    [t`Owner`, owner.name],
    ...(asker && asker.id !== owner.id ? ([[t`Asked by`, asker.name]] as [string, React.ReactNode][]) : []),
    [
      t`State`,
      task.status === "blocked"
        ? `${t`Waiting for`} ${task.waiting_for?.text ?? ""}`
        : i18n._(statusWords[task.status]),
    ],
    [
      t`Due`,
      <button
        key="due"
        type="button"
        onClick={onDue}
        className={`underline decoration-line underline-offset-4 ${due?.overdue ? "text-warn" : ""}`}
      >
        {due?.text ?? t`no date`}
        {here && <span className="text-quiet"> · {here}</span>}
      </button>,
    ],
  ];
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 border-y border-line py-4 text-sm sm:grid-cols-5">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs text-quiet">{name}</dt>
          <dd className="first-letter:uppercase">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What can happen to the task next; done and canceled say what came of it. */
function Acts({ task, mine, actions }: { task: Task; mine: boolean; actions: TaskActions }) {
  const { t } = useLingui();
  const [finishing, setFinishing] = useState(false);
  if (task.status === "done" || task.status === "canceled") {
    return (
      <div className="flex flex-wrap items-center gap-3">
        <p className="font-serif">
          {task.status === "canceled" ? (
            task.cancel_reason === "no_longer_needed" ? (
              <Trans>No longer needed.</Trans>
            ) : (
              <Trans>Canceled.</Trans>
            )
          ) : (
            task.outcome?.text || <Trans>Done.</Trans>
          )}{" "}
          {task.outcome?.url && (
            <a className="text-accent underline" href={task.outcome.url} rel="noreferrer">
              {task.outcome.url}
            </a>
          )}
        </p>
        <Button onClick={() => actions.reopen(task)}>
          <Trans>Reopen</Trans>
        </Button>
      </div>
    );
  }
  if (finishing)
    return (
      <Outcome
        onDone={(text, url) => actions.outcome(task, text, url)}
        onSkip={() => actions.complete(task)}
      />
    );
  // The outcome is asked for where somebody will want to know it (W13).
  const asked = task.asked_by_id !== task.owner_id || task.level === "urgent" || task.level === "high";
  return (
    <div className="flex flex-wrap gap-2">
      {mine && task.status === "triage" && (
        <>
          <Button look="primary" onClick={() => void actions.accept(task)}>
            <Trans>Accept</Trans>
          </Button>
          <Button onClick={() => void actions.decline(task)}>
            <Trans>Decline</Trans>
          </Button>
        </>
      )}
      {mine && task.status !== "triage" && (
        <>
          <Button look="primary" onClick={() => (asked ? setFinishing(true) : actions.complete(task))}>
            <Trans>Done</Trans>
          </Button>
          {task.status === "todo" && (
            <Button onClick={() => actions.start(task)}>
              <Trans>Start</Trans>
            </Button>
          )}
          {task.status === "in_progress" && (
            <Button onClick={() => actions.stop(task)}>
              <Trans>Stop</Trans>
            </Button>
          )}
          {task.status === "blocked" ? (
            <Button onClick={() => actions.unblock(task)}>
              <Trans>Go on</Trans>
            </Button>
          ) : (
            <Button onClick={() => void actions.block(task)}>{t`Waiting for…`}</Button>
          )}
        </>
      )}
      <Button look="plain" onClick={() => actions.noLongerNeeded(task)}>
        <Trans>No longer needed</Trans> <Kbd>n</Kbd>
      </Button>
    </div>
  );
}

function Outcome({ onDone, onSkip }: { onDone: (text: string, url: string) => void; onSkip: () => void }) {
  const { t } = useLingui();
  const field = "min-h-10 rounded-md border border-edge bg-sheet px-3";
  return (
    <form
      className="flex flex-col gap-2 rounded-lg border border-line bg-sheet p-4"
      onSubmit={(event) => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        onDone(String(data.get("text") ?? "").trim(), String(data.get("url") ?? "").trim());
      }}
    >
      <p className="font-serif font-semibold">
        <Trans>What came of it?</Trans>
      </p>
      <input
        name="text"
        aria-label={t`Outcome in a line`}
        placeholder={t`In a line, for the record`}
        className={field}
        required
        maxLength={500}
      />
      <input
        name="url"
        type="url"
        aria-label={t`Link, if any`}
        placeholder={t`A link, if any`}
        className={field}
      />
      <div className="flex gap-2">
        <Button type="submit" look="primary">
          <Trans>Done</Trans>
        </Button>
        <Button look="plain" onClick={onSkip}>
          <Trans>Skip the outcome</Trans>
        </Button>
      </div>
    </form>
  );
}
