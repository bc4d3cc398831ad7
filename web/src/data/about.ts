import { useMemo } from "react";
import type { components } from "../api.gen";
import { givenName } from "../lib/given-name";
import { isolate } from "../lib/isolate";
import type { Person } from "../types";
import { useAll } from "./mine";

export type Team = components["schemas"]["Team"];

// Kept: comparing by it is many times faster than by localeCompare, and there may be 5,000 people.
const order = new Intl.Collator();

export function byName(a: { name: string }, b: { name: string }): number {
  return order.compare(a.name, b.name);
}

const firstName = (name: string): string => isolate(givenName(name));

/** Up the reporting line: the direct manager first. */
export function managersOf(person: Person, people: readonly Person[]): Person[] {
  const byId = new Map(people.map((p) => [p.id, p]));
  const above: Person[] = [];
  // The server keeps circles out; a copy in the middle of a change may hold one.
  for (let id = person.manager_id; id !== null; ) {
    const manager = byId.get(id);
    if (!manager || above.includes(manager)) break;
    above.push(manager);
    id = manager.manager_id;
  }
  return above;
}

/** Where a person stands among the others. */
export function useAbout(person: Person): {
  first: string;
  managers: Person[];
  reports: Person[];
  teams: Team[];
} {
  const people = useAll<Person>("person");
  const teams = useAll<Team>("team");
  return useMemo(
    () => ({
      first: firstName(person.name),
      managers: managersOf(person, people),
      reports: people.filter((p) => p.manager_id === person.id && p.active).sort(byName),
      teams: teams.filter((team) => team.person_ids.includes(person.id)).sort(byName),
    }),
    [person, people, teams],
  );
}
