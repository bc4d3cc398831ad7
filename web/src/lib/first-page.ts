/** A page in a tab that nobody sees, or in a browser that does not tell, is never painted. */
const mostForPaint = 100;

/** Resolves when what index.html has of its own can be seen: it must not wait for the app to be read. */
export function painted(): Promise<void> {
  const here = () => performance.getEntriesByName("first-contentful-paint").length > 0;
  if (document.hidden || here()) return Promise.resolve();
  return new Promise((resolve) => {
    const seen = new PerformanceObserver(() => here() && resolve());
    seen.observe({ type: "paint", buffered: true });
    setTimeout(resolve, mostForPaint);
  });
}

/** Ends the task that the browser is at: what it has waiting comes first. */
export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Runs once the first page stands: what is kept for later must not be loaded before what is needed now. */
export function afterFirstPage(root: HTMLElement, run: () => void): void {
  const shown = new MutationObserver(() => {
    if (!root.querySelector("h1")) return;
    shown.disconnect();
    run();
  });
  shown.observe(root, { childList: true, subtree: true });
}
