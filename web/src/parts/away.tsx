import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { type ApiError, nobodyHere } from "../data/api";
import { EmptyState } from "../ui/small";

interface Props {
  error: ApiError;
  title: string;
  page?: boolean;
  children?: ReactNode;
}

/** In the place of what could not be read. Where the session has ended, the top of the page offers the log-in. */
export function Away({ error, title, page = false, children }: Props) {
  const { t } = useLingui();
  if (error.code === nobodyHere) return <EmptyState page={page} title={t`Log in, and it shows here`} />;
  return (
    <EmptyState page={page} title={title}>
      {children}
    </EmptyState>
  );
}

/** The same in a sentence. */
export function AwayWords({ error, children }: { error: ApiError; children: ReactNode }) {
  return error.code === nobodyHere ? <Trans>Log in, and it shows here.</Trans> : children;
}
