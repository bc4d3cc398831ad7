import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { useMine, useSlots } from "../../app/data";
import { uuidv7 } from "../../lib/uuid";
import type { Level, ParsedTask, Task } from "../../types";
import { useToasts } from "../../ui/toast";
import { useAsk } from "./ask";
import type { AddTask, MoveTask, TaskPatch } from "./operations";
import { isFull, occupants, type Place, worklistOf } from "./worklist";

/** Where a task stands now, as a place that a move can bring it back to. */
function placeOf(list: readonly Task[], task: Task): Place {
  const level = list.filter((t) => t.level === task.level);
  const at = level.findIndex((t) => t.id === task.id);
  const after = level[at - 1];
  const before = level[at + 1];
  return after ? { after_id: after.id } : before ? { before_id: before.id } : {};
}

/**
 * Everything that a person does to tasks. Each is on screen at once, asks first
 * what it must (who steps down, why), and can be undone where that is possible.
 */
export function useTaskActions() {
  const { me, replica } = useMine();
  const slots = useSlots();
  const { say, undoLast } = useToasts();
  const ask = useAsk();
  const { t } = useLingui();

  return useMemo(() => {
    const self = me.person.id;
    const run = (name: string, input: unknown) => {
      replica.mutate(name, input).catch(() => say(t`This could not be kept on this device. Try again.`));
    };
    const listOf = (owner: string) => worklistOf(replica.memory.all<Task>("task"), owner);

    /** Resolves to who steps down: [] when there is room, null when the person leaves it. */
    async function room(owner: string, level: Level, except?: string): Promise<string[] | null> {
      const down: string[] = [];
      let into = level;
      const list = listOf(owner);
      // Whoever steps down may find the next level full in turn.
      while (isFull(list, slots, into, except)) {
        const chosen = await ask.whoStepsDown(into, occupants(list, into, except));
        if (chosen === null) return null;
        down.push(chosen);
        into = into === "urgent" ? "high" : "medium";
      }
      return down;
    }

    /** A manager's move past started work, or into or out of a slot, says why (W15). */
    async function reasonFor(task: Task, level: Level, place: Place): Promise<string | null | undefined> {
      if (task.owner_id === self) return undefined;
      const slotted = (l: Level) => slots[l] !== undefined;
      const list = listOf(task.owner_id);
      const from = list.findIndex((x) => x.id === task.id);
      const to = list.findIndex((x) => x.id === (place.before_id ?? place.after_id));
      const passed = list.slice(Math.min(from, to), Math.max(from, to) + 1);
      const pastStarted = to >= 0 && passed.some((x) => x.id !== task.id && x.status === "in_progress");
      if (!pastStarted && !(level !== task.level && (slotted(level) || slotted(task.level))))
        return undefined;
      return ask.line(t`Why do you move it?`, t`In a line, for its owner`, t`Move`);
    }

    async function move(task: Task, level: Level, place: Place): Promise<void> {
      const down = await room(task.owner_id, level, task.id);
      if (!down) return;
      const reason = await reasonFor(task, level, place);
      if (reason === null) return;
      const back: MoveTask = { id: task.id, level: task.level, ...placeOf(listOf(task.owner_id), task) };
      const input: MoveTask = { id: task.id, level, ...place };
      if (down.length) input.step_down_ids = down;
      if (reason) input.reason = reason;
      run("task.move", input);
      say(t`Moved`, () => run("task.move", reason ? { ...back, reason: t`Undone` } : back));
    }

    return {
      move,
      undoLast,
      setLevel(task: Task, level: Level) {
        if (level === task.level) return;
        const first = listOf(task.owner_id).find((x) => x.level === level);
        void move(task, level, first ? { before_id: first.id } : {});
      },
      /** One step up or down; over the edge of a level it goes into the next one. */
      nudge(task: Task, by: 1 | -1) {
        const list = listOf(task.owner_id);
        const next = list[list.findIndex((x) => x.id === task.id) + by];
        if (!next) return;
        const sameLevel = next.level === task.level;
        const before = sameLevel ? by < 0 : by > 0;
        void move(task, next.level, before ? { before_id: next.id } : { after_id: next.id });
      },
      complete(task: Task) {
        run("task.complete", { id: task.id });
        say(t`Done`, () => run("task.reopen", { id: task.id }));
      },
      outcome(task: Task, text: string, url: string) {
        run("task.complete", { id: task.id, outcome: { text, url, skipped: false } });
        say(t`Done`, () => run("task.reopen", { id: task.id }));
      },
      noLongerNeeded(task: Task) {
        run("task.cancel", { id: task.id, reason: "no_longer_needed" });
        say(t`No longer needed`, () => run("task.reopen", { id: task.id }));
      },
      reopen: (task: Task) => run("task.reopen", { id: task.id }),
      start: (task: Task) => run("task.start", { id: task.id }),
      stop: (task: Task) => run("task.stop", { id: task.id }),
      unblock: (task: Task) => run("task.unblock", { id: task.id }),
      putBack: (task: Task) => run("task.put-back", { id: task.id }),
      async block(task: Task) {
        const text = await ask.line(t`Waiting for what, or whom?`, t`In a few words`, t`Wait`);
        if (text) run("task.block", { id: task.id, waiting_for: { text, person_id: null, task_ids: [] } });
      },
      patch(task: Task, patch: TaskPatch) {
        const old: Record<string, unknown> = {};
        for (const name of Object.keys(patch)) if (name in task) old[name] = task[name as keyof Task];
        run("task.patch", { id: task.id, patch });
        say(t`Changed`, () => run("task.patch", { id: task.id, patch: old }));
      },
      async accept(task: Task) {
        const down = await room(self, task.level);
        if (!down) return;
        run("task.accept", {
          id: task.id,
          level: task.level,
          ...(down.length ? { step_down_ids: down } : {}),
        });
        say(t`Accepted`);
      },
      async decline(task: Task) {
        const reason = await ask.line(t`Decline, and say why`, t`In a line, for who asked`, t`Decline`);
        if (reason) run("task.decline", { id: task.id, reason });
      },
      async add(parsed: ParsedTask, owner: string, place: Place = {}): Promise<boolean> {
        const straight = owner === self || me.reports.includes(owner);
        const down = straight ? await room(owner, parsed.level) : [];
        if (!down) return false;
        const id = uuidv7();
        const input: AddTask = {
          id,
          title: parsed.title,
          owner_id: owner,
          asked_by_id: self,
          straight,
          level: parsed.level,
          due_date: parsed.due_date,
          due_time: parsed.due_time,
          due_zone: parsed.due_zone,
          labels: parsed.labels,
          source_url: parsed.source_url,
          at: new Date().toISOString(),
          ...place,
        };
        if (down.length) input.step_down_ids = down;
        run("task.add", input);
        say(t`Added`, () => run("task.remove", { id }));
        return true;
      },
      comment(task: Task, body: string) {
        const at = new Date().toISOString();
        run("task.comment", { id: uuidv7(), task_id: task.id, author_id: self, body, at });
      },
    };
  }, [me, replica, slots, say, undoLast, ask, t]);
}

export type TaskActions = ReturnType<typeof useTaskActions>;
