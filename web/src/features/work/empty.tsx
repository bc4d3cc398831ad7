import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { askedOf } from "../../data/asked-of";
import { runCommand } from "../../data/commands";
import { useMine, useStatus, useTasks, useWorkspace } from "../../data/mine";
import { givenName } from "../../lib/given-name";
import { isolate } from "../../lib/isolate";
import type { Person, Workspace } from "../../types";
import { Loading } from "../../ui/loading";
import { EmptyState } from "../../ui/small";

const way = "inline-flex min-h-11 items-center text-accent underline";

interface EmptyProps {
  owner: Person;
  mine: boolean;
  /** Whether all that one may read of it is here. */
  complete: boolean;
  /** Whether one may read all of it. */
  open: boolean;
}

/** Nothing to show: because there is nothing, because it is not for this reader, or because it is not here yet. */
export function Empty({ owner, mine, complete, open }: EmptyProps) {
  const { t } = useLingui();
  const { me } = useMine();
  const { link } = useStatus();
  const tasks = useTasks();
  const waits = mine && askedOf(tasks, owner.id).length > 0;
  const name = isolate(givenName(owner.name));
  if (complete && !open) return <Closed owner={owner} />;
  if (complete) {
    return (
      <EmptyState title={mine ? t`Nothing on your list` : t`Nothing on ${name}’s list`}>
        <Trans>Write a task above. A date, a level and a #label are understood as you type them.</Trans>
        {mine && (
          <span className="mt-3 flex flex-wrap gap-x-5">
            {waits && (
              <Link href="/requests" className={way}>
                <Trans>What you asked of people</Trans>
              </Link>
            )}
            <Link href="/imports" className={way}>
              <Trans>Bring tasks in from a file</Trans>
            </Link>
            {me.person.role !== "member" && (
              <button type="button" className={way} onClick={() => runCommand("invite")}>
                <Trans>Invite somebody</Trans>
              </button>
            )}
          </span>
        )}
      </EmptyState>
    );
  }
  if (link === "waiting")
    return (
      <EmptyState title={t`This list is not on this device, and the server is out of reach`}>
        <Trans>It opens by itself when the server is back. What you add meanwhile is kept.</Trans>
      </EmptyState>
    );
  return <Loading />;
}

/** Who reads it instead, what one sees of it, and what one can do. */
function Closed({ owner }: { owner: Person }) {
  const { t } = useLingui();
  const name = isolate(givenName(owner.name));
  const whose = useWhoReads();
  return (
    <EmptyState title={t`${name}’s list is not open to you`}>
      <span className="block max-w-prose">
        {whose}{" "}
        <Trans>Of what you ask {name} for, you see every task here: at the moment there is none.</Trans>
      </span>
      <span className="mt-2 block max-w-prose">
        <Trans>You can still ask: write it above, and {name} decides whether to take it.</Trans>
      </span>
      <span className="mt-2 flex flex-wrap gap-x-5">
        <Link href={`/people/${owner.id}/about`} className={way}>
          <Trans>When {name} works, and how to ask</Trans>
        </Link>
        <Link href="/how-we-ask" className={way}>
          <Trans>Who reads what here</Trans>
        </Link>
      </span>
    </EmptyState>
  );
}

/** Under the few tasks of such a list that one sees: that it is not all. */
export function NotAll({ owner }: { owner: Person }) {
  const name = isolate(givenName(owner.name));
  return (
    <p className="mt-4 max-w-prose text-sm text-quiet">
      <Trans>
        This is what you may read of {name}’s list, such as what you asked for. There may be more that is not
        open to you.
      </Trans>
    </p>
  );
}

function useWhoReads(): string {
  const { t } = useLingui();
  const { visibility } = useWorkspace();
  const words: Record<Workspace["visibility"], string> = {
    pair: t`Here a list is read by its owner and their direct manager.`,
    line: t`Here a list is read by its owner and the managers above them.`,
    team: t`Here a list is read by its owner, the managers above them and their teams.`,
    workspace: t`Here everybody reads every list.`,
  };
  return words[visibility];
}
