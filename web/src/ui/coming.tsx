import { useLayoutEffect } from "react";

function hold(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** In the place of a dialog whose file is on its way: keys that are meant for it must not act on the page below. */
export function Coming() {
  useLayoutEffect(() => {
    window.addEventListener("keydown", hold, { capture: true });
    return () => window.removeEventListener("keydown", hold, { capture: true });
  }, []);
  return null;
}
