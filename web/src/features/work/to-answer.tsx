import { Plural, Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import { useDueWords } from "../../data/due";
import { usePerson } from "../../data/mine";
import { isolate } from "../../lib/isolate";
import { useKeptOpen } from "../../lib/kept-open";
import type { Task } from "../../types";
import type { TaskActions } from "./actions";
import { Matters } from "./matters";

interface Props {
  tasks: readonly Task[];
  actions: TaskActions;
}

/**
 * What others wait for from this person: offers to answer and questions. What this person asked and nobody has said
 * anything about is one line until it is opened: nothing there waits for them.
 */
export function ToAnswer({ tasks, actions }: Props) {
  const silent = tasks.filter((task) => !task.proposal && !task.question);
  const spoken = tasks.filter((task) => task.proposal || task.question);
  return (
    <>
      {spoken.length > 0 && (
        <section
          aria-labelledby="to-answer"
          className="mt-6 rounded-lg border border-line bg-sheet px-4 py-3 max-md:px-3"
        >
          <h2 id="to-answer" className="flex min-h-9 items-center text-base font-semibold">
            <Trans>Waiting for your word</Trans>
          </h2>
          <Answers tasks={spoken} actions={actions} />
        </section>
      )}
      {silent.length > 0 && <Silent tasks={silent} actions={actions} />}
    </>
  );
}

function Silent({ tasks, actions }: Props) {
  const [open, setOpen] = useKeptOpen("unanswered");
  return (
    <details
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="mt-6 rounded-lg border border-line bg-sheet px-4 py-1.5 max-md:px-3"
    >
      <summary className="min-h-9 content-center text-sm text-quiet hover:text-ink pointer-coarse:min-h-11">
        <Plural
          value={tasks.length}
          one="One thing that you asked is unanswered"
          other="# things that you asked are unanswered"
        />
      </summary>
      <Answers tasks={tasks} actions={actions} />
    </details>
  );
}

function Answers({ tasks, actions }: Props) {
  return (
    <ul>
      {tasks.map((task) => (
        <Answer key={task.id} task={task} actions={actions} />
      ))}
    </ul>
  );
}

function Answer({ task, actions }: { task: Task; actions: TaskActions }) {
  const owner = usePerson(task.owner_id);
  const due = useDueWords();
  if (!owner) return null;
  const name = isolate(owner.name);
  return (
    <li className="border-t border-line py-2 first:border-0">
      <Link
        href={`/tasks/${task.id}`}
        dir="auto"
        className="tap relative block text-left font-serif text-[1rem] leading-6 [overflow-wrap:anywhere]"
      >
        {task.title}
      </Link>
      <p className="text-xs text-quiet">
        <bdi>
          {task.status === "triage" ? <Trans>You asked {name}</Trans> : <Trans>On {name}’s list</Trans>}
        </bdi>
        {" · "}
        {due(task, owner)?.text ?? <Trans>no date</Trans>}
      </p>
      <Matters task={task} owner={owner} actions={actions} />
    </li>
  );
}
