import type { Person } from "../../types";

export interface Branch {
  person: Person;
  depth: number;
  /** Who reports to them directly. */
  reports: number;
  /** Everybody below them. */
  below: number;
}

/** Depth first, in the order given; who has no manager among them stands at the top (P1). */
export function forest(people: readonly Person[]): Branch[] {
  const ids = new Set(people.map((person) => person.id));
  const reportsOf = new Map<string | null, Person[]>();
  for (const person of people) {
    const manager = person.manager_id !== null && ids.has(person.manager_id) ? person.manager_id : null;
    reportsOf.set(manager, [...(reportsOf.get(manager) ?? []), person]);
  }
  const branches: Branch[] = [];
  function grow(manager: string | null, depth: number): number {
    const before = branches.length;
    for (const person of reportsOf.get(manager) ?? []) {
      const branch = { person, depth, reports: reportsOf.get(person.id)?.length ?? 0, below: 0 };
      branches.push(branch);
      branch.below = grow(person.id, depth + 1);
    }
    return branches.length - before;
  }
  grow(null, 0);
  return branches;
}

/** Without what is below those who are folded. */
export function open(branches: readonly Branch[], folded: ReadonlySet<string>): Branch[] {
  const shown: Branch[] = [];
  for (let i = 0; i < branches.length; i++) {
    const branch = branches[i] as Branch;
    shown.push(branch);
    if (folded.has(branch.person.id)) i += branch.below;
  }
  return shown;
}
