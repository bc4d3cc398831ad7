import { useLingui } from "@lingui/react/macro";
import type { Command } from "../../data/commands";
import { useMine } from "../../data/mine";
import { levelWords } from "../../data/words";
import { levels } from "../../data/worklist";
import type { Task } from "../../types";
import type { TaskActions } from "./actions";
import type { BulkActions } from "./bulk-actions";
import type { Deciding } from "./decide-all";
import { theOther } from "./interrupting";

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
  /** Several are selected: what is meant for one is done to them all. */
  several?: {
    ids: ReadonlySet<string>;
    bulk: BulkActions;
    onDue: () => void;
    onGone: () => void;
  } | null;
}

/** What can be done to the task that is open or under the cursor. */
export function useTaskCommands(given: OnTask): Command[] {
  const { task, arranges, completes, cancels, actions, onDue, onGone, several } = given;
  const { t, i18n } = useLingui();
  const self = useMine().me.person.id;
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
  if (several) {
    const { ids, bulk } = several;
    const count = ids.size;
    const all = (
      may: boolean,
      more: Pick<Command, "id" | "name" | "also" | "keys">,
      run: () => void,
    ): Command => ({ ...more, group: "task", on: t`${count} selected`, ready: may, run });
    const gone = (run: (ids: ReadonlySet<string>) => void) => () => {
      run(ids);
      several.onGone();
    };
    return [
      all(completes, { id: "task.done", name: t`Done`, keys: ["e"] }, gone(bulk.complete)),
      all(arranges, { id: "task.cancel", name: t`No longer needed`, keys: ["n"] }, gone(bulk.noLongerNeeded)),
      all(arranges, { id: "task.due", name: t`Due date…`, also: t`deadline`, keys: ["d"] }, several.onDue),
      ...levels.map((level, at) => {
        const word = i18n._(levelWords[level]);
        const more = { id: `task.level.${level}`, name: t`Level: ${word}`, keys: [String(at + 1)] };
        return all(
          arranges,
          more,
          () => void bulk.setLevel(ids, level).then((moved) => moved && several.onGone()),
        );
      }),
    ];
  }
  return [
    command(
      completes && (accepted || Boolean(task?.request)),
      { id: "task.done", name: task?.request ? t`Answer` : t`Done`, keys: ["e"] },
      (task) => {
        void actions.complete(task).then((done) => done && onGone?.());
      },
    ),
    command(cancels, { id: "task.cancel", name: t`No longer needed`, keys: ["n"] }, (task) => {
      onGone?.();
      actions.noLongerNeeded(task);
    }),
    command(
      completes && task?.request?.proposed === true && (task.status === "triage" || accepted),
      { id: "task.confirm", name: t`Yes, it was answered elsewhere`, keys: ["y"] },
      (task) => {
        onGone?.();
        actions.confirmAnswer(task);
      },
    ),
    command(arranges, { id: "task.due", name: t`Due date…`, also: t`deadline`, keys: ["d"] }, onDue),
    command(
      arranges && task?.request === null,
      { id: "task.repeat", name: t`Repeat…`, also: t`recurring` },
      (task) => void actions.repeat(task),
    ),
    ...levels.map((level, at) => {
      const word = i18n._(levelWords[level]);
      const more = { id: `task.level.${level}`, name: t`Level: ${word}`, keys: [String(at + 1)] };
      return command(arranges && task?.level !== level, more, (task) => actions.setLevel(task, level));
    }),
    command(
      task !== undefined &&
        task.status !== "done" &&
        task.status !== "canceled" &&
        theOther(task, self) !== null,
      { id: "task.interrupt", name: t`Interrupt about it, now…`, also: t`interruption urgent tell` },
      (task) => void actions.interruptAbout(task),
    ),
    ...(task?.status === "triage"
      ? [
          command(
            completes,
            { id: "task.accept", name: t`Accept`, keys: ["a"] },
            (task) => void actions.accept(task),
          ),
          command(
            completes,
            { id: "task.decline", name: t`Decline…`, keys: ["Shift+A"] },
            (task) => void actions.decline(task),
          ),
          command(
            completes && task.proposal === null,
            { id: "task.propose", name: t`Propose another date or level`, keys: ["p"] },
            (task) => void actions.propose(task),
          ),
          command(
            completes,
            { id: "task.question", name: t`Ask a question…`, keys: ["q"] },
            (task) => void actions.question(task),
          ),
          command(
            completes,
            { id: "task.snooze", name: t`Put off until…`, also: t`snooze`, keys: ["h"] },
            (task) => void actions.snooze(task),
          ),
          command(
            cancels,
            { id: "task.duplicate", name: t`A duplicate of…`, keys: ["m"] },
            (task) => void actions.duplicate(task),
          ),
          command(
            arranges,
            { id: "task.hand", name: t`Give to somebody…`, also: t`delegate`, keys: ["o"] },
            (task) => void actions.hand(task),
          ),
        ]
      : []),
    command(
      completes && task?.status === "todo",
      { id: "task.start", name: t`Start`, also: t`begin`, keys: ["s"] },
      actions.start,
    ),
    command(completes && task?.status === "in_progress", { id: "task.stop", name: t`Stop` }, actions.stop),
    command(
      completes && accepted && task?.status !== "blocked",
      { id: "task.block", name: t`Waiting for…`, also: t`blocked`, keys: ["w"] },
      (task) => void actions.block(task),
    ),
    command(completes && task?.status === "blocked", { id: "task.unblock", name: t`Go on` }, actions.unblock),
  ];
}

