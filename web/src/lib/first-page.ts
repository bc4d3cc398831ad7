import { afterPaint, whenIdle } from "./idle";

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

/** Where nobody is logged in yet: there the app behind it is not needed. */
export const atTheDoor = (path: string): boolean =>
  /^\/(login|setup|join|reset|forgotten|confirm|undo)$/.test(path);

/** Under this name the browser keeps who was here last. */
export const remembered = "cairn.me";

/** Whether the browser has a shelf for this page at all. */
export function keepsAnything(): boolean {
  try {
    localStorage.getItem(remembered);
    return true;
  } catch {
    return false;
  }
}

export function remember(me: unknown): void {
  try {
    localStorage.setItem(remembered, JSON.stringify(me));
  } catch {
    // No room on this device: then a reload asks the server who is here.
  }
}

/** Who was here last, so that a reload paints from the copy before the network answers. */
export function recall(): unknown {
  try {
    return JSON.parse(localStorage.getItem(remembered) ?? "null");
  } catch {
    return null;
  }
}

let asked: Promise<Response> | null = null;

/** On a first visit, before the app is here: nothing can be read before it is known who is. */
export function askWho(): void {
  asked = fetch("/api/v1/me", { headers: { Accept: "application/json" } });
  // Whoever takes the answer hears of it.
  asked.catch(() => {});
}

/** The answer to the question that was asked early, for whoever leaves it to others too. */
export const whoAnswers = (): Promise<Response> | null => asked;

/** The same, once. */
export function takeWho(): Promise<Response> | null {
  const answer = asked;
  asked = null;
  return answer;
}

let stands = false;
const later: (() => void)[] = [];

/** Whether something has been shown already: then nobody waits for a page to open. */
export const opened = (): boolean => stands;

/** What the first page shows is here: called once it has been read, by the copy or by the log-in. */
export function firstPageStands(): void {
  if (stands) return;
  stands = true;
  // It is still to be painted.
  afterPaint(() =>
    whenIdle(() => {
      for (const run of later) run();
    }),
  );
}

/** Runs once the first page stands: what is kept for later must not be loaded before what is needed now. */
export function afterFirstPage(run: () => void): void {
  if (stands) whenIdle(run);
  else later.push(run);
}
