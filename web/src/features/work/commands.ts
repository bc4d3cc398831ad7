import { useLingui } from "@lingui/react/macro";
import type { Command } from "../../data/commands";
import { levels } from "../../data/worklist";
import type { Task } from "../../types";
import type { TaskActions } from "./actions";
import { levelWords } from "./words";

interface OnTask {
  /** Without one the keys do nothing, and are still told. */
  task: Task | undefined;
  /** Whether this person may rank, raise and date it. */
  arranges: boolean;
  completes: boolean;
  cancels: boolean;
  actions: TaskActions;
  onDue: (task: Task) => void;
  /** It is about to leave the list. */
  onGone?: () => void;
}

/** What can be done to the task that is open or under the cursor. */
export function useTaskCommands(given: OnTask): Command[] {
  const { task, arranges, completes, cancels, actions, onDue, onGone } = given;
  const { t, i18n } = useLingui();
  const accepted = task !== undefined && task.status !== "triage";
  /** A command on the task, if there is one and the person may. */
  const command = (
    may: boolean,
    more: Pick<Command, "id" | "name" | "also" | "keys">,
    run: (task: Task) => void,
  ): Command => ({
    ...more,
    group: "task",
    on: task?.title,
    ready: may && task !== undefined,
    run: () => task && run(task),
  });
  return [
    command(completes && accepted, { id: "task.done", name: t`Done`, keys: ["e"] }, (task) => {
      void actions.complete(task).then((done) => done && onGone?.());
    }),
    command(cancels, { id: "task.cancel", name: t`No longer needed`, keys: ["n"] }, (task) => {
      onGone?.();
      actions.noLongerNeeded(task);
    }),
    command(arranges, { id: "task.due", name: t`Due date…`, also: t`deadline`, keys: ["d"] }, onDue),
    ...levels.map((level, at) => {
      const word = i18n._(levelWords[level]);
      const more = { id: `task.level.${level}`, name: t`Level: ${word}`, keys: [String(at + 1)] };
      return command(arranges && task?.level !== level, more, (task) => actions.setLevel(task, level));
    }),
    ...(task?.status === "triage"
      ? [
          command(completes, { id: "task.accept", name: t`Accept` }, (task) => void actions.accept(task)),
          command(completes, { id: "task.decline", name: t`Decline…` }, (task) => void actions.decline(task)),
        ]
      : []),
    command(
      completes && task?.status === "todo",
      { id: "task.start", name: t`Start`, also: t`begin` },
      actions.start,
    ),
    command(completes && task?.status === "in_progress", { id: "task.stop", name: t`Stop` }, actions.stop),
    command(
      completes && accepted && task?.status !== "blocked",
      { id: "task.block", name: t`Waiting for…`, also: t`blocked` },
      (task) => void actions.block(task),
    ),
    command(completes && task?.status === "blocked", { id: "task.unblock", name: t`Go on` }, actions.unblock),
  ];
}

interface OnList {
  task: Task | undefined;
  arranges: boolean;
  actions: TaskActions;
  onGo: (by: 1 | -1) => void;
  onOpen: (id: string) => void;
}

/** The cursor of a list, and what moves with it. */
export function useListCommands({ task, arranges, actions, onGo, onOpen }: OnList): Command[] {
  const { t } = useLingui();
  const ready = task !== undefined;
  const nudge = (by: 1 | -1) => () => task && actions.nudge(task, by);
  return [
    {
      id: "list.next",
      name: t`Next`,
      group: "here",
      keys: ["j", "ArrowDown"],
      keyOnly: true,
      run: () => onGo(1),
    },
    {
      id: "list.previous",
      name: t`Previous`,
      group: "here",
      keys: ["k", "ArrowUp"],
      keyOnly: true,
      run: () => onGo(-1),
    },
    {
      id: "task.open",
      name: t`Open`,
      on: task?.title,
      group: "task",
      keys: ["Enter"],
      ready,
      run: () => task && onOpen(task.id),
    },
    {
      id: "task.down",
      name: t`Move down`,
      on: task?.title,
      group: "task",
      keys: ["Shift+J"],
      ready: ready && arranges,
      run: nudge(1),
    },
    {
      id: "task.up",
      name: t`Move up`,
      on: task?.title,
      group: "task",
      keys: ["Shift+K"],
      ready: ready && arranges,
      run: nudge(-1),
    },
  ];
}
