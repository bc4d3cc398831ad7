/** Runs once the first page stands: what is kept for later must not be loaded before what is needed now. */
export function afterFirstPage(root: HTMLElement, run: () => void): void {
  const shown = new MutationObserver(() => {
    if (!root.querySelector("h1")) return;
    shown.disconnect();
    run();
  });
  shown.observe(root, { childList: true, subtree: true });
}
