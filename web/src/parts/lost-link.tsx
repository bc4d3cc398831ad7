import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";

/** Where an admin makes another link, when one was lost. */
export function LostLink() {
  return (
    <Trans>
      Lost? A new one is under{" "}
      <Link href="/settings/people" className="tap relative text-accent underline">
        Settings → People
      </Link>
      .
    </Trans>
  );
}
