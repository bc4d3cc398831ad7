import { Trans } from "@lingui/react/macro";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { useInterrupted } from "../data/interrupt";
import { useAll, useMine, usePerson, useStatus, useWorkspace } from "../data/mine";
import { rememberPlace } from "../data/recent";
import { useLogOut } from "../parts/log-out";
import type { Person } from "../types";
import { useArrival } from "./arrive";
import { useAppCommands } from "./commands";
import { Contact, WrongClock } from "./contact";
import { giveHeldKeys, holdKeys } from "./held-keys";
import { Places } from "./places";

const loadPalette = () => import("./palette/palette");
const Palette = lazy(async () => {
  try {
    return { default: (await loadPalette()).Palette };
  } catch (reason) {
    giveHeldKeys();
    throw reason;
  }
});
const ShortcutsDialog = lazy(async () => ({ default: (await import("./shortcuts")).ShortcutsDialog }));
const InviteDialog = lazy(async () => ({ default: (await import("../parts/invite")).InviteDialog }));
const Interrupted = lazy(async () => ({ default: (await import("./interrupted")).Interrupted }));
const Unsent = lazy(async () => ({ default: (await import("./unsent")).Unsent }));

type Open = "palette" | "keys" | "invite" | null;

/** Navigation, what the copy has to say, and the screen at `shown`. */
export function Shell({ shown, children }: { shown: string; children: ReactNode }) {
  const { me } = useMine();
  const { failed } = useStatus();
  const { demo } = useWorkspace();
  const [path] = useLocation();
  const [open, setOpen] = useState<Open>(null);
  const { logOut, question } = useLogOut();
  const { coming, put } = useInterrupted();
  const zone = (usePerson(me.person.id) ?? me.person).time_zone;
  // On these it stands in the page itself.
  const told = path === "/today" || path.startsWith("/interruptions/");
  const close = () => setOpen(null);
  const openPalette = () => {
    if (open !== "palette") holdKeys(close);
    setOpen("palette");
  };
  useEffect(() => {
    // Once the page has settled; a failure shows when it is opened.
    const timer = setTimeout(() => void loadPalette().catch(() => {}), 4000);
    return () => clearTimeout(timer);
  }, []);
  useArrival(shown);
  useEffect(() => rememberPlace(me.person.id, path), [me.person.id, path]);
  useAppCommands({
    onPalette: openPalette,
    onKeys: () => setOpen("keys"),
    onInvite: () => setOpen("invite"),
    onLogOut: logOut,
  });
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-5xl md:gap-12 md:px-8 print:block print:max-w-none print:p-0">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-40 focus:bg-sheet focus:px-3 focus:py-2"
      >
        <Trans>Skip to the page</Trans>
      </a>
      <Places onSearch={openPalette} />
      <main
        id="main"
        tabIndex={-1}
        className="w-full min-w-0 max-w-180 flex-1 px-4 pt-[max(1.5rem,env(safe-area-inset-top))] pb-36 outline-none md:px-0 md:pt-10 print:max-w-none print:p-0"
      >
        {demo && path !== "/try" && (
          // On a desk it stands among the places; on a phone these have no room left.
          <p className="mb-3 text-xs text-quiet md:hidden print:hidden">
            <Trans>The demo company</Trans>
            {" · "}
            <Link href="/try" className="tap relative inline-block underline underline-offset-4">
              <Trans>Try this</Trans>
            </Link>
          </p>
        )}
        <WrongClock />
        <Contact />
        {coming.length > 0 && !told && (
          <Suspense fallback={null}>
            <Interrupted coming={coming} zone={zone} onSeen={put} />
          </Suspense>
        )}
        {failed > 0 && (
          <Suspense fallback={null}>
            <Unsent />
          </Suspense>
        )}
        {children}
      </main>
      <Suspense fallback={null}>
        {open === "palette" && <Palette onClose={close} />}
        {open === "keys" && <ShortcutsDialog onClose={close} />}
        {open === "invite" && <Invite onClose={close} />}
      </Suspense>
      {question}
    </div>
  );
}

function Invite({ onClose }: { onClose: () => void }) {
  return <InviteDialog people={useAll<Person>("person")} onClose={onClose} />;
}
