let held: string | null = null;
let cancel = () => {};

function hold(event: KeyboardEvent): void {
  if (held === null || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.key === "Escape") {
    giveHeldKeys();
    cancel();
  } else if (event.key === "Backspace") held = [...held].slice(0, -1).join("");
  else if ([...event.key].length === 1) held += event.key;
}

/** From now on what is typed belongs to a box that is still being loaded; on the page below it would act. */
export function holdKeys(onCancel: () => void): void {
  if (held !== null) return;
  held = "";
  cancel = onCancel;
  window.addEventListener("keydown", hold, { capture: true });
}

/** Ends the holding, and gives what was typed meanwhile. */
export function giveHeldKeys(): string {
  const words = held ?? "";
  held = null;
  window.removeEventListener("keydown", hold, { capture: true });
  return words;
}
