import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { useDueWords } from "../../data/due";
import { usePerson } from "../../data/mine";
import { levelWords } from "../../data/words";
import { isolate } from "../../lib/isolate";
import type { Person, Task } from "../../types";
import { Button } from "../../ui/button";
import { Kbd } from "../../ui/small";
import type { TaskActions } from "./actions";
import { AnswerLabel } from "./answer-label";

/** What others put to a person and they have not accepted: above the list, without rank or slot. */
export function ToDecide({
  tasks,
  owner,
  mine,
  actions,
}: {
  tasks: readonly Task[];
  owner: Person;
  mine: boolean;
  actions: TaskActions;
}) {
  if (!tasks.length) return null;
  return (
    <section aria-labelledby="to-decide" className="mt-6 rounded-lg border border-line bg-sheet px-4 py-3">
      <h2 id="to-decide" className="text-base font-semibold">
        <Trans>To decide</Trans>
      </h2>
      <ul>
        {tasks.map((task, at) => (
          <Ask key={task.id} task={task} owner={owner} mine={mine} first={at === 0} actions={actions} />
        ))}
      </ul>
    </section>
  );
}

function Ask({
  task,
  owner,
  mine,
  first,
  actions,
}: {
  task: Task;
  owner: Person;
  mine: boolean;
  /** The keys are for this one. */
  first: boolean;
  actions: TaskActions;
}) {
  const { i18n } = useLingui();
  const asker = usePerson(task.asked_by_id);
  const due = useDueWords()(task, owner);
  const name = isolate(asker?.name ?? "");
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line py-2 first:border-0">
      <div className="min-w-[min(12rem,100%)] flex-1">
        <Link
          href={`/tasks/${task.id}`}
          dir="auto"
          className="block text-start font-serif text-[1rem] leading-6 [overflow-wrap:anywhere]"
        >
          {task.title}
        </Link>
        {task.request && (
          <p dir="auto" className="text-start text-sm text-quiet [overflow-wrap:anywhere]">
            {task.request.why}
          </p>
        )}
        <p className="text-xs text-quiet wrap-anywhere">
          <bdi>
            <Trans>{name} asks</Trans>
          </bdi>
          {" · "}
          {due ? due.text : <Trans>no date</Trans>}
          {(task.level === "urgent" || task.level === "high") && (
            <> · {i18n._(levelWords[task.level]).toLocaleLowerCase(i18n.locale)}</>
          )}
        </p>
      </div>
      {mine && (
        <div className="flex flex-wrap gap-2 print:hidden">
          {task.request?.proposed && (
            <Button onClick={() => actions.confirmAnswer(task)}>
              <Trans>Yes, answered elsewhere</Trans> <Key name="y" first={first} />
            </Button>
          )}
          {task.request && (
            <Button onClick={() => void actions.answer(task)}>
              <AnswerLabel task={task} /> <Key name="⇧E" first={first} />
            </Button>
          )}
          <Button look={task.request ? "plain" : "secondary"} onClick={() => void actions.accept(task)}>
            <Trans>Accept</Trans> <Key name="a" first={first} />
          </Button>
          <Button look="plain" onClick={() => void actions.propose(task)}>
            <Trans>Another date</Trans> <Key name="p" first={first} />
          </Button>
          <Button look="plain" onClick={() => void actions.decline(task)}>
            <Trans>Decline</Trans> <Key name="⇧A" first={first} />
          </Button>
        </div>
      )}
    </li>
  );
}

/** The keys are for the first one; beside the others their room is kept, so that the buttons stand in columns. */
function Key({ name, first }: { name: string; first: boolean }) {
  return (
    <span aria-hidden={!first} className={`max-md:hidden pointer-coarse:hidden ${first ? "" : "invisible"}`}>
      <Kbd>{name}</Kbd>
    </span>
  );
}
