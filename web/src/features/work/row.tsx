import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { Trans, useLingui } from "@lingui/react/macro";
import { Check, Ellipsis } from "lucide-react";
import { memo, useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { hereToo, useDueWords } from "../../data/due";
import { useMine, usePerson } from "../../data/mine";
import { levels } from "../../data/worklist";
import type { Person, Task } from "../../types";
import { Button } from "../../ui/button";
import { Menu } from "../../ui/menu";
import type { TaskActions } from "./actions";
import { rightsOn } from "./rights";
import { levelWords } from "./words";

interface RowProps {
  task: Task;
  owner: Person;
  /** Where this list is one's own: what the owner alone may do is offered. */
  mine: boolean;
  /** Whether this person may rank, raise and date what is on the list. */
  arranges: boolean;
  current: boolean;
  /** Another person has just put or moved it here. */
  arrived: boolean;
  /** It will probably not be done by its due date (W6). */
  tight: boolean;
  actions: TaskActions;
  onCurrent: (id: string) => void;
  onDue: (task: Task) => void;
  /** Another row was dropped on the upper or lower half of this one. */
  onDrop: (moved: string, onto: Task, half: "before" | "after") => void;
}

/** Memoised: a list of a thousand renders only the rows whose task changed. */
export const Row = memo(function Row({
  task,
  owner,
  mine,
  arranges,
  current,
  arrived,
  tight,
  actions,
  onCurrent,
  onDue,
  onDrop,
}: RowProps) {
  const { t, i18n } = useLingui();
  const { me } = useMine();
  const rights = rightsOn(task, owner, me);
  const ref = useRef<HTMLDivElement>(null);
  const link = useRef<HTMLAnchorElement>(null);
  const [edge, setEdge] = useState<"before" | "after" | null>(null);
  const [dragging, setDragging] = useState(false);
  const due = useDueWords()(task, owner);

  useEffect(() => {
    if (!current) return;
    let frame = 0;
    function take(tries: number) {
      link.current?.focus();
      // A row that was just added is hidden until it has been measured.
      if (document.activeElement !== link.current && tries > 0)
        frame = requestAnimationFrame(() => take(tries - 1));
    }
    take(10);
    return () => cancelAnimationFrame(frame);
  }, [current]);

  // The row must stay registered while it is dragged, whatever changes in it meanwhile.
  const latest = useRef({ task, onDrop, arranges });
  latest.current = { task, onDrop, arranges };
  const { id } = task;
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const half = (y: number) => {
      const { top, height } = element.getBoundingClientRect();
      return y < top + height / 2 ? ("before" as const) : ("after" as const);
    };
    const stopDragging = draggable({
      element,
      canDrag: () => latest.current.arranges,
      getInitialData: () => ({ task: id }),
      onDragStart: () => setDragging(true),
      onDrop: () => setDragging(false),
    });
    const stopDropping = dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data.task !== id,
      onDrag: ({ location }) => setEdge(half(location.current.input.clientY)),
      onDragLeave: () => setEdge(null),
      onDrop: ({ source, location }) => {
        setEdge(null);
        const { onDrop, task } = latest.current;
        onDrop(String(source.data.task), task, half(location.current.input.clientY));
      },
    });
    return () => {
      stopDragging();
      stopDropping();
    };
  }, [id]);

  const edgeLine = edge === "before" ? "before:top-0" : "before:bottom-0";
  return (
    <div
      ref={ref}
      data-task={id}
      data-edge={edge ?? undefined}
      className={`group relative flex items-start gap-3 border-b border-line py-2 pr-1 ${dragging ? "opacity-50" : ""} ${
        edge ? `before:absolute before:inset-x-0 before:h-0.5 before:bg-accent ${edgeLine}` : ""
      } ${current ? "bg-wash" : ""} ${arrived ? "arrived" : ""}`}
    >
      {mine ? (
        <button
          type="button"
          onClick={() => void actions.complete(task)}
          aria-label={t`Done: ${task.title}`}
          className="mt-0.5 ml-1 flex size-6 shrink-0 items-center justify-center rounded-full text-transparent hover:text-accent"
        >
          <span
            className={`flex size-4.5 items-center justify-center rounded-full border ${task.status === "in_progress" ? "border-2 border-accent" : "border-edge"}`}
          >
            <Check size={12} strokeWidth={3} aria-hidden="true" />
          </span>
        </button>
      ) : (
        <span
          aria-hidden="true"
          className={`mt-1.25 mr-0.75 ml-1.75 size-4.5 shrink-0 rounded-full border ${task.status === "in_progress" ? "border-2 border-accent" : "border-edge"}`}
        />
      )}
      <div className="min-w-0 flex-1">
        <Link
          ref={link}
          href={`/tasks/${task.id}`}
          onFocus={() => onCurrent(task.id)}
          draggable={false}
          dir="auto"
          className="block text-left font-serif text-[1rem] leading-6 text-ink [overflow-wrap:anywhere]"
        >
          {task.title}
        </Link>
        <Notes task={task} owner={owner} due={due} tight={tight} mine={mine} actions={actions} />
      </div>
      {due && (
        <button
          type="button"
          disabled={!arranges}
          onClick={() => onDue(task)}
          className={`hidden min-h-6 shrink-0 text-sm md:block ${due.overdue ? "font-medium text-warn" : "text-quiet"}`}
        >
          {due.text}
        </button>
      )}
      <Menu
        trigger={
          <Button look="plain" className="-my-1 min-h-8! px-2!" aria-label={t`More for ${task.title}`}>
            <Ellipsis size={16} aria-hidden="true" />
          </Button>
        }
        items={[
          ...(arranges
            ? [
                { label: t`Move up`, shortcut: "⇧K", onSelect: () => actions.nudge(task, -1) },
                { label: t`Move down`, shortcut: "⇧J", onSelect: () => actions.nudge(task, 1) },
                ...levels
                  .map((level, at) => ({ level, shortcut: String(at + 1) }))
                  .filter(({ level }) => level !== task.level)
                  .map(({ level, shortcut }) => {
                    const word = i18n._(levelWords[level]);
                    return { label: word, shortcut, onSelect: () => actions.setLevel(task, level) };
                  }),
                { label: t`Due date…`, shortcut: "d", onSelect: () => onDue(task) },
              ]
            : []),
          ...(mine ? [{ label: t`Done`, shortcut: "e", onSelect: () => void actions.complete(task) }] : []),
          ...(rights.cancel
            ? [{ label: t`No longer needed`, shortcut: "n", onSelect: () => actions.noLongerNeeded(task) }]
            : []),
        ]}
      />
    </div>
  );
});

