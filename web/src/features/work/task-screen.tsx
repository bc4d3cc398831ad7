import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { useCommands } from "../../data/commands";
import { hereToo, useDayWords, useDueWords } from "../../data/due";
import { useFetched } from "../../data/fetched";
import { useMine, useObject, usePerson, useTasks } from "../../data/mine";
import { levels, worklistOf } from "../../data/worklist";
import { ReadBy } from "../../parts/read-by";
import type { Level, Person, Task, WholeTask } from "../../types";
import { Button } from "../../ui/button";
import { EmptyState, Kbd } from "../../ui/small";
import { type TaskActions, useTaskActions } from "./actions";
import { Body } from "./body";
import { Checklist } from "./checklist";
import { useTaskCommands } from "./commands";
import { DueDialog } from "./due-dialog";
import { likely, useForecast } from "./forecast";
import { type Rights, rightsOn } from "./rights";
import { History, Thread } from "./thread";
import { levelWords, statusWords } from "./words";

export function TaskScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const local = useObject<Task>("task", id);
  // The copy has the words at once; the server adds the rendered body, and tasks the copy does not hold.
  const fetched = useFetched<WholeTask>(`/tasks/${id}`, `${local?.body_version} ${local?.status}`);
  const task = local ?? fetched.data;
  const owner = usePerson(task?.owner_id ?? "");
  if (!task || !owner) {
    if (fetched.error?.status === 404)
      return <EmptyState page title={t`No such task, or not for your eyes`} />;
    if (fetched.error)
      return <EmptyState page title={t`This task is not on this device, and the server is out of reach`} />;
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
  const rights = rightsOn(task, owner, me);
  const [dating, setDating] = useState(false);
  const mine = owner.id === me.person.id;
  const open = task.status !== "done" && task.status !== "canceled";
  const firstName = owner.name.split(" ")[0];
  useCommands(
    useTaskCommands({
      task: open ? task : undefined,
      arranges: rights.arrange,
      completes: rights.progress,
      cancels: rights.cancel,
      actions,
      onDue: () => setDating(true),
    }),
  );
  return (
    <article className="flex flex-col gap-6">
      <nav className="text-sm">
        <Link href={mine ? "/" : `/people/${owner.id}`} className="text-quiet hover:text-ink">
          ← {mine ? <Trans>My list</Trans> : <Trans>{firstName}’s list</Trans>}
        </Link>
      </nav>
      <Title task={task} actions={actions} writable={rights.describe} />
      <Facts task={task} owner={owner} rights={rights} actions={actions} onDue={() => setDating(true)} />
      <Acts task={task} rights={rights} actions={actions} />
      <Body task={task} html={html} writable={rights.describe} />
      {(rights.describe || task.checklist.length > 0) && (
        <Checklist
          task={task}
          writable={rights.describe}
          onChange={(checklist) => actions.patch(task, { checklist })}
        />
      )}
      <Thread task={task} actions={actions} />
      <History task={task} />
      {dating && (
        <DueDialog
          tasks={[task]}
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
function Title({ task, actions, writable }: { task: Task; actions: TaskActions; writable: boolean }) {
  const { t } = useLingui();
  const [title, setTitle] = useState(task.title);
  useEffect(() => setTitle(task.title), [task.title]);
  function save() {
    const next = title.trim();
    if (next && next !== task.title) actions.patch(task, { title: next });
    else setTitle(task.title);
  }
  if (!writable) {
    return (
      <h1 dir="auto" className="text-2xl leading-tight font-semibold [overflow-wrap:anywhere]">
        {task.title}
      </h1>
    );
  }
  return (
    <h1 className="group">
      <textarea
        aria-label={t`Title`}
        rows={1}
        dir="auto"
        maxLength={500}
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
      <span className="hidden font-sans font-normal group-focus-within:block">
        <ReadBy task={task} />
      </span>
    </h1>
  );
}

interface FactsProps {
  task: Task;
  owner: Person;
  rights: Rights;
  actions: TaskActions;
  onDue: () => void;
}

function Facts({ task, owner, rights, actions, onDue }: FactsProps) {
  const { t, i18n } = useLingui();
  const { me } = useMine();
  const list = worklistOf(useTasks(), owner.id);
  const place = list.findIndex((x) => x.id === task.id);
  const forecast = likely(useForecast(owner, me.person.id, list.length), place, task);
  const dayWords = useDayWords();
  const open = task.status !== "done" && task.status !== "canceled";
  const arranges = rights.arrange && open;
  const asker = usePerson(task.asked_by_id);
  const due = useDueWords()(task, owner);
  const here = hereToo(task, owner, me.person.time_zone);
  const facts: [string, React.ReactNode][] = [
    [
      t`Level`,
      !arranges ? (
        i18n._(levelWords[task.level])
      ) : (
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
        </select>
      ),
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
        disabled={!arranges}
        onClick={onDue}
        className={`text-left enabled:underline enabled:decoration-line enabled:underline-offset-4 ${due?.overdue ? "text-warn" : ""}`}
      >
        {due?.text ?? t`no date`}
        {here && <span className="text-quiet"> · {here}</span>}
      </button>,
    ],
  ];
  if (forecast?.p85) {
    const by = dayWords(forecast.p85, owner.time_zone);
    const { percent } = forecast;
    facts.push([
      t`Likely by`,
      <span key="likely" className={forecast.tight ? "text-warn" : ""}>
        {percent === null ? t`${by} · 85 %` : t`${by} · 85 %; ${percent} % in time`}
      </span>,
    ]);
  }
  if (task.source_url) {
    const host = URL.canParse(task.source_url) ? new URL(task.source_url).host : task.source_url;
    facts.push([
      t`Source`,
      <a
        key="source"
        href={task.source_url}
        rel="noreferrer"
        className="text-accent underline [overflow-wrap:anywhere]"
      >
        {host}
      </a>,
    ]);
  }
  if (task.labels.length) facts.push([t`Labels`, task.labels.map((label) => `#${label}`).join(" ")]);
  return (
    <div className="border-y border-line py-4">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 text-sm sm:grid-cols-4">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-xs text-quiet">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-xs text-quiet">
        <ReadBy task={task} />
        {(task.confidential ? rights.reveal : rights.hide) && (
          <>
            {" · "}
            <button
              type="button"
              aria-pressed={task.confidential}
              onClick={() => actions.patch(task, { confidential: !task.confidential })}
              className="underline decoration-edge underline-offset-4 hover:text-ink"
            >
              {task.confidential ? t`Confidential; open it again` : t`Make it confidential`}
            </button>
          </>
        )}
      </p>
    </div>
  );
}

/** What can happen to the task next; done and canceled say what came of it. */
function Acts({ task, rights, actions }: { task: Task; rights: Rights; actions: TaskActions }) {
  const { t } = useLingui();
  if (task.status === "done" || task.status === "canceled") {
    const said: Record<string, string> = {
      no_longer_needed: t`No longer needed.`,
      duplicate: t`A duplicate.`,
      declined: t`Declined.`,
      withdrawn: t`Withdrawn.`,
    };
    const words = task.status === "canceled" ? said[task.cancel_reason ?? ""] : task.outcome?.text;
    return (
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p dir="auto" className="font-serif">
          {words || t`Done.`}{" "}
          {task.outcome?.url && (
            <a
              className="text-accent underline [overflow-wrap:anywhere]"
              href={task.outcome.url}
              rel="noreferrer"
            >
              {task.outcome.url}
            </a>
          )}
        </p>
        {(rights.progress || (rights.cancel && task.status === "canceled")) && (
          <Button onClick={() => actions.reopen(task)}>
            <Trans>Reopen</Trans>
          </Button>
        )}
      </div>
    );
  }
  return (
    <div className="flex flex-wrap gap-2">
      {rights.progress && task.status === "triage" && (
        <>
          <Button look="primary" onClick={() => void actions.accept(task)}>
            <Trans>Accept</Trans>
          </Button>
          <Button onClick={() => void actions.decline(task)}>
            <Trans>Decline</Trans>
          </Button>
        </>
      )}
      {rights.progress && task.status !== "triage" && (
        <>
          <Button look="primary" onClick={() => void actions.complete(task)}>
            <Trans>Done</Trans> <Kbd>e</Kbd>
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
      {rights.cancel && (
        <Button look="plain" onClick={() => actions.noLongerNeeded(task)}>
          <Trans>No longer needed</Trans> <Kbd>n</Kbd>
        </Button>
      )}
    </div>
  );
}
