import { Suspense, startTransition, useEffect, useState } from "react";
import { Redirect, Router, useLocation } from "wouter";
import { MineContext } from "../data/mine";
import { useSession } from "../data/session";
import { AskProvider } from "../features/work/ask";
import { afterFirstPage } from "../lib/first-page";
import { InterruptProvider } from "../parts/interrupt";
import { Loading, useSlow } from "../ui/loading";
import { useEntries } from "./arrive";
import { Fault } from "./fault";
import { isHere, loadLists, loadScreen, Screens } from "./screens";
import { Shell } from "./shell";

export { loadScreen };

/** The app of somebody who is logged in. */
export function Inside() {
  const { session } = useSession();
  const [path] = useLocation();
  const inside = session.state === "in";
  useEffect(() => {
    if (inside) afterFirstPage(() => void loadLists().catch(() => {}));
  }, [inside]);
  const shown = useShown(path);
  const slow = useSlow(shown !== path);
  if (session.state === "starting") return null;
  // After the log-in one is where one wanted to go.
  if (session.state === "out") return <Redirect to="/login" replace state={{ to: path + location.search }} />;
  return (
    <Router hook={useEntries}>
      <MineContext value={session}>
        <AskProvider>
          <InterruptProvider>
            <Shell shown={shown}>
              {slow && <span className="fixed inset-x-0 top-0 z-30 h-0.5 animate-pulse bg-accent" />}
              <Fault place={shown}>
                <Suspense fallback={<Loading />}>
                  <Screens at={shown} />
                </Suspense>
              </Fault>
            </Shell>
          </InterruptProvider>
        </AskProvider>
      </MineContext>
    </Router>
  );
}

/**
 * The page before stays until the next one can be shown: no page of nothing in between. What is here is shown
 * at once: a key must never act on a page that is being left.
 */
function useShown(path: string): string {
  const [shown, setShown] = useState(path);
  if (path !== shown && isHere(path)) setShown(path);
  useEffect(() => startTransition(() => setShown(path)), [path]);
  return shown;
}
