import { zoneCity } from "../lib/dates";
import { fold } from "../lib/match";
import type { Person } from "../types";

/** Every word that was typed is somewhere in who the person is. */
export function matches(person: Person, search: string, more = ""): boolean {
  const words = fold(search).split(/\s+/).filter(Boolean);
  if (!words.length) return true;
  const email = fold(person.email);
  // Most of a workspace has the same after the @: only who writes one means it.
  const text = fold(
    `${person.name} ${person.title} ${email.split("@")[0]} ${zoneCity(person.time_zone)} ${more}`,
  );
  return words.every((word) => (word.includes("@") ? email : text).includes(word));
}
