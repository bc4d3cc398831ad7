import type { Person } from "../../types";

export interface Branch {
  person: Person;
  depth: number;
  /** Which of how many beside it. */
  nth: number;
  of: number;
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
    const known = reportsOf.get(manager);
    if (known) known.push(person);
    else reportsOf.set(manager, [person]);
  }
  const branches: Branch[] = [];
  function grow(manager: string | null, depth: number): number {
    const before = branches.length;
    const beside = reportsOf.get(manager) ?? [];
    for (const [i, person] of beside.entries()) {
      const reports = reportsOf.get(person.id)?.length ?? 0;
      const branch = { person, depth, nth: i + 1, of: beside.length, reports, below: 0 };
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

/** A company that fits on a page is open; of a larger one there is the top, and who reports to it. */
const fits = 60;

export function foldedAtFirst(branches: readonly Branch[]): Set<string> {
  if (branches.length <= fits) return new Set();
  return new Set(branches.filter((b) => b.depth >= 1 && b.reports > 0).map((b) => b.person.id));
}

/** Where a key of a tree's leads: another row, or folding one. */
export type Step = { to: number } | { fold: string } | null;

export function step(shown: readonly Branch[], folded: ReadonlySet<string>, at: number, key: string): Step {
  const branch = shown[at];
  if (!branch) return shown.length ? { to: 0 } : null;
  const { id } = branch.person;
  const last = shown.length - 1;
  switch (key) {
    case "ArrowDown":
      return { to: Math.min(last, at + 1) };
    case "ArrowUp":
      return { to: Math.max(0, at - 1) };
    case "Home":
      return { to: 0 };
    case "End":
      return { to: last };
    case "ArrowRight":
      if (!branch.reports) return null;
      return folded.has(id) ? { fold: id } : { to: at + 1 };
    case "ArrowLeft": {
      if (branch.reports && !folded.has(id)) return { fold: id };
      const manager = shown.findLastIndex((other, i) => i < at && other.depth === branch.depth - 1);
      return manager < 0 ? null : { to: manager };
    }
    default:
      return null;
  }
}
