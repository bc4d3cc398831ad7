/** Where to stand when one comes back from a task to the list that it is on; told once. */
const places = new Map<string, readonly string[]>();

/** The task, and those beside it for when it has left the list. */
export function returnTo(owner: string, tasks: readonly string[]): void {
  places.set(owner, tasks);
}

export function takeReturn(owner: string): readonly string[] {
  const tasks = places.get(owner) ?? [];
  places.delete(owner);
  return tasks;
}
