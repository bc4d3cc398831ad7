import { useEffect, useLayoutEffect, useRef } from "react";

interface Left {
  top: number;
  /** The link that one went by. */
  link: string | null;
}

const storeKey = "cairn.places";
/** How many frames a page may take to be as tall as it was, and its rows to be there. */
const mostFrames = 90;
const framesForLink = 20;

/** Where one was on each page of the history, also after a reload. */
const left: Record<string, Left> = JSON.parse(sessionStorage.getItem(storeKey) ?? "{}");

function keep(): void {
  const latest = Object.entries(left).slice(-50);
  sessionStorage.setItem(storeKey, JSON.stringify(Object.fromEntries(latest)));
}

/** The history's entry that is shown. It gets a name of its own when one first comes to it. */
function entry(): string {
  const state = history.state as { place?: string } | null;
  if (state?.place) return state.place;
  const place = crypto.randomUUID();
  history.replaceState({ ...state, place }, "");
  return place;
}

function typing(): boolean {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(activeElement.tagName);
}

function focus(element: HTMLElement): void {
  if (element.tagName === "H1") element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/** Runs in each frame until it says that it is done, or there were too many. */
function eachFrame(step: (count: number) => boolean): () => void {
  let frame = 0;
  let count = 0;
  const run = () => {
    if (!step(count++) && count < mostFrames) frame = requestAnimationFrame(run);
  };
  run();
  return () => cancelAnimationFrame(frame);
}

/**
 * What a browser does for pages and not for screens: a new place begins at its top with the focus on
 * its heading; going back leads to where one was, on the link that one had taken.
 */
export function useArrival(path: string): void {
  const popped = useRef(false);
  const first = useRef(true);
  const here = useRef("");

  useEffect(() => {
    history.scrollRestoration = "manual";
    const pop = () => {
      popped.current = true;
    };
    const note = () => {
      if (here.current) left[here.current] = { top: scrollY, link: left[here.current]?.link ?? null };
    };
    const follow = (event: MouseEvent | KeyboardEvent) => {
      const link = event.target instanceof Element ? event.target.closest("main a[href]") : null;
      if (link && here.current) left[here.current] = { top: scrollY, link: link.getAttribute("href") };
    };
    addEventListener("popstate", pop);
    addEventListener("scroll", note, { passive: true });
    addEventListener("click", follow, true);
    addEventListener("pagehide", keep);
    return () => {
      removeEventListener("popstate", pop);
      removeEventListener("scroll", note);
      removeEventListener("click", follow, true);
      removeEventListener("pagehide", keep);
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is what changes when one arrives.
  useLayoutEffect(() => {
    here.current = entry();
    const back = popped.current || first.current ? left[here.current] : undefined;
    const opened = first.current;
    popped.current = false;
    first.current = false;
    if (!back && !opened) scrollTo(0, 0);
    let reached = !back;
    let focused = opened;
    const top = back?.top ?? 0;
    return eachFrame((count) => {
      if (!reached) {
        scrollTo(0, top);
        reached = Math.abs(scrollY - top) < 2;
      }
      if (!focused) {
        const link =
          back?.link && document.querySelector<HTMLElement>(`main a[href="${CSS.escape(back.link)}"]`);
        const waits = !reached || (back?.link && count < framesForLink);
        const to = link || (waits ? null : document.querySelector<HTMLElement>("main h1"));
        focused = typing() || to !== null;
        if (to && !typing()) focus(to);
      }
      return reached && focused;
    });
  }, [path]);
}
