import { useLingui } from "@lingui/react/macro";
import { useDayWords } from "../../data/due";
import { useMine, useSlots } from "../../data/mine";
import { isFull, roomBelow } from "../../data/worklist";
import type { Task } from "../../types";
import { useToasts } from "../../ui/toast";
import type { TaskActions } from "./actions";
import { useAsk } from "./ask";
import { useSelection } from "./selection";

/** Several at once of what is to be decided. */
export function useDecideAll(tasks: readonly Task[], actions: TaskActions) {
  const { t } = useLingui();
  const { me } = useMine();
  const slots = useSlots();
  const ask = useAsk();
  const { say } = useToasts();
  const dayWords = useDayWords();
  const { chosen, choose, clear } = useSelection(tasks);
  const picked = tasks.filter((task) => chosen.has(task.id));
  const count = picked.length;
  const [first] = picked;
  const self = me.person.id;
  return {
    chosen,
    choose,
    clear,
    /** Where a level is full, a task takes the next one with room: nobody chooses for each of them. */
    accept() {
      for (const task of picked) {
        const list = actions.listOf(self);
        const level = isFull(list, slots, task.level) ? roomBelow(list, slots, task.level) : task.level;
        void actions.run("task.accept", { id: task.id, level, on_full: "lower" });
      }
      clear();
      say(count === 1 ? t`Accepted` : t`${count} accepted`);
    },
    async decline() {
      const draft = "decline-all";
      const reason =
        first &&
        (await ask.line({
          title: count === 1 ? t`Decline, and say why` : t`Decline ${count} tasks, and say why`,
          label: t`In a line, for those who asked`,
          action: t`Decline`,
          task: first,
          draft,
        }));
      if (!reason) return;
      for (const task of picked) void actions.runWith([draft], "task.decline", { id: task.id, reason });
      clear();
      say(count === 1 ? t`Declined` : t`${count} declined`);
    },
    async snooze() {
      const until = await ask.snoozeDay();
      if (!until) return;
      for (const task of picked) void actions.run("task.snooze", { id: task.id, until });
      clear();
      const day = dayWords(until, me.person.time_zone);
      say(t`Put off until ${day}`, () =>
        actions.runAll(
          picked.map((task) => ({
            name: "task.snooze",
            input: { id: task.id, until: task.snoozed_until },
          })),
        ),
      );
    },
  };
}

export type Deciding = ReturnType<typeof useDecideAll>;
