import { Trans, useLingui } from "@lingui/react/macro";
import { EmptyState } from "./small";

export function NotFound() {
  const { t } = useLingui();
  return (
    <EmptyState page title={t`There is nothing here`} way={{ href: "/", name: t`My list` }}>
      <Trans>The address may have been cut off, or what was here has gone.</Trans>
    </EmptyState>
  );
}
