import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { Trans, useLingui } from "@lingui/react/macro";
import { Check, Ellipsis } from "lucide-react";
import { memo, useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { usePerson } from "../../app/data";
import type { Person, Task } from "../../types";
import { Button } from "../../ui/button";
import { Menu } from "../../ui/menu";
import type { TaskActions } from "./actions";
import { useDueWords } from "./due";
import { levelWords } from "./words";
import { levels } from "./worklist";

interface RowProps {
  task: Task;
  owner: Person;
  /** Where this list is one's own: what the owner alone may do is offered. */
  mine: boolean;
  current: boolean;
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
  current,
  actions,
  onCurrent,
  onDue,
  onDrop,
}: RowProps) {
  const { t, i18n } = useLingui();
  const ref = useRef<HTMLDivElement>(null);
  const link = useRef<HTMLAnchorElement>(null);
  const [edge, setEdge] = useState<"before" | "after" | null>(null);
  const [dragging, setDragging] = useState(false);
  const due = useDueWords()(task, owner);

  useEffect(() => {
    if (current) link.current?.focus();
  }, [current]);

  // The row must stay registered while it is dragged, whatever changes in it meanwhile.
  const latest = useRef({ task, onDrop });
  latest.current = { task, onDrop };
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
      className={`group relative flex items-start gap-3 border-b border-line py-2 pr-1 ${dragging ? "opacity-50" : ""} ${
        edge ? `before:absolute before:inset-x-0 before:h-0.5 before:bg-accent ${edgeLine}` : ""
      } ${current ? "bg-wash" : ""} ${task.moved ? "arrived" : ""}`}
    >
      {mine ? (
        <button
          type="button"
          onClick={() => actions.complete(task)}
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
          className={`mt-1.5 ml-2 size-3.5 shrink-0 rounded-full border ${task.status === "in_progress" ? "border-2 border-accent" : "border-edge"}`}
        />
      )}
      <div className="min-w-0 flex-1">
        <Link
          ref={link}
          href={`/tasks/${task.id}`}
          onFocus={() => onCurrent(task.id)}
          draggable={false}
          className="block font-serif text-[1rem] leading-6 text-ink [overflow-wrap:anywhere]"
        >
          {task.title}
        </Link>
        <Notes task={task} due={due} mine={mine} actions={actions} />
      </div>
      {due && (
        <button
          type="button"
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
          ...(mine ? [{ label: t`Done`, shortcut: "e", onSelect: () => actions.complete(task) }] : []),
          { label: t`No longer needed`, shortcut: "n", onSelect: () => actions.noLongerNeeded(task) },
        ]}
      />
    </div>
  );
});

interface NotesProps {
  task: Task;
  due: { text: string; overdue: boolean } | null;
  mine: boolean;
  actions: TaskActions;
}

/** The quiet second line: only what is out of the ordinary about this task. */
function Notes({ task, due, mine, actions }: NotesProps) {
  const asker = usePerson(task.asked_by_id);
  const mover = usePerson(task.moved?.by_id ?? "");
  const moverName = mover?.name ?? "";
  const askerName = asker?.name ?? "";
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
        {done} of {all}
      </Trans>,
    );
  }
  if (task.comment_count > 0) parts.push(<Comments count={task.comment_count} />);
  return (
    <>
      <p className="flex flex-wrap gap-x-3 text-xs text-quiet empty:hidden">
        {due && <span className={`md:hidden ${due.overdue ? "font-medium text-warn" : ""}`}>{due.text}</span>}
        {parts.map((part, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts have no identity, only an order.
          <span key={at}>{part}</span>
        ))}
      </p>
      {task.moved && mover && (
        <p className="text-xs text-accent">
          <Trans>
            {moverName} moved it here: {task.moved.reason}
          </Trans>{" "}
          {mine && (
            <button type="button" className="underline" onClick={() => actions.putBack(task)}>
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
