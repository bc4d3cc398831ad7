import type { Today } from "../types";

const keyOf = (person: string): string => `cairn.today.${person}`;

/** Today as this browser last heard of it, for where the server is out of reach. */
export function keptToday(person: string): Today | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(person)) ?? "null") as Today | null;
  } catch {
    return null;
  }
}

export function keepToday(person: string, today: Today): void {
  try {
    localStorage.setItem(keyOf(person), JSON.stringify(today));
  } catch {
    // No room on this device: then there is nothing to show without the server.
  }
}

export function forgetToday(person: string): void {
  localStorage.removeItem(keyOf(person));
}
