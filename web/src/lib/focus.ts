/**
 * Whether a person went on to something else on the page. Where only the window lost the focus, or the
 * tab is being closed, the box keeps it: half a sentence is not yet what they wanted to say.
 */
export function wasLeft(box: Element): boolean {
  return document.activeElement !== box;
}

/** How many frames something may take until it is on the page and can be seen. */
const mostFrames = 600;
const acts = ["keydown", "pointerdown", "wheel", "focusin"] as const;

let stop = () => {};
let moving = false;
let running = false;
let landing: (() => boolean) | null = null;

function typing(): boolean {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(activeElement.tagName);
}

/** Puts the focus there; says whether it took it: what is hidden, or not there yet, does not. */
export function focusOn(element: HTMLElement | null | undefined, options?: FocusOptions): boolean {
  if (!element) return false;
  moving = true;
  element.focus(options);
  moving = false;
  return document.activeElement === element;
}

/** The page's heading, where one begins to read; null until it is there. */
export function heading(): HTMLElement | null {
  const found = document.querySelector<HTMLElement>("main h1");
  if (found) found.tabIndex = -1;
  return found;
}

/** Out of a box that one types in, to the heading above it: there the keys act again. */
export function leaveBox(box: Element): void {
  const above = [...document.querySelectorAll<HTMLElement>("main h1, main h2")].filter(
    (one) => one.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING && one.checkVisibility(),
  );
  const to = above.at(-1) ?? heading();
  if (!to) return;
  to.tabIndex = -1;
  focusOn(to, { preventScroll: inSight(to) });
}

/** Whether one sees it, or at least half of it, without scrolling. */
export function inSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  const middle = (top + bottom) / 2;
  return middle > 0 && middle < innerHeight;
}

/**
 * All that moves the focus by itself goes through here, one thing at a time, the newest: `step` is done now
 * and in each frame until it says that it has got there. It gives up for good once the person does anything,
 * or something else has taken the focus; who types is never disturbed.
 */
export function settle(step: () => boolean): void {
  stop();
  if (typing()) return;
  let frame = 0;
  let count = 0;
  const end = () => {
    if (moving) return;
    running = false;
    cancelAnimationFrame(frame);
    for (const act of acts) removeEventListener(act, end, { capture: true });
  };
  const run = () => {
    if (step() || ++count > mostFrames) end();
    else frame = requestAnimationFrame(run);
  };
  for (const act of acts) addEventListener(act, end, { capture: true, passive: true });
  stop = end;
  running = true;
  run();
}

/** Whether the focus is on its way to somewhere. */
export const isSettling = () => running;

/** Said by a page as it is mounted: where on it one arrives, if not at its heading. */
export function landOn(step: () => boolean): void {
  landing = step;
}

/** Where the page that is shown wants one to arrive: null if at its heading. */
export const landingHere = () => landing;

/** The page is left, and what it wanted with it. */
export function leave(): void {
  stop();
  landing = null;
}
