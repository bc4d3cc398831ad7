/** Runs when the page has nothing else to do; returns how to take it back. Not every browser tells when that is. */
export function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback !== "function") {
    const timer = setTimeout(run, 1000);
    return () => clearTimeout(timer);
  }
  const asked = requestIdleCallback(run, { timeout: 5000 });
  return () => cancelIdleCallback(asked);
}
