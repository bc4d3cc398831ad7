import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { byName, type Team } from "../../data/about";
import { useMine, usePerson } from "../../data/mine";
import { zoneCity } from "../../lib/dates";
import { ahead } from "../../lib/week";
import type { Person } from "../../types";
import { useZoneWords } from "./zone-words";

interface Group {
  id: string;
  name: string;
  note: string | null;
  people: Person[];
  lead: string | null;
}

/** People under their teams; who is in several stands in each, and who is in none comes last. */
export function useTeams(people: readonly Person[], teams: readonly Team[]): Group[] {
  const { t } = useLingui();
  return useMemo(() => {
    const groups: Group[] = [...teams].sort(byName).map((team) => {
      const inside = new Set(team.person_ids);
      const members = people.filter((person) => inside.has(person.id));
      members.sort((a, b) => Number(b.id === team.lead_id) - Number(a.id === team.lead_id));
      return { id: team.id, name: team.name, note: null, people: members, lead: team.lead_id };
    });
    const placed = new Set(teams.flatMap((team) => team.person_ids));
    const loose = people.filter((person) => !placed.has(person.id));
    groups.push({ id: "none", name: t`In no team`, note: null, people: loose, lead: null });
    return groups.filter((group) => group.people.length);
  }, [people, teams, t]);
}

/** Who reports to me stands first; null where nobody does. */
export function useReports(people: readonly Person[]): Group[] | null {
  const { t } = useLingui();
  const { me } = useMine();
  return useMemo(() => {
    const mine = people.filter((person) => person.manager_id === me.person.id);
    if (!mine.length) return null;
    const others = people.filter((person) => person.manager_id !== me.person.id);
    return [
      { id: "reports", name: t`Your reports`, note: null, people: mine, lead: null },
      { id: "others", name: t`Everybody else`, note: null, people: others, lead: null },
    ];
  }, [people, me.person.id, t]);
}

/** People under their time zones, from west to east. */
export function useZones(people: readonly Person[]): Group[] {
  const { me } = useMine();
  const self = usePerson(me.person.id) ?? me.person;
  const { apart } = useZoneWords();
  const now = new Date();
  const zones = new Map<string, Person[]>();
  for (const person of people) {
    const there = zones.get(person.time_zone);
    if (there) there.push(person);
    else zones.set(person.time_zone, [person]);
  }
  return [...zones]
    .map(([zone, there]) => ({
      id: zone,
      name: zoneCity(zone),
      note: zone === self.time_zone ? null : apart(zone, self.time_zone, now),
      people: there,
      lead: null,
      minutes: ahead(zone, self.time_zone, now),
    }))
    .sort((a, b) => a.minutes - b.minutes || a.name.localeCompare(b.name));
}
