import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { EmptyState } from "./small";

export function NotFound() {
  const { t } = useLingui();
  return (
    <EmptyState page title={t`There is nothing here`}>
      <p>
        <Trans>The address may have been cut off, or what was here has gone.</Trans>
      </p>
      <p className="mt-3">
        <Link href="/" className="text-accent underline">
          <Trans>My list</Trans>
        </Link>
      </p>
    </EmptyState>
  );
}
