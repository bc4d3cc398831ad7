import { zoneCity } from "../lib/dates";
import type { Person } from "../types";

/** Without case and accents. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Every word that was typed is somewhere in who the person is. */
export function matches(person: Person, search: string, more = ""): boolean {
  const words = plain(search).split(/\s+/).filter(Boolean);
  if (!words.length) return true;
  const text = plain(`${person.name} ${person.title} ${person.email} ${zoneCity(person.time_zone)} ${more}`);
  return words.every((word) => text.includes(word));
}