interface OnList {
  task: Task | undefined;
  arranges: boolean;
  actions: TaskActions;
  /** The first of what is to be decided, on one's own list. */
  first: Task | undefined;
  /** Several of what is to be decided are selected; null: none. */
  deciding: Deciding | null;
  /** The cursor is on something else that can be selected. */
  choosable: boolean;
  onGo: (by: 1 | -1) => void;
  onOpen: (id: string) => void;
  onAdd: () => void;
  onChoose: () => void;
  /** null: nothing is selected. */
  onClear: (() => void) | null;
  /** Several are selected: they move together. */
  onNudge: ((by: 1 | -1) => void) | null;
}

/** The cursor of a list, what moves with it, and what is to be decided. */
export function useListCommands(given: OnList): Command[] {
  const {
    task,
    arranges,
    actions,
    first,
    deciding: all,
    choosable,
    onGo,
    onOpen,
    onAdd,
    onChoose,
    onClear,
    onNudge,
  } = given;
  const { t } = useLingui();
  const ready = task !== undefined;
  const arranged = (
    more: Pick<Command, "id" | "name" | "keys" | "goesOn">,
    run: (task: Task) => void,
  ): Command => ({
    ...more,
    on: task?.title,
    group: "task",
    ready: ready && arranges,
    run: () => task && run(task),
  });
  const moving = (id: string, name: string, keys: string[], by: 1 | -1): Command => ({
    id,
    name,
    group: "here",
    keys,
    keyOnly: true,
    run: () => onGo(by),
  });
  const deciding = (id: string, name: string, keys: string[], run: (task: Task) => void): Command => ({
    id,
    name,
    on: first?.title,
    group: "here",
    keys,
    ready: first !== undefined && all === null,
    run: () => first && run(first),
  });
  const count = all?.chosen.size ?? 0;
  const decidingAll = (id: string, name: string, keys: string[], run: (all: Deciding) => void): Command => ({
    id,
    name,
    on: t`${count} selected`,
    group: "here",
    keys,
    ready: true,
    run: () => all && run(all),
  });
  return [
    moving("list.next", t`Next`, ["j", "ArrowDown"], 1),
    moving("list.previous", t`Previous`, ["k", "ArrowUp"], -1),
    {
      id: "task.open",
      name: t`Open`,
      on: task?.title,
      group: "task",
      keys: ["Enter"],
      ready,
      run: () => task && onOpen(task.id),
    },
    arranged({ id: "task.down", name: t`Move down`, keys: ["Shift+J"], goesOn: true }, (task) =>
      onNudge ? onNudge(1) : actions.nudge(task, 1),
    ),
    arranged({ id: "task.up", name: t`Move up`, keys: ["Shift+K"], goesOn: true }, (task) =>
      onNudge ? onNudge(-1) : actions.nudge(task, -1),
    ),
    arranged({ id: "task.top", name: t`To the top` }, (task) => actions.toEnd(task, "top")),
    arranged({ id: "task.bottom", name: t`To the bottom` }, (task) => actions.toEnd(task, "bottom")),
    arranged({ id: "task.before", name: t`Before…` }, (task) => void actions.moveBefore(task)),
    {
      id: "list.choose",
      name: t`Select`,
      on: task?.title,
      group: "task",
      keys: ["x"],
      ready: (ready && arranges) || choosable,
      run: onChoose,
    },
    {
      id: "list.clear",
      name: t`Select nothing`,
      group: "here",
      keys: ["Escape"],
      ready: onClear !== null,
      run: () => onClear?.(),
    },
    { id: "list.add", name: t`New task here`, group: "here", keys: ["c"], run: onAdd },
    ...(all
      ? [
          decidingAll("triage.accept-all", t`Accept`, ["a"], (all) => all.accept()),
          decidingAll("triage.decline-all", t`Decline…`, ["Shift+A"], (all) => void all.decline()),
          decidingAll("triage.snooze-all", t`Put off until…`, ["h"], (all) => void all.snooze()),
        ]
      : []),
    ...(first?.request
      ? [
          deciding(
            "triage.answer",
            t`Answer the first to decide`,
            ["Shift+E"],
            (task) => void actions.answer(task),
          ),
          ...(first.request.proposed
            ? [deciding("triage.confirm", t`Yes, it was answered elsewhere`, ["y"], actions.confirmAnswer)]
            : []),
        ]
      : []),
    deciding("triage.accept", t`Accept the first to decide`, ["a"], (task) => void actions.accept(task)),
    deciding(
      "triage.decline",
      t`Decline the first to decide`,
      ["Shift+A"],
      (task) => void actions.decline(task),
    ),
    deciding("triage.propose", t`Propose another date or level`, ["p"], (task) => void actions.propose(task)),
    deciding(
      "triage.question",
      t`Ask about the first to decide`,
      ["q"],
      (task) => void actions.question(task),
    ),
    deciding("triage.snooze", t`Put off the first to decide`, ["h"], (task) => void actions.snooze(task)),
    deciding(
      "triage.duplicate",
      t`The first to decide is a duplicate`,
      ["m"],
      (task) => void actions.duplicate(task),
    ),
    deciding(
      "triage.hand",
      t`Give the first to decide to somebody`,
      ["o"],
      (task) => void actions.hand(task),
    ),
  ];
}
