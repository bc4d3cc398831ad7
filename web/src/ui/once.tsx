import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button } from "./button";

/** What was copied, also where the same secret stands on the page that follows. */
const taken = new Set<string>();

interface Props {
  secret: string;
  label: string;
  /** Whether copying it is what the page is for. */
  look?: "primary" | "secondary";
}

/** A secret that is shown this once, with a button that copies it. */
export function Once({ secret, label, look = "primary" }: Props) {
  const [copied, setCopied] = useState(() => taken.has(secret));
  return (
    <div className="flex flex-col gap-3">
      <output
        aria-label={label}
        className="block rounded-md border border-line bg-wash p-3 font-mono text-sm break-all select-all"
      >
        {secret}
      </output>
      <OnlyHere link={secret} />
      <Button
        look={look}
        className="self-start"
        autoFocus
        onClick={() =>
          void navigator.clipboard.writeText(secret).then(
            () => {
              taken.add(secret);
              setCopied(true);
            },
            () => setCopied(false),
          )
        }
      >
        <span aria-live="polite">{copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}</span>
      </Button>
    </div>
  );
}

/** Said of a link that leads back to the machine on which it is opened. */
export function OnlyHere({ link }: { link: string }) {
  const host = URL.canParse(link) ? new URL(link).hostname : "";
  if (!/^(localhost|127\..*|\[::1\])$/.test(host)) return null;
  return (
    <p className="border-l-2 border-edge pl-3 text-sm wrap-anywhere">
      <Trans>
        Only this computer can open it, for its address is {host}. To let others in, start Cairn with the
        address by which they reach it in CAIRN_BASE_URL, and make a new link.
      </Trans>
    </p>
  );
}
