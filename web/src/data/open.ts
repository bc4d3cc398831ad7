import { browserEnvironment } from "../replica/environment";
import { Replica } from "../replica/replica";
import type { Me, Person, Task } from "../types";
import { taskOperations } from "./operations";

/** Opens somebody's copy. `known`: the server has just said that it is they who are here. */
export function openReplica(me: Me, remarked: (words: string) => void, known: boolean): Promise<Replica> {
  const self = me.person.id;
  return Replica.open({
    person: self,
    known,
    mutators: taskOperations,
    env: browserEnvironment(),
    remarked,
    scopesOf(kind, object) {
      if (kind !== "task") return [];
      const { owner_id, asked_by_id, confidential } = object as Task;
      return [`${confidential ? "confidential" : "worklist"}:${owner_id}`, `person:${asked_by_id}`];
    },
    // One's own list, those of one's direct reports, and what one has asked of anybody.
    follows(scope, rows) {
      const [kind, id = ""] = scope.split(":");
      if (kind === "worklist" || kind === "confidential")
        return id === self || rows.get<Person>("person", id)?.manager_id === self;
      return kind === "workspace" || (kind === "person" && id === self);
    },
  });
}
