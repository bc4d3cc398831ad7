/**
 * Which of the tasks that one is about to wait for leads back to it, if any: it
 * waits for this one already, itself or through others (W12). Only what is on
 * this device is seen; the server refuses the rest.
 */
export function circleThrough(
  task: string,
  chosen: readonly string[],
  waitsFor: (id: string) => readonly string[],
): string | null {
  for (const first of chosen) {
    const seen = new Set<string>();
    const ahead = [first];
    for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
      if (id === task) return first;
      if (seen.has(id)) continue;
      seen.add(id);
      ahead.push(...waitsFor(id));
    }
  }
  return null;
}
