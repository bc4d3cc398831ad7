import { focusOn, heading, isSettling } from "./focus";

const focusable =
  "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex='0']";
/** How many frames something that is disabled may take until it can be used again, and all of it. */
const framesToWait = 30;
const mostFrames = 600;

/** Where one was when a key was pressed: the element, and which child leads to it in each box that it stands in. */
interface Place {
  element: HTMLElement;
  within: { box: Element; at: number }[];
}

const inside = (box: Element): HTMLElement[] =>
  [...box.querySelectorAll<HTMLElement>(focusable)].filter((one) => one.checkVisibility());

/** It is noted at each key: nothing here may ask for the layout. */
function placeOf(element: HTMLElement): Place {
  const within: Place["within"] = [];
  const root = element.closest("dialog, main");
  for (let child: Element = element; child !== root && child.parentElement; child = child.parentElement) {
    within.push({ box: child.parentElement, at: [...child.parentElement.children].indexOf(child) });
  }
  return { element, within: root ? within : [] };
}

/** A row of a list that draws only what is in sight, and has its cursor (`data-cursor`) there: it will be drawn again. */
function undrawn(element: HTMLElement, box: Element): boolean {
  const cursor = box.closest<HTMLElement>("[data-cursor]")?.dataset.cursor;
  return cursor !== undefined && element.getAttribute("href") === cursor;
}

/** What stands now where the element was: the same link drawn anew, or else what is as near to it as there is anything. */
function nearest({ element, within }: Place): HTMLElement | null {
  const href = element.getAttribute("href");
  for (const { box, at } of within) {
    if (!box.isConnected) continue;
    const all = inside(box);
    const same = href && all.find((one) => one.getAttribute("href") === href);
    if (same) return same;
    if (undrawn(element, box)) return null;
    const rest = [...box.children].slice(at);
    const found = all.find((one) => rest.some((child) => child.contains(one))) ?? all.at(-1);
    if (found) return found;
  }
  return heading();
}

const usable = (element: HTMLElement) =>
  element.isConnected && !element.matches(":disabled") && element.checkVisibility();

function lost(): boolean {
  const { activeElement, body } = document;
  return !activeElement || activeElement === body || activeElement.matches(":disabled");
}

let byKeys = false;

/** Whether a key was pressed since a pointer, or the wheel, was used. */
export const keysUsed = () => byKeys;

/**
 * Who works by keys stands somewhere after each of them: where what had the focus goes away, or can't be used any
 * more, the focus goes to what has taken its place. Whatever moves it of its own accord goes before.
 */
export function keepFocus(): () => void {
  let page: Place | null = null;
  let dialog: Place | null = null;
  let frame = 0;

  const place = () => (document.querySelector("dialog[open]") ? dialog : page);
  function forget() {
    cancelAnimationFrame(frame);
    frame = 0;
  }
  function seek(waited: number) {
    frame = 0;
    const here = place();
    if (!here || !lost() || waited > mostFrames) return;
    const { element } = here;
    const later = () => {
      frame = requestAnimationFrame(() => seek(waited + 1));
    };
    // Two frames for whoever knows better where it goes; a button that is busy comes back.
    if (waited < 2 || isSettling()) return later();
    if (element.isConnected && element.matches(":disabled") && waited < framesToWait) return later();
    if (!focusOn(usable(element) ? element : nearest(here), { preventScroll: true })) return later();
    document.activeElement?.scrollIntoView({ block: "nearest" });
  }
  function look() {
    if (frame || !lost()) return;
    const here = place();
    // Whoever has gone to the browser's own bars has left it where it was.
    if (here && !usable(here.element)) frame = requestAnimationFrame(() => seek(0));
  }
  function note() {
    const { activeElement, body } = document;
    if (!byKeys || !(activeElement instanceof HTMLElement) || activeElement === body) return;
    if (activeElement.closest("[role=menu]")) return;
    if (activeElement.closest("dialog")) dialog = placeOf(activeElement);
    else page = placeOf(activeElement);
  }
  function key() {
    forget();
    byKeys = true;
    note();
  }
  function pointer() {
    forget();
    byKeys = false;
    page = null;
    dialog = null;
  }

  const seen = new MutationObserver(look);
  seen.observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled"] });
  addEventListener("keydown", key, true);
  addEventListener("focusin", note, true);
  addEventListener("pointerdown", pointer, true);
  // Who scrolls away is not brought back, nor given another row.
  addEventListener("wheel", pointer, { capture: true, passive: true });
  return () => {
    forget();
    seen.disconnect();
    removeEventListener("keydown", key, true);
    removeEventListener("focusin", note, true);
    removeEventListener("pointerdown", pointer, true);
    removeEventListener("wheel", pointer, true);
  };
}
