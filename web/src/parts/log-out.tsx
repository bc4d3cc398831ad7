import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useLocation } from "wouter";
import { countDrafts } from "../data/draft";
import { useMine, useStatus } from "../data/mine";
import { useSession } from "../data/session";
import { unsubscribe } from "../lib/push";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { useToasts } from "../ui/toast";

/** Logging out deletes this browser's copy; what is not sent yet would go with it, so it asks. */
export function useLogOut() {
  const { t } = useLingui();
  const { leave } = useSession();
  const { me } = useMine();
  const { say } = useToasts();
  const { queued, failed } = useStatus();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState(false);
  const unsent = queued + failed + countDrafts(me.person.id);

  function go() {
    leave().then(
      () => {
        // Its notices would be the next person's to see; gone there, the server forgets it.
        unsubscribe().catch(() => {});
        navigate("/login", { replace: true });
      },
      () => {
        setAsking(false);
        say(t`The server is out of reach: you are still logged in.`);
      },
    );
  }

  return {
    logOut: () => (unsent ? setAsking(true) : go()),
    question: asking && (
      <Dialog title={t`Not everything has been sent`} onClose={() => setAsking(false)}>
        <p>
          {unsent === 1
            ? t`1 change is only on this device. Logging out deletes it.`
            : t`${unsent} changes are only on this device. Logging out deletes them.`}
        </p>
        <div className="flex flex-wrap gap-2">
          <Button look="primary" autoFocus onClick={() => setAsking(false)}>
            <Trans>Stay</Trans>
          </Button>
          <Button look="plain" onClick={go}>
            <Trans>Log out and delete them</Trans>
          </Button>
        </div>
      </Dialog>
    ),
  };
}

export function LogOut() {
  const { logOut, question } = useLogOut();
  return (
    <>
      <Button className="self-start" onClick={logOut}>
        <Trans>Log out</Trans>
      </Button>
      {question}
    </>
  );
}
