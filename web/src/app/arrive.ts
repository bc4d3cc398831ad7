import { useEffect, useLayoutEffect, useRef } from "react";
import { navigate as go, type useBrowserLocation, usePathname } from "wouter/use-browser-location";
import { focusOn, heading, landingHere, leave, settle } from "../lib/focus";
import { takeFonts } from "../lib/fonts";

interface Left {
  top: number;
  /** The link that one went by. */
  link: string | null;
}

const storeKey = "cairn.places";
/** How many frames a place on the page may take to be there; after them one is at the heading. */
const framesForPlace = 20;

/** Where one was on each page of the history, also after a reload. */
const left: Record<string, Left> = JSON.parse(sessionStorage.getItem(storeKey) ?? "{}");

function keep(): void {
  const latest = Object.entries(left).slice(-50);
  sessionStorage.setItem(storeKey, JSON.stringify(Object.fromEntries(latest)));
}

/** The name of the history's entry that is shown, if one has been there before. */
const named = () => (history.state as { place?: string } | null)?.place;

/** Only what the browser opened by itself has none: naming an entry afterwards is a second, slow write of the history. */
function nameEntry(): string {
  const place = crypto.randomUUID();
  history.replaceState({ ...history.state, place }, "");
  return place;
}

const navigate: typeof go = (to, { state, ...options } = {}) => {
  const stays = options.replace && new URL(to, location.href).pathname === location.pathname;
  go(to, { ...options, state: { ...state, place: (stays && named()) || crypto.randomUUID() } });
};

/** The router's address and way through the history, in which each entry has a name as soon as it is made. */
export const useEntries: typeof useBrowserLocation = (options) => [usePathname(options), navigate];

const linkTo = (href: string) => document.querySelector<HTMLElement>(`main a[href="${CSS.escape(href)}"]`);

/**
 * What a browser does for pages and not for screens: a new place begins at its top with the focus on
 * its heading, or where the page says by `landOn`; going back leads to where one was, on the link that one
 * had taken.
 */
export function useArrival(path: string): void {
  const first = useRef(true);
  const here = useRef("");

  useEffect(() => {
    history.scrollRestoration = "manual";
    const note = () => {
      if (here.current) left[here.current] = { top: scrollY, link: left[here.current]?.link ?? null };
    };
    const follow = (event: MouseEvent | KeyboardEvent) => {
      // A link within a page makes an entry of its own without one's arriving anywhere.
      here.current = named() ?? here.current;
      const link = event.target instanceof Element ? event.target.closest("main a[href]") : null;
      if (link && here.current) left[here.current] = { top: scrollY, link: link.getAttribute("href") };
    };
    addEventListener("scroll", note, { passive: true });
    addEventListener("click", follow, true);
    addEventListener("pagehide", keep);
    return () => {
      removeEventListener("scroll", note);
      removeEventListener("click", follow, true);
      removeEventListener("pagehide", keep);
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is what changes when one arrives.
  useLayoutEffect(() => {
    takeFonts();
    // Not by `popstate`: the router may hear of it, and have shown the page, before anybody else does.
    const before = named();
    const back = before ? left[before] : undefined;
    here.current = before ?? nameEntry();
    const opened = first.current;
    first.current = false;
    if (!back && !opened) scrollTo(0, 0);
    const top = back?.top ?? 0;
    let reached = top === 0;
    let waited = 0;
    settle(() => {
      if (!reached) {
        scrollTo(0, top);
        reached = Math.abs(scrollY - top) < 2;
        // The rows that are there are drawn in the next frame.
        return reached && opened;
      }
      if (opened) return true;
      const land = landingHere();
      if (land ? land() : back?.link && focusOn(linkTo(back.link))) return true;
      if ((land || back?.link) && waited++ < framesForPlace) return false;
      return focusOn(heading(), { preventScroll: true });
    });
    return leave;
  }, [path]);
}
