import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Ellipsis } from "lucide-react";
import { Link } from "wouter";
import { useDueWords } from "../../data/due";
import { useMine, usePerson } from "../../data/mine";
import { levelWords } from "../../data/words";
import { isolate } from "../../lib/isolate";
import type { Person, Task } from "../../types";
import { Button } from "../../ui/button";
import { Menu } from "../../ui/menu";
import { Kbd } from "../../ui/small";
import type { TaskActions } from "./actions";
import { AnswerLabel } from "./answer-label";
import type { Deciding } from "./decide-all";
import { Matters } from "./matters";

interface ToDecideProps {
  tasks: readonly Task[];
  /** How many more there are that are not shown yet. */
  more: number;
  onMore: () => void;
  snoozed: readonly Task[];
  owner: Person;
  mine: boolean;
  /** The one that the keys are for. */
  target: string | undefined;
  current: string | null;
  deciding: Deciding;
  actions: TaskActions;
  onCurrent: (id: string) => void;
}

/** What others put to a person and they have not accepted: above the list, without rank or slot. */
export function ToDecide({
  tasks,
  more,
  onMore,
  snoozed,
  owner,
  mine,
  target,
  current,
  deciding,
  actions,
  onCurrent,
}: ToDecideProps) {
  const { t } = useLingui();
  if (!tasks.length && !snoozed.length) return null;
  const { chosen } = deciding;
  const count = chosen.size;
  return (
    <section
      aria-labelledby="to-decide"
      className="mt-6 rounded-lg border border-line bg-sheet px-4 py-3 max-md:px-3"
    >
      <div className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1">
        <h2 id="to-decide" className="text-base font-semibold">
          <Trans>To decide</Trans>
        </h2>
        {count > 0 && (
          <fieldset className="flex flex-wrap items-center gap-2 pb-1 print:hidden">
            <legend className="sr-only">{t`Selected`}</legend>
            <span aria-live="polite" className="text-sm">
              <Plural value={count} one="# selected" other="# selected" />
            </span>
            <Button onClick={deciding.accept}>
              <Trans>Accept</Trans> <Kbd>a</Kbd>
            </Button>
            <Button look="plain" onClick={() => void deciding.snooze()}>
              <Trans>Put off</Trans> <Kbd>h</Kbd>
            </Button>
            <Button look="plain" onClick={() => void deciding.decline()}>
              <Trans>Decline</Trans> <Kbd>⇧A</Kbd>
            </Button>
            <Button look="plain" onClick={deciding.clear}>
              <Trans>Select nothing</Trans> <Kbd>Esc</Kbd>
            </Button>
          </fieldset>
        )}
      </div>
      <ul>
        {tasks.map((task) => (
          <Ask
            key={task.id}
            task={task}
            owner={owner}
            mine={mine}
            first={task.id === target && count === 0}
            current={task.id === current}
            chosen={mine && tasks.length > 1 ? chosen.has(task.id) : null}
            actions={actions}
            onCurrent={onCurrent}
            onChoose={deciding.choose}
          />
        ))}
      </ul>
      {more > 0 && (
        <Button look="plain" className="-ms-3 print:hidden" onClick={onMore}>
          <Plural value={more} one="# more to decide" other="# more to decide" />
        </Button>
      )}
      {tasks.length === 0 && (
        <p className="py-1 text-sm text-quiet">
          {mine ? <Trans>Nothing for now.</Trans> : <Trans>Nothing but what was put off.</Trans>}
        </p>
      )}
      {snoozed.length > 0 && (
        <details className="-mx-2 border-t border-line px-2 pt-1 text-sm">
          <summary className="min-h-9 content-center text-quiet hover:text-ink">
            <Plural value={snoozed.length} one="# put off" other="# put off" />
          </summary>
          <ul>
            {snoozed.map((task) => (
              <Ask key={task.id} task={task} owner={owner} mine={false} actions={actions} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

interface AskProps {
  task: Task;
  owner: Person;
  mine: boolean;
  first?: boolean;
  current?: boolean;
  /** null: there is nothing to select from. */
  chosen?: boolean | null;
  actions: TaskActions;
  onCurrent?: (id: string) => void;
  onChoose?: (id: string, range: boolean) => void;
}

function Ask({ task, owner, mine, first, current, chosen = null, actions, onCurrent, onChoose }: AskProps) {
  const { t } = useLingui();
  const { title } = task;
  // While the other has the word there is less to do, and nothing to hurry.
  const waits = task.question !== null || task.proposal !== null;
  const ground = chosen ? "bg-accent-wash" : current ? "bg-wash" : "";
  return (
    <li
      className={`relative -mx-2 flex items-start gap-2 rounded px-2 py-2 before:absolute before:inset-x-2 before:top-0 before:border-t before:border-line first:before:hidden ${ground}`}
    >
      {chosen !== null && (
        <button
          type="button"
          aria-pressed={chosen}
          aria-label={t`Select: ${title}`}
          onClick={(event) => onChoose?.(task.id, event.shiftKey)}
          className="tap relative mt-0.5 flex size-6 shrink-0 items-center justify-center print:hidden"
        >
          <span
            className={`flex size-4 items-center justify-center rounded-sm border text-xs leading-none ${chosen ? "border-accent bg-accent text-on-accent" : "border-edge"}`}
          >
            {chosen && "✓"}
          </span>
        </button>
      )}
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <div>
          <Link
            id={`decide-${task.id}`}
            href={`/tasks/${task.id}`}
            onFocus={() => onCurrent?.(task.id)}
            dir="auto"
            className="tap relative block scroll-my-28 text-left font-serif text-[1rem] leading-6 [overflow-wrap:anywhere]"
          >
            {task.title}
          </Link>
          {task.request && (
            <p dir="auto" className="text-left text-sm text-quiet [overflow-wrap:anywhere]">
              {task.request.why}
            </p>
          )}
          <AskedBy task={task} owner={owner} />
          <Matters task={task} owner={owner} actions={actions} />
        </div>
        {mine && <Buttons task={task} quiet={waits} keys={first ?? false} actions={actions} />}
      </div>
    </li>
  );
}

function AskedBy({ task, owner }: { task: Task; owner: Person }) {
  const { i18n } = useLingui();
  const asker = usePerson(task.asked_by_id);
  const due = useDueWords()(task, owner);
  const name = isolate(asker?.name ?? "");
  return (
    <p className="text-xs text-quiet wrap-anywhere">
      <Trans>{name} asks</Trans>
      {" · "}
      {due ? due.text : <Trans>no date</Trans>}
      {(task.level === "urgent" || task.level === "high") && (
        <> · {i18n._(levelWords[task.level]).toLocaleLowerCase(i18n.locale)}</>
      )}
    </p>
  );
}

interface ButtonsProps {
  task: Task;
  /** Another has the word: what one can do all the same stands back. */
  quiet: boolean;
  keys: boolean;
  actions: TaskActions;
}

function Buttons({ task, quiet, keys, actions }: ButtonsProps) {
  const { t } = useLingui();
  const { title } = task;
  const { me } = useMine();
  // On the narrowest phones they still stand in one line.
  const narrow = "max-md:px-2! max-[24rem]:px-1.5!";
  // An offer that waits for one's word has its own buttons.
  const offered = task.proposal?.answer_by_id === me.person.id;
  return (
    <div
      className={`flex flex-wrap items-center gap-1 max-[24rem]:gap-0 print:hidden ${quiet && !task.request ? "-ms-3 max-md:-ms-2" : ""}`}
    >
      {task.request?.proposed && (
        <Button className={narrow} onClick={() => actions.confirmAnswer(task)}>
          <Trans>Yes, answered elsewhere</Trans> <Key name="y" first={keys} />
        </Button>
      )}
      {task.request && (
        <Button className={narrow} onClick={() => void actions.answer(task)}>
          <AnswerLabel task={task} /> <Key name="⇧E" first={keys} />
        </Button>
      )}
      {!offered && (
        <Button
          look={quiet || task.request ? "plain" : "secondary"}
          className={narrow}
          onClick={() => void actions.accept(task)}
        >
          <Trans>Accept</Trans> <Key name="a" first={keys} />
        </Button>
      )}
      {!task.proposal && (
        <Button
          look="plain"
          className={`${narrow} ${task.request ? "max-md:hidden" : ""}`}
          onClick={() => void actions.propose(task)}
        >
          <Trans>Another date</Trans> <Key name="p" first={keys} />
        </Button>
      )}
      <Button look="plain" className={narrow} onClick={() => void actions.decline(task)}>
        {offered ? <Trans>Decline the task</Trans> : <Trans>Decline</Trans>} <Key name="⇧A" first={keys} />
      </Button>
      <Menu
        trigger={
          <Button
            look="plain"
            className="tap relative min-w-9 px-2! pointer-coarse:min-w-11 max-[24rem]:min-w-9!"
            aria-label={t`More: ${title}`}
          >
            <Ellipsis size={16} aria-hidden="true" />
          </Button>
        }
        items={() => [
          ...(task.request && !task.proposal && !matchMedia("(min-width: 48rem)").matches
            ? [{ label: t`Another date`, shortcut: "p", onSelect: () => void actions.propose(task) }]
            : []),
          { label: t`Ask a question…`, shortcut: "q", onSelect: () => void actions.question(task) },
          { label: t`Put off until…`, shortcut: "h", onSelect: () => void actions.snooze(task) },
          { label: t`A duplicate of…`, shortcut: "m", onSelect: () => void actions.duplicate(task) },
          { label: t`Give to somebody…`, shortcut: "o", onSelect: () => void actions.hand(task) },
        ]}
      />
    </div>
  );
}

/** The keys are for the first one. */
function Key({ name, first }: { name: string; first: boolean }) {
  if (!first) return null;
  return (
    <span className="max-md:hidden">
      <Kbd>{name}</Kbd>
    </span>
  );
}
