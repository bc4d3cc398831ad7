import { Trans } from "@lingui/react/macro";
import { Button } from "./button";

/** Where the browser lets nothing be kept: what one writes would be lost, so nothing can be written. */
export function Barred() {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-104 flex-col items-start justify-center gap-4 px-5 py-10">
      <h1>
        <Trans>This browser keeps nothing</Trans>
      </h1>
      <p className="text-quiet">
        <Trans>
          Cairn works on a copy of its own in the browser, so that nothing you write is lost. Here that copy
          can’t be opened: cookies and site data are blocked, or there is no room on this device.
        </Trans>
      </p>
      <p className="text-quiet">
        <Trans>
          Allow site data for this address in the browser’s settings, free some space, or take another
          browser.
        </Trans>
      </p>
      <Button look="primary" className="pointer-coarse:min-h-11" onClick={() => location.reload()}>
        <Trans>Try again</Trans>
      </Button>
    </main>
  );
}
