const key = "cairn.reloaded";
/** Two tries within this time would be a circle. */
const circleMs = 60_000;

/** Whether a part of the app could not be loaded, in the words of each browser. */
export function isStale(error: unknown): boolean {
  const words = error instanceof Error ? error.message : "";
  return /dynamically imported module|importing a module script failed|unable to preload/i.test(words);
}

/** After an update the page may ask for parts that are gone: loading it anew mends that, once. */
export function reloadOnce(): void {
  if (!navigator.onLine) return;
  if (Date.now() - Number(sessionStorage.getItem(key) ?? 0) < circleMs) return;
  sessionStorage.setItem(key, String(Date.now()));
  location.reload();
}
