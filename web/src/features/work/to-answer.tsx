import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import { useDueWords } from "../../data/due";
import { usePerson } from "../../data/mine";
import { isolate } from "../../lib/isolate";
import type { Task } from "../../types";
import type { TaskActions } from "./actions";
import { Matters } from "./matters";

/** What others wait for from this person: offers to answer, questions, and what stays unanswered. */
export function ToAnswer({ tasks, actions }: { tasks: readonly Task[]; actions: TaskActions }) {
  return (
    <section
      aria-labelledby="to-answer"
      className="mt-6 rounded-lg border border-line bg-sheet px-4 py-3 max-md:px-3"
    >
      <h2 id="to-answer" className="flex min-h-9 items-center text-base font-semibold">
        <Trans>Waiting for your word</Trans>
      </h2>
      <ul>
        {tasks.map((task) => (
          <Answer key={task.id} task={task} actions={actions} />
        ))}
      </ul>
    </section>
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
