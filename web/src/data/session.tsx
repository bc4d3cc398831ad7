import {
  createContext,
  type ReactNode,
  startTransition,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";
import { recall, remember, remembered, takeWho } from "../lib/first-page";
import type { Replica } from "../replica/replica";
import type { Me } from "../types";
import { Barred } from "../ui/barred";
import { useToasts } from "../ui/toast";
import { ApiError, answerOf, call, onSessionOver } from "./api";
import { forgetDrafts } from "./draft";
import { forgetPlaces } from "./recent";
import { forgetToday } from "./today-kept";

export type Session =
  | { state: "starting" }
  | { state: "out"; setupNeeded: boolean; reachable: boolean }
  | { state: "in"; me: Me; replica: Replica };

interface SessionValue {
  session: Session;
  /** After a log-in, first run or join: opens that person's copy. */
  enter(me: Me): Promise<void>;
  /** Asks again who is logged in here, and shows their copy. */
  refresh(): Promise<void>;
  /** Ends the session and deletes this browser's copy, with what it has queued. */
  leave(): Promise<void>;
}

const SessionContext = createContext<SessionValue | null>(null);

export function useSession(): SessionValue {
  const value = useContext(SessionContext);
  if (!value) throw new Error("useSession outside of SessionProvider");
  return value;
}

/** After logging in as somebody else in the same browser: a fresh page, so that no copy is shown to two. */
export function arriveAs(me: Me, path: string): void {
  remember(me);
  location.assign(path);
}

function whoIsHere(): Promise<Me> {
  const early = takeWho();
  return early ? answerOf<Me>(early) : call<Me>("GET", "/me");
}

function nobody(error: unknown): null {
  if (error instanceof ApiError) return null;
  throw error;
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<Session>({ state: "starting" });
  const [barred, setBarred] = useState(false);
  const current = useRef<Replica | null>(null);
  const { remark, forget } = useToasts();

  const enter = useCallback(
    async (me: Me, opening: "kept" | "answered" | null = null) => {
      remember(me);
      if (current.current && !current.current.status().closed) {
        if (current.current.person === me.person.id) {
          const replica = current.current;
          replica.recheck();
          // Everything on the page is drawn anew for another `me`.
          setSession((now) =>
            now.state === "in" && now.replica === replica && JSON.stringify(now.me) === JSON.stringify(me)
              ? now
              : { state: "in", me, replica },
          );
          return;
        }
        current.current.close();
        forget();
      }
      const { openReplica } = await import("./open");
      const replica = await openReplica(me, remark, opening !== "kept").catch((error: unknown) => {
        setBarred(true);
        throw error;
      });
      current.current = replica;
      const show = () => setSession({ state: "in", me, replica });
      // Of a page that is opened everything comes with it: in steps, between which the browser can answer. After a
      // log-in it must be so before one goes on from there.
      if (opening) startTransition(show);
      else show();
    },
    [remark, forget],
  );

  const refresh = useCallback(async () => {
    const me = await call<Me>("GET", "/me").catch(() => null);
    if (me) await enter(me);
  }, [enter]);

  const leave = useCallback(async () => {
    try {
      await call("DELETE", "/session");
    } catch (error) {
      // Already over: all the same. Out of reach: the cookie would live on, so say it.
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
    }
    localStorage.removeItem(remembered);
    if (current.current) {
      forgetDrafts(current.current.person);
      forgetPlaces(current.current.person);
      forgetToday(current.current.person);
    }
    forget();
    // Off the screen before the copy is deleted: a page that sees its copy closed takes it for another tab's
    // log-out and loads anew, over what somebody already types into the log-in.
    flushSync(() => setSession({ state: "starting" }));
    await current.current?.destroy();
    current.current = null;
    setSession({ state: "out", setupNeeded: false, reachable: true });
  }, [forget]);

  // The copy asks for itself whether that is so, and says it on the page.
  useEffect(() => onSessionOver(() => current.current?.recheck()), []);

  useEffect(() => {
    let gone = false;
    async function begin() {
      const last = recall() as Me | null;
      if (last) {
        await enter(last, "kept");
        // The copy's leader finds out by itself whether the session still lasts; this is only for fresh settings.
        await refresh();
        return;
      }
      // Who opens the page of the log-in wants to log in: there is nobody to ask for.
      const me = location.pathname === "/login" ? null : await whoIsHere().catch(nobody);
      if (me) {
        await enter(me, "answered");
        return;
      }
      const setup = await call<{ needed: boolean }>("GET", "/setup").catch(() => null);
      if (!gone) setSession({ state: "out", setupNeeded: setup?.needed ?? false, reachable: setup !== null });
    }
    begin().catch((error: unknown) => {
      // The page says it.
      if (!(error instanceof DOMException)) throw error;
    });
    return () => {
      gone = true;
    };
  }, [enter, refresh]);

  const value = useMemo(() => ({ session, enter, refresh, leave }), [session, enter, refresh, leave]);
  return <SessionContext value={value}>{barred ? <Barred /> : children}</SessionContext>;
}
