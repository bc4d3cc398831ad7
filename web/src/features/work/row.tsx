import { Trans, useLingui } from "@lingui/react/macro";
import { type MouseEvent, memo } from "react";
import { Link } from "wouter";
import { hereToo, useDueWords, useOverdueFrom } from "../../data/due";
import { useMine, usePerson } from "../../data/mine";
import { levelWords } from "../../data/words";
import { levels } from "../../data/worklist";
import { isolate } from "../../lib/isolate";
import type { Person, Task } from "../../types";
import { Button } from "../../ui/button";
import { Menu, type MenuItem } from "../../ui/menu";
import type { TaskActions } from "./actions";
import { usePlaceWords } from "./place-words";
import { rightsOn } from "./rights";

interface RowProps {
  task: Task;
  owner: Person;
  /** Where this list is one's own: what the owner alone may do is offered. */
  mine: boolean;
  /** Whether this person may rank, raise and date what is on the list. */
  arranges: boolean;
  /** Its place in its level, and how many there are. */
  nth: number;
  of: number;
  current: boolean;
  chosen: boolean;
  /** Some rows are chosen: a tap chooses too. */
  choosing: boolean;
  /** Another person has just put or moved it here. */
  arrived: boolean;
  /** Of being done by its due date, in percent, where that is less sure than W6 asks. */
  tight: number | null;
  /** What is being written above would make it late (W5). */
  late: boolean;
  /** It is held, or where the held one would land. */
  held: boolean;
  edge: "before" | "after" | null;
  actions: TaskActions;
  onCurrent: (id: string) => void;
  onDue: (task: Task) => void;
  onChoose: (id: string, range: boolean) => void;
}

const svg = {
  viewBox: "0 0 24 24",
  fill: "none",
  stroke: "currentColor",
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;
/** Lucide's check and ellipsis, drawn without a component: there are two in every row. */
const tick = (
  <svg aria-hidden="true" {...svg} width="12" height="12" strokeWidth="3">
    <path d="M20 6 9 17l-5-5" />
  </svg>
);
const dots = (
  <svg aria-hidden="true" {...svg} width="16" height="16" strokeWidth="2">
    <circle cx="12" cy="12" r="1" />
    <circle cx="19" cy="12" r="1" />
    <circle cx="5" cy="12" r="1" />
  </svg>
);

/** Memoised: a list of a thousand renders only the rows whose task changed. */
export const Row = memo(function Row({
  task,
  owner,
  mine,
  arranges,
  nth,
  of,
  current,
  chosen,
  choosing,
  arrived,
  tight,
  late,
  held,
  edge,
  actions,
  onCurrent,
  onDue,
  onChoose,
}: RowProps) {
  const { t } = useLingui();
  const due = useDueWords()(task, owner);
  const place = usePlaceWords()(nth, of, task.level);
  const { id, title } = task;

  function clicked(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest("button")) return;
    if (!event.shiftKey && !choosing) return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(id, event.shiftKey);
  }

  const edgeLine = edge === "before" ? "before:-top-px" : "before:-bottom-px";
  const ground = chosen ? "bg-accent-wash" : current ? "bg-wash" : "";
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: by the keys one stands on its link.
    <div
      data-task={id}
      onClick={({ target, currentTarget }) => {
        // Beside what can be pressed: one stands on the row, as the keys have it.
        if (target instanceof Element && !target.closest("a, button, [role=menu]"))
          currentTarget.querySelector("a")?.focus({ preventScroll: true });
      }}
      data-edge={edge ?? undefined}
      data-chosen={chosen || undefined}
      className={`row group relative flex items-start gap-3 border-b border-line py-2 pr-1 ${held ? "opacity-40" : ""} ${
        edge ? `before:absolute before:inset-x-0 before:z-1 before:h-0.5 before:bg-accent ${edgeLine}` : ""
      } ${ground} ${arrived ? "arrived" : ""}`}
    >
      {mine ? (
        <button
          type="button"
          onClick={() => void actions.complete(task)}
          aria-label={t`Done: ${title}`}
          className="tap relative mt-0.5 ml-1 flex size-6 shrink-0 items-center justify-center rounded-full text-accent print:hidden [&_svg]:opacity-0 hover:[&_svg]:opacity-100"
        >
          <span
            className={`flex size-4.5 items-center justify-center rounded-full border ${task.status === "in_progress" ? "border-2 border-accent" : "border-edge"}`}
          >
            {tick}
          </span>
        </button>
      ) : (
        <span
          aria-hidden="true"
          className={`mt-1.25 mr-0.75 ml-1.75 size-4.5 shrink-0 rounded-full border print:hidden ${task.status === "in_progress" ? "border-2 border-accent" : "border-edge"}`}
        />
      )}
      {/* Before the link, which leaves what is held with shift to the browser. */}
      <div className="min-w-0 flex-1" onClickCapture={clicked}>
        {/* What is quiet has all the width below the date, too. */}
        <div className="flex items-start gap-3">
          <Link
            href={`/tasks/${id}`}
            onFocus={() => onCurrent(id)}
            draggable={false}
            dir="auto"
            aria-describedby={`place-${id}`}
            className="block min-w-0 flex-1 scroll-my-28 text-left font-serif text-[1rem] leading-6 text-ink [overflow-wrap:anywhere]"
          >
            {title}
          </Link>
          {due && (
            <button
              type="button"
              disabled={!arranges}
              onClick={() => onDue(task)}
              className={`mt-0.5 -mb-0.5 hidden min-h-6 shrink-0 text-sm first-letter:uppercase md:block print:block ${due.overdue ? "font-medium text-warn" : "text-quiet"}`}
            >
              {due.text}
            </button>
          )}
        </div>
        <span id={`place-${id}`} hidden>
          {place}
          {chosen && t`, selected`}
        </span>
        <Notes task={task} owner={owner} due={due} tight={tight} late={late} mine={mine} actions={actions} />
      </div>
      <RowMenu
        task={task}
        owner={owner}
        mine={mine}
        arranges={arranges}
        chosen={chosen}
        actions={actions}
        onDue={onDue}
        onChoose={onChoose}
      />
    </div>
  );
});

