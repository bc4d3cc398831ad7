import { useEffect, useRef } from "react";

export type Keys = Record<string, (event: KeyboardEvent) => void>;

/** "j", "Shift+J", "Enter": the name under which a key press is looked up. */
function nameOf(event: KeyboardEvent): string {
  const shifted = event.shiftKey && event.key.length === 1 && /[A-Za-z]/.test(event.key);
  return shifted ? `Shift+${event.key.toUpperCase()}` : event.key;
}

/** Single keys act only where nobody is typing and no dialog is open. */
function busy(target: EventTarget | null): boolean {
  if (document.querySelector("dialog[open], [role=menu]")) return true;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Shortcuts while the component is mounted. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || busy(event.target))
        return;
      const run = latest.current[nameOf(event)];
      if (!run) return;
      event.preventDefault();
      run(event);
    }
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
