import { useSyncExternalStore } from "react";

const query = () => matchMedia("(min-width: 48rem)");

/** Whether the window is as wide as the `md:` of the styles. */
export const isWide = () => query().matches;

/** The same, as it changes: for what stands beside something there, and on a phone is a page of its own. */
export const useWide = () => useSyncExternalStore(watch, isWide);

function watch(changed: () => void): () => void {
  const wide = query();
  wide.addEventListener("change", changed);
  return () => wide.removeEventListener("change", changed);
}
