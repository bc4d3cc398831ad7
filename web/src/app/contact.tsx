import { Trans, useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from "react";
import { onSessionOver } from "../data/api";
import { useStatus } from "../data/mine";
import { useSession } from "../data/session";
import { onUpdate, takeUpdate, updateReady } from "../lib/worker";

const LogInAgain = lazy(async () => ({ default: (await import("./log-in-again")).LogInAgain }));

/** What somebody has to do something about before this copy and the server go on together. */
export function Contact() {
  const { session, link, queued, closed } = useStatus();
  const { refresh } = useSession();
  const [asking, setAsking] = useState(false);
  // Who has just pressed a button wants to go on, and may not see the top of the page.
  useEffect(() => onSessionOver((pressed) => pressed && setAsking(true)), []);
  useEffect(() => {
    // Logged out in another tab: the copy is gone, and nothing of it may stay on screen.
    if (closed) location.replace("/login");
    // Somebody else has logged in here: their copy, not this one's.
    if (session === "other") void refresh();
  }, [closed, session, refresh]);
  if (session === "ended") {
    return (
      <>
        <p
          role="status"
          className="sticky top-0 z-20 mb-4 border-l-2 border-accent bg-paper py-1 pl-3 text-sm print:hidden"
        >
          <Trans>Your session has ended.</Trans> {queued > 0 && <Kept count={queued} />}{" "}
          {!asking && (
            <button
              type="button"
              className="min-h-6 font-medium text-accent underline pointer-coarse:min-h-11"
              onClick={() => setAsking(true)}
            >
              <Trans>Log in</Trans>
            </button>
          )}
        </p>
        {asking && (
          <Suspense fallback={null}>
            <LogInAgain onClose={() => setAsking(false)} />
          </Suspense>
        )}
      </>
    );
  }
  if (link === "full") {
    return (
      <p role="status" className="mb-4 max-w-prose text-sm text-warn">
        <Trans>
          There is no room left on this device. What you do now can’t be kept, and nothing new arrives: free
          some space, then it goes on by itself.
        </Trans>
      </p>
    );
  }
  return null;
}

/** Days are told, and read from what one types, by the device's clock. */
export function WrongClock() {
  const { clock } = useStatus();
  if (clock === "right") return null;
  return (
    <p role="status" className="mb-4 max-w-prose text-sm text-warn print:hidden">
      {clock === "ahead" ? (
        <Trans>
          The clock of this device is ahead: “today” and “tomorrow” may be other days here. Set it in the
          device’s settings, and the dates are right again.
        </Trans>
      ) : (
        <Trans>
          The clock of this device is behind: “today” and “tomorrow” may be other days here. Set it in the
          device’s settings, and the dates are right again.
        </Trans>
      )}
    </p>
  );
}

/** What is only good to know: below the places, on a phone above them. Nothing that one reads moves, nothing reloads by itself. */
export function GoodToKnow() {
  const { session, link, queued } = useStatus();
  const ready = useSyncExternalStore(onUpdate, updateReady);
  return (
    <div className="order-first text-xs text-quiet md:order-none">
      {link === "waiting" && session !== "ended" && (
        <p role="status" className={note}>
          <Trans>The server is out of reach. You can go on working.</Trans>{" "}
          {queued > 0 && <Kept count={queued} />}
        </p>
      )}
      {ready && (
        <p role="status" className={note}>
          <Trans>A new version is here.</Trans>{" "}
          <button
            type="button"
            className="tap relative font-medium text-accent underline underline-offset-4"
            onClick={takeUpdate}
          >
            <Trans>Reload</Trans>
          </button>
        </p>
      )}
    </div>
  );
}

const note = "px-4 pt-2 text-pretty md:px-0 md:pt-5";

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
