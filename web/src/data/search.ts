import { zoneCity } from "../lib/dates";
import { fold } from "../lib/match";
import type { Person } from "../types";

/** Every word that was typed is somewhere in who the person is. */
export function matches(person: Person, search: string, more = ""): boolean {
  const words = fold(search).split(/\s+/).filter(Boolean);
  if (!words.length) return true;
  const text = fold(`${person.name} ${person.title} ${person.email} ${zoneCity(person.time_zone)} ${more}`);
  return words.every((word) => text.includes(word));
}
