import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { useCommands } from "../data/commands";
import { useMine, useStatus } from "../data/mine";
import { useSession } from "../data/session";
import { useToasts } from "../ui/toast";
import { ShortcutsDialog } from "./shortcuts";
import { Unsent } from "./unsent";

/** Navigation, what the copy has to say, and the screen. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  const { me } = useMine();
  const [path] = useLocation();
  const { undoLast } = useToasts();
  const [helping, setHelping] = useState(false);
  useCommands([
    { id: "undo", name: t`Undo`, group: "app", keys: ["z"], run: undoLast },
    { id: "keys", name: t`Keys`, group: "app", keys: ["?"], run: () => setHelping(true) },
  ]);
  const places = [
    { href: "/", name: t`My list`, here: path === "/" || path.startsWith("/tasks/") },
    { href: "/people", name: t`People`, here: path.startsWith("/people") },
    { href: "/settings", name: t`Settings`, here: /^\/(settings|imports)/.test(path) },
  ];
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-5xl md:gap-12 md:px-8">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-40 focus:bg-sheet focus:px-3 focus:py-2"
      >
        <Trans>Skip to the page</Trans>
      </a>
      <header className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-paper pb-[env(safe-area-inset-bottom)] md:sticky md:inset-x-auto md:top-0 md:h-dvh md:w-40 md:shrink-0 md:border-0 md:py-10">
        <p className="mb-6 hidden items-center gap-2 text-sm text-quiet md:flex">
          <img src="/icon.svg" alt="" width="20" height="20" />
          <span className="truncate">{me.workspace.name}</span>
        </p>
        <nav aria-label={t`Places`}>
          <ul className="flex md:flex-col md:gap-1">
            {places.map(({ href, name, here }) => (
              <li key={href} className="flex-1">
                <Link
                  href={href}
                  aria-current={here ? "page" : undefined}
                  className={`flex min-h-12 items-center justify-center text-sm md:min-h-8 md:justify-start ${
                    here ? "font-semibold text-ink" : "text-quiet hover:text-ink"
                  }`}
                >
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="main" className="w-full min-w-0 max-w-180 flex-1 px-4 pt-6 pb-32 md:px-0 md:pt-10">
        <Contact />
        <Unsent />
        {children}
      </main>
      {helping && <ShortcutsDialog onClose={() => setHelping(false)} />}
    </div>
  );
}

/** How it stands between this copy and the server; silent while all is well. */
function Contact() {
  const { session, link, queued, closed } = useStatus();
  const { refresh } = useSession();
  const [, navigate] = useLocation();
  useEffect(() => {
    // Logged out in another tab: the copy is gone, and nothing of it may stay on screen.
    if (closed) location.replace("/login");
    // Somebody else has logged in here: their copy, not this one's.
    if (session === "other") void refresh();
  }, [closed, session, refresh]);
  if (session === "ended") {
    return (
      <p role="status" className="mb-4 border-l-2 border-accent pl-3 text-sm">
        <Trans>Your session has ended.</Trans> {queued > 0 && <Kept count={queued} />}{" "}
        <button
          type="button"
          className="font-medium text-accent underline"
          onClick={() => navigate("/login")}
        >
          <Trans>Log in</Trans>
        </button>
      </p>
    );
  }
  if (link === "waiting") {
    return (
      <p role="status" className="mb-4 text-xs text-quiet">
        <Trans>The server is out of reach. You can go on working.</Trans>{" "}
        {queued > 0 && <Kept count={queued} />}
      </p>
    );
  }
  return null;
}

function Kept({ count }: { count: number }) {
  const { t } = useLingui();
  return (
    <>
      {count === 1
        ? t`1 change is kept here and will be sent.`
        : t`${count} changes are kept here and will be sent.`}
    </>
  );
}
