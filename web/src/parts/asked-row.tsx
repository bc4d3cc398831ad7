import { useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { useDueWords } from "../data/due";
import { dayAndMonth } from "../lib/dates";
import type { Person, Task } from "../types";

/** A task that one person asked of another, and how it stands; `named` where nothing else says whose it is. */
export function AskedRow({ task, owner, named = false }: { task: Task; owner: Person; named?: boolean }) {
  const state = useStateWords()(task);
  const due = useDueWords()(task, owner);
  const closed = task.status === "done" || task.status === "canceled";
  return (
    <li className="border-b border-line">
      <Link
        href={`/tasks/${task.id}`}
        data-row=""
        className="flex min-h-11 flex-col gap-x-4 py-2 hover:bg-wash md:flex-row md:flex-wrap md:items-baseline md:justify-between"
      >
        <bdi className="min-w-0 text-left md:flex-1 md:basis-60 font-serif text-[1rem] leading-6 wrap-anywhere">
          {task.title}
        </bdi>
        <span className="text-sm text-quiet first-letter:uppercase">
          {named && (
            <>
              <bdi>{owner.name}</bdi>
              {" · "}
            </>
          )}
          {state}
          {!closed && due && (
            <span className={due.overdue ? "font-medium text-warn" : ""}>
              {" · "}
              {due.text}
            </span>
          )}
        </span>
        {task.outcome?.text && closed && (
          <bdi className="w-full text-left text-sm text-quiet wrap-anywhere">{task.outcome.text}</bdi>
        )}
      </Link>
    </li>
  );
}

/** How it stands, in words that both can say. */
function useStateWords(): (task: Task) => string {
  const { t } = useLingui();
  return (task) => {
    const day = task.done_at ? dayAndMonth(task.done_at.slice(0, 10)) : "";
    switch (task.status) {
      case "triage":
        return t`to decide`;
      case "todo":
        return t`on the list`;
      case "in_progress":
        return t`in progress`;
      case "blocked":
        return task.waiting_for?.text ? t`waiting for: ${task.waiting_for.text}` : t`waiting`;
      case "done":
        return t`done on ${day}`;
      case "canceled":
        if (task.cancel_reason === "declined") return t`declined`;
        return task.cancel_reason === "no_longer_needed" ? t`no longer needed` : t`canceled`;
    }
  };
}
