import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { isDoubtful, mayLetGo } from "../../data/asked-ago";
import { useMine } from "../../data/mine";
import { isolate } from "../../lib/isolate";
import type { Person, Task } from "../../types";
import { useToasts } from "../../ui/toast";
import type { ListActions } from "./actions";
import { useAsk } from "./ask";

/** The answers to what Cairn asks about a task by itself, and the question before one starts. */
export function useAsks({ run, runWith, did, close, start }: ListActions) {
  const { say } = useToasts();
  const ask = useAsk();
  const { t } = useLingui();
  const { replica } = useMine();

  return useMemo(() => {
    function askFirst(task: Task) {
      void run("task.ask-first", { id: task.id });
      const name = isolate(replica.memory.get<Person>("person", task.asked_by_id)?.name ?? "");
      say(t`${name} is asked in the next digest`, undefined, task.title);
    }
    function keep(task: Task, name: "task.keep" | "task.keep-urgent", words: string) {
      const { id, needed_at, doubt_at, let_go_at } = task;
      did(
        run(name, { id }),
        words,
        () => run("task.unkeep", { id, before: { needed_at, doubt_at, let_go_at } }),
        task.title,
      );
    }
    return {
      askFirst,
      keep: (task: Task) => keep(task, "task.keep", t`Still needed`),
      keepUrgent: (task: Task) => keep(task, "task.keep-urgent", t`Still urgent`),
      letGo: (task: Task) => close(task, "no_longer_needed", t`Let go`),
      /** What nobody has spoken of for long is asked about first (W9). */
      async start(task: Task) {
        if (!isDoubtful(task) || mayLetGo(task, Date.now())) return start(task);
        const chosen = await ask.doubt(task);
        if (chosen === "start") start(task);
        if (chosen === "ask") askFirst(task);
      },
      async talked(task: Task) {
        const outcome = await ask.line({
          title: t`What came of your talk?`,
          label: t`In a line; it stands in the thread`,
          action: t`Keep it`,
          task,
          draft: `talked.${task.id}`,
        });
        if (!outcome) return;
        void runWith([`talked.${task.id}`], "task.talked", { id: task.id, words: outcome });
        say(t`Written on the task`, undefined, task.title);
      },
      noTalk(task: Task) {
        void run("task.talked", { id: task.id, words: "" });
        say(t`No talk, then`, undefined, task.title);
      },
      async repeat(task: Task) {
        const chosen = await ask.repeat(task);
        if (chosen === null || chosen.rule === (task.repeat?.rule ?? null)) return;
        const written = run("task.patch", { id: task.id, patch: { repeat: chosen.rule } });
        const before = task.repeat?.rule ?? null;
        did(
          written,
          chosen.rule ? t`It repeats` : t`It repeats no more`,
          () => run("task.patch", { id: task.id, patch: { repeat: before } }),
          task.title,
        );
      },
    };
  }, [replica, run, runWith, did, close, start, say, ask, t]);
}
