import { Trans, useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useDeferredValue, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { useCommands } from "../../data/commands";
import { useDraftBox } from "../../data/draft";
import { useFetched } from "../../data/fetched";
import { useMine, useObject, usePerson, useStatus, useTasks, useWorklistOf } from "../../data/mine";
import { cameFrom } from "../../data/recent";
import { worklistOf } from "../../data/worklist";
import { focusOn, heading, wasLeft } from "../../lib/focus";
import { givenName } from "../../lib/given-name";
import { isolate } from "../../lib/isolate";
import { Away } from "../../parts/away";
import { ReadBy } from "../../parts/read-by";
import type { Person, Task, WholeTask } from "../../types";
import { Back } from "../../ui/back";
import { Loading } from "../../ui/loading";
import { EmptyState } from "../../ui/small";
import { type TaskActions, useTaskActions } from "./actions";
import { Acts } from "./acts";
import { AskedFor } from "./asked";
import { Body } from "./body";
import { Checklist } from "./checklist";
import { useTaskCommands } from "./commands";
import { DueDialog } from "./due-dialog";
import { Facts } from "./facts";
import { LabelEditor } from "./label-editor";
import { Matters } from "./matters";
import { returnTo } from "./return";
import { rightsOn } from "./rights";
import { Thread } from "./thread";
import { Waiting } from "./waiting";

// It shows nothing before the server has told what happened.
const History = lazy(async () => ({ default: (await import("./history")).History }));

export function TaskScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const local = useObject<Task>("task", id);
  const { queued } = useStatus();
  // The copy has the words at once; the server adds the rendered body, and tasks the copy does not hold.
  const fetched = useFetched<WholeTask>(`/tasks/${id}`, local ? local.revision : `queued ${queued}`);
  const task = local ?? fetched.data;
  const owner = usePerson(task?.owner_id ?? "");
  // Its list stays live beside it: the keys lead through it, and back to it.
  useWorklistOf(task?.owner_id ?? "");
  if (!task || !owner) {
    if (fetched.error?.status === 404)
      return (
        <EmptyState page title={t`No such task, or not for your eyes`} way={{ href: "/", name: t`My list` }}>
          <Trans>It may have been deleted, or made confidential. Whoever gave you the link knows more.</Trans>
        </EmptyState>
      );
    if (fetched.error)
      return (
        <Away
          page
          error={fetched.error}
          title={t`This task is not on this device, and the server is out of reach`}
        >
          <Trans>It opens by itself when the server is back.</Trans>
        </Away>
      );
    return <Loading />;
  }
  const whole = fetched.data?.id === id ? fetched.data : null;
  const html = whole?.body_version === task.body_version && whole.body === task.body ? whole.body_html : null;
  return <TaskPage key={id} task={task} owner={owner} html={html} whole={whole} onRead={fetched.again} />;
}

interface TaskPageProps {
  task: Task;
  owner: Person;
  html: string | null;
  whole: WholeTask | null;
  /** Reads it again. */
  onRead: () => void;
}

