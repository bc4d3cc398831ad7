/** Runs when the page has nothing else to do; returns how to take it back. Not every browser tells when that is. */
export function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback !== "function") {
    const timer = setTimeout(run, 1000);
    return () => clearTimeout(timer);
  }
  const asked = requestIdleCallback(run, { timeout: 5000 });
  return () => cancelIdleCallback(asked);
}

/** Runs once what has just been drawn can be seen; a page that nobody sees is not waited for. */
export function afterPaint(run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    timer = setTimeout(run);
  };
  const frame = document.hidden ? 0 : requestAnimationFrame(soon);
  if (!frame) soon();
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
