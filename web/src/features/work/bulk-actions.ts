import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { anyWeighs, dropAll, nudgeAll, type Onto, raiseAll, standings } from "../../data/bulk";
import { dropDraft } from "../../data/draft";
import { useMine, useSlots } from "../../data/mine";
import type { TaskPatch } from "../../data/operations";
import type { Level, Task } from "../../types";
import { Stays, useToasts } from "../../ui/toast";
import { type TaskActions, wantsOutcome } from "./actions";
import { useAsk } from "./ask";

interface Write {
  name: string;
  input: { id: string; [more: string]: unknown };
}

/** What is done to several tasks of one list at once; each can be undone as one. */
export function useBulkActions(owner: string, actions: TaskActions) {
  const { me, replica } = useMine();
  const slots = useSlots();
  const { say } = useToasts();
  const ask = useAsk();
  const { t } = useLingui();

  return useMemo(() => {
    const { listOf } = actions;
    const foreign = owner !== me.person.id;
    const chosenOf = (ids: ReadonlySet<string>) => listOf(owner).filter((task) => ids.has(task.id));
    const write = (writes: Write[]) => {
      const kept = replica.mutateAll(writes);
      kept.catch(() => say(t`This could not be kept on this device. Free some space on it, and try again.`));
      return kept;
    };
    /** Does them all, and says how to take them all back. */
    function done(words: string, writes: Write[], back: Write[], draft?: string) {
      if (!writes.length) return;
      const written = write(writes);
      written.then(
        () => draft && dropDraft(me.person.id, draft),
        () => {},
      );
      say(words, async () => {
        const keys = await written.catch(() => {
          throw new Stays(t`It was not kept, so there is nothing to undo.`);
        });
        // Those that were refused stand in “Could not be done”, and are as they were.
        const done = writes.filter((_, at) => !replica.refused(keys[at] ?? ""));
        if (!done.length) throw new Stays(t`It was refused: it stands in “Could not be done”.`);
        await write(back.filter(({ input }) => done.some((one) => one.input.id === input.id)));
      });
    }
    const closed = (ids: ReadonlySet<string>): Write[] =>
      standings(listOf(owner), ids).map(({ level: _level, ...place }) => ({
        name: "task.reopen",
        input: place,
      }));

    function patch(ids: ReadonlySet<string>, change: (task: Task) => TaskPatch | null): void {
      const writes: Write[] = [];
      const back: Write[] = [];
      for (const task of chosenOf(ids)) {
        const next = change(task);
        if (!next) continue;
        const old: Record<string, unknown> = {};
        for (const name of Object.keys(next)) if (name in task) old[name] = task[name as keyof Task];
        if (next.due_reason) old.due_reason = next.due_reason;
        writes.push({ name: "task.patch", input: { id: task.id, patch: next } });
        back.push({ name: "task.patch", input: { id: task.id, patch: old } });
      }
      const count = writes.length;
      done(count === 1 ? t`1 task changed` : t`${count} tasks changed`, writes, back);
    }

    /** Resolves to whether they were moved. What must be said about it is said once, for all of them. */
    async function move({ moves, full }: ReturnType<typeof raiseAll>): Promise<boolean> {
      const list = listOf(owner);
      if (full) {
        await ask.noRoom(full);
        return false;
      }
      const first = list.find((task) => task.id === moves[0]?.id);
      if (!first) return true;
      let reason: string | null = "";
      const draft = `move-all.${owner}`;
      if (foreign && anyWeighs(list, slots, moves)) {
        reason = await ask.line({
          title: t`Why do you move them?`,
          label: t`In a line, for their owner`,
          action: t`Move`,
          task: first,
          draft,
        });
        if (reason === null) return false;
      }
      const why = reason ? { reason } : {};
      const back = standings(list, new Set(moves.map((move) => move.id)));
      const count = moves.length;
      done(
        count === 1 ? t`1 task moved` : t`${count} tasks moved`,
        moves.map((move) => ({ name: "task.move", input: { ...move, ...why } })),
        back.map((place) => ({
          name: "task.move",
          input: { ...place, ...(reason ? { reason: t`Undone` } : {}) },
        })),
        draft,
      );
      return true;
    }

    return {
      setLevel: (ids: ReadonlySet<string>, level: Level) => move(raiseAll(listOf(owner), slots, ids, level)),
      /** All of them to where one of them was let go. */
      drop: (ids: ReadonlySet<string>, onto: Onto) => move(dropAll(listOf(owner), slots, ids, onto)),
      nudge: (ids: ReadonlySet<string>, by: 1 | -1) => move(nudgeAll(listOf(owner), slots, ids, by)),
      setDue: (ids: ReadonlySet<string>, due: TaskPatch) =>
        patch(ids, (task) => {
          const promised = task.asked_by_id !== task.owner_id && task.due_date !== null;
          const { due_reason, ...rest } = due;
          return promised && due_reason ? { ...rest, due_reason } : rest;
        }),
      addLabel: (ids: ReadonlySet<string>, label: string) =>
        patch(ids, ({ labels }) => (labels.includes(label) ? null : { labels: [...labels, label] })),
      complete(ids: ReadonlySet<string>) {
        const chosen = chosenOf(ids);
        const count = chosen.length;
        const skipped = { text: "", url: "", skipped: true };
        done(
          count === 1 ? t`1 task done` : t`${count} tasks done`,
          chosen.map((task) => ({
            name: "task.complete",
            input: { id: task.id, ...(wantsOutcome(task) ? { outcome: skipped } : {}) },
          })),
          closed(ids),
        );
      },
      noLongerNeeded(ids: ReadonlySet<string>) {
        const chosen = chosenOf(ids);
        const count = chosen.length;
        done(
          count === 1 ? t`1 task no longer needed` : t`${count} tasks no longer needed`,
          chosen.map(({ id }) => ({ name: "task.cancel", input: { id, reason: "no_longer_needed" } })),
          closed(ids),
        );
      },
    };
  }, [me, replica, slots, say, ask, t, owner, actions]);
}

export type BulkActions = ReturnType<typeof useBulkActions>;
