import type { Person, Task, Workspace } from "../types";

interface House {
  visibility: Workspace["visibility"];
  person: (id: string) => Pick<Person, "manager_id"> | undefined;
}

/**
 * Whether somebody reads a whole list, its confidential tasks aside. The server decides (its scopes);
 * this only tells why a list has nothing on it here, and claims no places that are not in sight.
 */
export function readsList(
  reader: Pick<Person, "id" | "team_ids">,
  owner: Pick<Person, "id" | "manager_id" | "team_ids">,
  { visibility, person }: House,
): boolean {
  if (visibility === "workspace" || reader.id === owner.id || reader.id === owner.manager_id) return true;
  if (visibility === "pair") return false;
  // The copy may be of a moment in which a line was being changed: no walk in circles.
  const seen = new Set<string>();
  for (let id = owner.manager_id; id && !seen.has(id); id = person(id)?.manager_id ?? null) {
    if (id === reader.id) return true;
    seen.add(id);
  }
  return visibility === "team" && owner.team_ids.some((team) => reader.team_ids.includes(team));
}

/** With whom a talk about it is proposed, where they would not read the thread otherwise. */
export function strangerTo(task: Task, self: string): string[] {
  const other = task.talk?.with_id;
  return !other || task.confidential || other === self || other === task.asked_by_id ? [] : [other];
}