type RowMenuProps = Pick<
  RowProps,
  "task" | "owner" | "mine" | "arranges" | "chosen" | "actions" | "onDue" | "onChoose"
>;

function RowMenu({ task, owner, mine, arranges, chosen, actions, onDue, onChoose }: RowMenuProps) {
  const { t, i18n } = useLingui();
  const { me } = useMine();
  const rights = rightsOn(task, owner, me);
  if (!arranges && !mine && !rights.cancel) return null;
  // Only when it opens: they would be made for every row that is drawn.
  const items = () => {
    const all: MenuItem[] = [];
    if (arranges) {
      all.push(
        { label: t`Move up`, shortcut: "⇧K", onSelect: () => actions.nudge(task, -1) },
        { label: t`Move down`, shortcut: "⇧J", onSelect: () => actions.nudge(task, 1) },
        { label: t`To the top`, onSelect: () => actions.toEnd(task, "top") },
        { label: t`To the bottom`, onSelect: () => actions.toEnd(task, "bottom") },
        { label: t`Before…`, onSelect: () => void actions.moveBefore(task) },
      );
      for (const [at, level] of levels.entries()) {
        if (level === task.level) continue;
        const word = i18n._(levelWords[level]);
        all.push({ label: word, shortcut: String(at + 1), onSelect: () => actions.setLevel(task, level) });
      }
      all.push({ label: t`Due date…`, shortcut: "d", onSelect: () => onDue(task) });
      all.push({
        label: chosen ? t`Don’t select` : t`Select`,
        shortcut: "x",
        onSelect: () => onChoose(task.id, false),
      });
    }
    if (mine) all.push({ label: t`Done`, shortcut: "e", onSelect: () => void actions.complete(task) });
    if (rights.cancel)
      all.push({ label: t`No longer needed`, shortcut: "n", onSelect: () => actions.noLongerNeeded(task) });
    return all;
  };
  return (
    <Menu
      trigger={
        <Button
          look="plain"
          className="tap relative -my-1 min-h-8! px-2!"
          aria-label={t`More for ${isolate(task.title)}`}
        >
          {dots}
        </Button>
      }
      items={items}
    />
  );
}

interface NotesProps {
  task: Task;
  owner: Person;
  tight: number | null;
  late: boolean;
  due: { text: string; overdue: boolean } | null;
  mine: boolean;
  actions: TaskActions;
}

/** The quiet second line: only what is out of the ordinary about this task. */
function Notes({ task, owner, due, tight, late, mine, actions }: NotesProps) {
  const { t } = useLingui();
  const { me } = useMine();
  const overdueFrom = useOverdueFrom()(task, owner);
  const asker = usePerson(task.asked_by_id);
  const mover = usePerson(task.moved?.by_id ?? "");
  const moverName = isolate(mover?.name ?? "");
  const askerName = isolate(asker?.name ?? "");
  const here = hereToo(task, owner, me.person.time_zone);
  const done = task.checklist.filter((item) => item.done).length;
  const all = task.checklist.length;
  const parts: React.ReactNode[] = [];
  if (task.status === "in_progress") parts.push(<Trans>In progress</Trans>);
  if (task.status === "blocked") parts.push(<Trans>Waiting for: {task.waiting_for?.text ?? ""}</Trans>);
  if (task.asked_by_id !== task.owner_id && askerName)
    parts.push(
      asker?.id === me.person.id ? <Trans>Asked by you</Trans> : <Trans>Asked by {askerName}</Trans>,
    );
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
        {due && (
          <span
            className={`first-letter:uppercase md:hidden print:hidden ${due.overdue ? "font-medium text-warn" : ""}`}
          >
            {due.text}
          </span>
        )}
        {here && <span>{here}</span>}
        {overdueFrom && <span className="first-letter:uppercase">{overdueFrom}</span>}
        {tight !== null && (
          // As long as it is as likely as not it is worth knowing, and no reason to stir.
          <span
            title={t`${tight} % by its date`}
            className={`first-letter:uppercase ${tight < 50 ? "font-medium text-warn" : ""}`}
          >
            <Trans>tight</Trans>
            <span className="sr-only">{t`, ${tight} % by its date`}</span>
          </span>
        )}
        {late && (
          <span className="font-medium text-warn first-letter:uppercase">
            <Trans>probably late by it</Trans>
          </span>
        )}
        {parts.map((part, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts have no identity, only an order.
          <bdi key={at} className="[overflow-wrap:anywhere]">
            {part}
          </bdi>
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
            <button
              type="button"
              className="tap relative underline print:hidden"
              onClick={() => void actions.putBack(task)}
            >
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
