import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { EmptyState } from "./small";

export function NotFound() {
  const { t } = useLingui();
  return (
    <EmptyState page title={t`There is nothing here`}>
      <Link href="/" className="text-accent underline">
        <Trans>My list</Trans>
      </Link>
    </EmptyState>
  );
}
