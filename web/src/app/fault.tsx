import { Trans } from "@lingui/react/macro";
import { Component, type ReactNode, useState } from "react";
import { isStale, reloadOnce } from "../lib/stale";
import { Button } from "../ui/button";

interface Props {
  /** Another place is another chance. */
  place: string;
  children: ReactNode;
}

interface State {
  error: unknown;
  place: string;
}

/** Catches what a page throws: navigation goes on working, and the page says how to go on. */
export class Fault extends Component<Props, State> {
  override state: State = { error: null, place: this.props.place };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps({ place }: Props, state: State): Partial<State> | null {
    return place === state.place ? null : { place, error: null };
  }

  override componentDidCatch(error: unknown): void {
    if (isStale(error)) reloadOnce();
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <FaultPage error={error} onAgain={() => this.setState({ error: null })} />;
  }
}

/** What somebody who mends it needs to know; nothing of what is on the page. */
function told(error: unknown): string {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const path = location.pathname.replace(/[0-9a-f-]{36}/g, "…");
  return `${path}\n${navigator.userAgent}\n${words}`;
}

function FaultPage({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const [copied, setCopied] = useState(false);
  const missing = isStale(error);
  return (
    <div role="alert" className="flex max-w-prose flex-col items-start gap-3 pb-10">
      <h1>
        {missing ? <Trans>This part could not be loaded</Trans> : <Trans>This page has met a fault</Trans>}
      </h1>
      <p className="text-quiet">
        {missing ? (
          <Trans>
            The server is out of reach, or there is a new version. What you have written is kept here.
          </Trans>
        ) : (
          <Trans>
            What you have written and done is kept. The other pages work. If it comes again, give your admin
            what happened.
          </Trans>
        )}
      </p>
      <div className="flex flex-wrap gap-2">
        {/* A part that was refused once is refused until the page is loaded anew. */}
        <Button look="primary" onClick={missing ? () => location.reload() : onAgain}>
          <Trans>Try again</Trans>
        </Button>
        {!missing && (
          <Button onClick={() => void navigator.clipboard.writeText(told(error)).then(() => setCopied(true))}>
            <span aria-live="polite">
              {copied ? <Trans>Copied</Trans> : <Trans>Copy what happened</Trans>}
            </span>
          </Button>
        )}
      </div>
    </div>
  );
}
