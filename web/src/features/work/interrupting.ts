import { useMemo } from "react";
import { isThere } from "../../data/interrupt";
import { useMine } from "../../data/mine";
import { type Interrupted, useInterrupt } from "../../parts/interrupt";
import type { ParsedTask, Person, Task } from "../../types";
import type { ListActions } from "./actions";

/** Who can be interrupted about a task: its owner, and by its owner who asked for it. */
export function theOther(task: Task, self: string): string | null {
  if (task.owner_id !== self) return task.owner_id;
  return task.asked_by_id !== self ? task.asked_by_id : null;
}

/** Now instead of the next digest. */
export function useInterrupting({ add }: ListActions) {
  const { me, replica } = useMine();
  const interrupt = useInterrupt();
  return useMemo(() => {
    const person = (id: string) => replica.memory.get<Person>("person", id);
    return {
      async interruptAbout(task: Task) {
        const other = person(theOther(task, me.person.id) ?? "");
        if (other) await interrupt({ person: other, task: { id: task.id, title: task.title } });
      },
      /** Puts a task onto somebody's list and tells them at once; resolves to what became of it, and the task's id. */
      async addNow(
        parsed: ParsedTask,
        list_revision?: number,
      ): Promise<{ how: Interrupted; added: Awaited<ReturnType<typeof add>> }> {
        const owner = person(parsed.owner_id);
        let added: Awaited<ReturnType<typeof add>> = null;
        if (!owner) return { how: "left", added };
        const how = await interrupt({
          person: owner,
          first: {
            title: parsed.title,
            put: async () => {
              added = await add(parsed, list_revision);
              if (!added) return null;
              await added.kept;
              return (await isThere(replica, added.id)) ? added.id : null;
            },
          },
        });
        return { how, added };
      },
    };
  }, [me, replica, interrupt, add]);
}