function TaskPage({ task, owner, html, whole, onRead }: TaskPageProps) {
  const { t } = useLingui();
  const { me } = useMine();
  const actions = useTaskActions();
  const [, navigate] = useLocation();
  const list = worklistOf(useTasks(), owner.id);
  const rights = rightsOn(task, owner, me);
  const [dating, setDating] = useState(false);
  // What one reads first is painted first.
  const below = useDeferredValue(true, false);
  const mine = owner.id === me.person.id;
  const open = task.status !== "done" && task.status !== "canceled";
  const home = useHome(owner, mine);
  const at = list.findIndex((other) => other.id === task.id);
  // Done, it is on the list no more; one goes on from where it was.
  const around = useRef<Partial<Record<1 | -1, string>>>({});
  if (at >= 0) {
    const [next, previous] = [list[at + 1]?.id, list[at - 1]?.id];
    around.current = { ...(next && { 1: next }), ...(previous && { [-1]: previous }) };
  }
  const beside = (by: 1 | -1) => list.find((other) => other.id === around.current[by]);
  const back = [task.id, around.current[1], around.current[-1]].filter(Boolean).join();
  useEffect(() => returnTo(owner.id, back.split(",")), [owner.id, back]);
  const step = (id: string, name: string, keys: string[], by: 1 | -1) => ({
    id,
    name,
    group: "here" as const,
    keys,
    keyOnly: true,
    ready: beside(by) !== undefined,
    run: () => {
      const next = beside(by);
      if (next) navigate(`/tasks/${next.id}`, { replace: true });
    },
  });
  useCommands([
    ...useTaskCommands({
      task: open ? task : undefined,
      arranges: rights.arrange,
      completes: rights.progress,
      cancels: rights.cancel,
      actions,
      onDue: () => setDating(true),
    }),
    step("list.next", t`Next task of the list`, ["j"], 1),
    step("list.previous", t`Previous task of the list`, ["k"], -1),
    {
      id: "task.back",
      name: t`Back`,
      group: "here",
      keys: ["Escape", "u"],
      run: () => navigate(home.path),
    },
  ]);
  return (
    <article className="flex flex-col gap-6">
      <nav className="flex items-center justify-between gap-4 print:hidden">
        <Back href={home.path}>{home.name}</Back>
        {at >= 0 && (
          <span className="text-xs whitespace-nowrap text-quiet">
            <Trans>
              {at + 1} of {list.length}
            </Trans>
          </span>
        )}
      </nav>
      <Title task={task} actions={actions} writable={rights.describe} />
      {task.request && (
        <AskedFor
          task={task}
          owner={owner}
          asked={task.request}
          part={whole?.request_part ?? null}
          actions={actions}
          onPassed={onRead}
        />
      )}
      <Facts
        task={task}
        owner={owner}
        list={list}
        rights={rights}
        actions={actions}
        onDue={() => setDating(true)}
      />
      <Matters task={task} owner={owner} actions={actions} />
      <Waiting task={task} handovers={whole?.handovers ?? []} actions={actions} writable={rights.progress} />
      <Acts task={task} rights={rights} actions={actions} home={home.path} />
      <Body task={task} html={html} writable={rights.describe} />
      {below && (
        <>
          <div className="-mt-3 flex flex-col gap-1 empty:hidden">
            {(rights.describe || task.checklist.length > 0) && (
              <Checklist
                task={task}
                writable={rights.describe}
                onChange={(step) => actions.step(task, step)}
              />
            )}
            <LabelEditor
              task={task}
              writable={rights.describe}
              onChange={(labels) => void actions.patch(task, { labels })}
            />
          </div>
          <Thread task={task} rights={rights} actions={actions} />
          <Suspense fallback={null}>
            <History task={task} />
          </Suspense>
        </>
      )}
      {dating && (
        <DueDialog
          tasks={[task]}
          owner={owner}
          readerZone={me.person.time_zone}
          onClose={() => setDating(false)}
          onSave={(patch) => {
            void actions.patch(task, patch);
            setDating(false);
          }}
        />
      )}
    </article>
  );
}

/** A task is left for the page that it was opened from; else for its list. */
function useHome(owner: Person, mine: boolean): { path: string; name: string } {
  const { t } = useLingui();
  const [path] = useState(cameFrom);
  const firstName = isolate(givenName(owner.name));
  if (path === "/today") return { path, name: t`Today` };
  if (path === "/requests") return { path, name: t`Requests` };
  if (/^\/requests\/[^/]+$/.test(path) && path !== "/requests/new") return { path, name: t`Answers` };
  if (/^\/people\/[^/]+\/between$/.test(path)) return { path, name: t`Between us` };
  return mine
    ? { path: "/", name: t`My list` }
    : { path: `/people/${owner.id}`, name: t`${firstName}’s list` };
}

/** The heading is its own editor: it looks like a title until it is written in. */
function Title({ task, actions, writable }: { task: Task; actions: TaskActions; writable: boolean }) {
  const { t } = useLingui();
  const box = useDraftBox(`title.${task.id}`);
  const [writing, setWriting] = useState(false);
  const title = box.text || (writing ? "" : task.title);
  function save() {
    setWriting(false);
    const next = box.text.trim();
    if (next && next !== task.title) box.sent(actions.patch(task, { title: next }));
    else box.write("");
  }
  if (!writable) {
    return <h1 dir="auto">{task.title}</h1>;
  }
  return (
    <h1 className="group">
      <textarea
        aria-label={t`Title`}
        rows={1}
        dir="auto"
        maxLength={500}
        value={title}
        onChange={(event) => {
          setWriting(true);
          box.write(event.target.value.replaceAll("\n", " "));
        }}
        onBlur={(event) => wasLeft(event.currentTarget) && save()}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            event.preventDefault();
            event.stopPropagation();
            setWriting(false);
            box.write("");
            focusOn(heading());
          }
          if (event.key === "Enter") {
            event.preventDefault();
            focusOn(heading());
          }
        }}
        className="field-sizing-content w-full resize-none bg-transparent pb-1 font-serif text-2xl leading-tight font-semibold [overflow-wrap:anywhere] focus:shadow-[0_1px_0_var(--accent)] focus:outline-none"
      />
      {box.text && box.text !== task.title && (
        <span className="block font-sans text-xs font-normal text-quiet">
          <Trans>Not saved yet: ↵ saves it, Esc takes it back.</Trans>
        </span>
      )}
      <span className="hidden font-sans font-normal group-has-[textarea:focus]:block">
        <ReadBy task={task} />
      </span>
    </h1>
  );
}
