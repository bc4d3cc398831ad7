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

const fromKey = "cairn.from";

/** Where one was last in this tab, other than on a task's page: from there one opened it. */
export function cameFrom(): string {
  try {
    return sessionStorage.getItem(fromKey) ?? "/";
  } catch {
    return "/";
  }
}

export function rememberPlace(person: string, path: string): void {
  if (!path.startsWith("/tasks/")) keep(() => sessionStorage.setItem(fromKey, path));
  if (!/^\/(tasks|people)\/[^/]+$/.test(path)) return;
  const places = [path, ...recentPlaces(person).filter((place) => place !== path)].slice(0, kept);
  keep(() => localStorage.setItem(keyOf(person), JSON.stringify(places)));
}

function keep(write: () => void): void {
  try {
    write();
  } catch {
    // No room on this device: then nothing is recent.
  }
}

export function forgetPlaces(person: string): void {
  localStorage.removeItem(keyOf(person));
  sessionStorage.removeItem(fromKey);
}
