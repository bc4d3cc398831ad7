import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button } from "./button";

/** A secret that is shown this once, with a button that copies it. */
export function Once({ secret, label }: { secret: string; label: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <div className="flex flex-col gap-3">
      <output
        aria-label={label}
        className="block rounded-md border border-line bg-wash p-3 font-mono text-sm break-all select-all"
      >
        {secret}
      </output>
      <Button
        look="primary"
        className="self-start"
        autoFocus
        onClick={() =>
          void navigator.clipboard.writeText(secret).then(
            () => setCopied(true),
            () => setCopied(false),
          )
        }
      >
        <span aria-live="polite">{copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}</span>
      </Button>
    </div>
  );
}
