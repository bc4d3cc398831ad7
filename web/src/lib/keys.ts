/** Apple's keyboards have ⌘ where others have Ctrl. */
const apple = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey">;

/** "j", "Shift+J", "Mod+k", "Enter": the name under which a key press is looked up. */
export function keyOf(event: Press, mac = apple): string {
  if (mac ? event.metaKey : event.ctrlKey) return `Mod+${event.key.toLowerCase()}`;
  // The other one of the two belongs to the system, or to the text box.
  if (event.ctrlKey || event.metaKey) return "";
  const shifted = event.shiftKey && event.key.length === 1 && /[A-Za-z]/.test(event.key);
  return shifted ? `Shift+${event.key.toUpperCase()}` : event.key;
}

const signs: Record<string, string> = {
  Enter: "↵",
  Escape: "Esc",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
};

/** A key as it stands on the keyboard. */
export function keyLabel(name: string, mac = apple): string {
  if (name.startsWith("Mod+")) return (mac ? "⌘" : "Ctrl ") + name.slice(4).toUpperCase();
  if (name.startsWith("Shift+")) return `⇧${name.slice(6)}`;
  return signs[name] ?? name;
}

/** Escape leaves the box that one types in: then the keys act again. What is typed stays. */
export function leavesBox(event: KeyboardEvent): boolean {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return false;
  const { target } = event;
  if (!(target instanceof HTMLElement) || target.closest("dialog")) return false;
  // A box for searching is emptied first, by the browser.
  if (target instanceof HTMLInputElement) return target.type !== "search" || !target.value;
  return target instanceof HTMLTextAreaElement;
}

/** Single keys act only where nobody is typing; no key acts past an open dialog or menu. */
export function mayAct(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.altKey || event.isComposing) return false;
  if (document.querySelector("dialog[open], [role=menu]")) return false;
  if (event.ctrlKey || event.metaKey) return true;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return true;
  // What has the focus takes Enter itself.
  if (event.key === "Enter" && target.closest("a, button, summary")) return false;
  return !target.isContentEditable && !/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