interface NotesProps {
  task: Task;
  owner: Person;
  tight: boolean;
  due: { text: string; overdue: boolean } | null;
  mine: boolean;
  actions: TaskActions;
}

/** The quiet second line: only what is out of the ordinary about this task. */
function Notes({ task, owner, due, tight, mine, actions }: NotesProps) {
  const { me } = useMine();
  const asker = usePerson(task.asked_by_id);
  const mover = usePerson(task.moved?.by_id ?? "");
  const moverName = mover?.name ?? "";
  const askerName = asker?.name ?? "";
  const here = hereToo(task, owner, me.person.time_zone);
  const done = task.checklist.filter((item) => item.done).length;
  const all = task.checklist.length;
  const parts: React.ReactNode[] = [];
  if (task.status === "in_progress") parts.push(<Trans>In progress</Trans>);
  if (task.status === "blocked") parts.push(<Trans>Waiting for {task.waiting_for?.text ?? ""}</Trans>);
  if (task.asked_by_id !== task.owner_id && askerName) parts.push(<Trans>Asked by {askerName}</Trans>);
  for (const label of task.labels) parts.push(`#${label}`);
  if (all > 0) {
    parts.push(
      <Trans>
        {done} of {all} steps
      </Trans>,
    );
  }
  if (task.comment_count > 0) parts.push(<Comments count={task.comment_count} />);
  return (
    <>
      <p className="flex flex-wrap gap-x-3 text-xs text-quiet empty:hidden">
        {due && <span className={`md:hidden ${due.overdue ? "font-medium text-warn" : ""}`}>{due.text}</span>}
        {here && <span>{here}</span>}
        {tight && !due?.overdue && (
          <span className="font-medium text-warn">
            <Trans>tight</Trans>
          </span>
        )}
        {parts.map((part, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts have no identity, only an order.
          <span key={at}>{part}</span>
        ))}
      </p>
      {task.moved && mover && (
        <p className="text-xs text-accent">
          {task.moved.put_back ? (
            <Trans>Put back; it stands until the two of you agree.</Trans>
          ) : task.moved.reason ? (
            <Trans>
              {moverName} moved it here: {task.moved.reason}
            </Trans>
          ) : (
            <Trans>{moverName} moved it here.</Trans>
          )}{" "}
          {mine && !task.moved.put_back && (
            <button type="button" className="underline" onClick={() => void actions.putBack(task)}>
              <Trans>Put back</Trans>
            </button>
          )}
        </p>
      )}
    </>
  );
}

function Comments({ count }: { count: number }) {
  const { t } = useLingui();
  return <>{count === 1 ? t`1 comment` : t`${count} comments`}</>;
}
