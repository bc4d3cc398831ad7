/** Where to stand when one comes back from a task to the list that it is on; told once. */
const places = new Map<string, string>();

export function returnTo(owner: string, task: string): void {
  places.set(owner, task);
}

export function takeReturn(owner: string): string | null {
  const task = places.get(owner) ?? null;
  places.delete(owner);
  return task;
}
