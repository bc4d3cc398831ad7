/** How many places are kept; the palette shows fewer. */
const kept = 12;

const keyOf = (person: string): string => `cairn.recent.${person}`;

/** The tasks and people that somebody has opened in this browser, by their paths, the latest first. */
export function recentPlaces(person: string): string[] {
  try {
    const places: unknown = JSON.parse(localStorage.getItem(keyOf(person)) ?? "[]");
    return Array.isArray(places) ? places.map(String) : [];
  } catch {
    return [];
  }
}

/** Where one was last, other than on a task's page: from there one opened it. */
let from = "/";
export const cameFrom = (): string => from;

export function rememberPlace(person: string, path: string): void {
  if (!path.startsWith("/tasks/")) from = path;
  if (!/^\/(tasks|people)\/[^/]+$/.test(path)) return;
  const places = [path, ...recentPlaces(person).filter((place) => place !== path)].slice(0, kept);
  try {
    localStorage.setItem(keyOf(person), JSON.stringify(places));
  } catch {
    // No room on this device: then nothing is recent.
  }
}

export function forgetPlaces(person: string): void {
  localStorage.removeItem(keyOf(person));
}
