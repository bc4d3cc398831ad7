import { Trans, useLingui } from "@lingui/react/macro";
import { useMemo, useState } from "react";
import { isAskedOf } from "../data/asked-of";
import { closedOf, longestClosedMs } from "../data/closed";
import { useEvery } from "../data/every";
import { usePerson, useStatus, useTasks } from "../data/mine";
import type { Task } from "../types";
import { Button } from "../ui/button";
import { AskedRow } from "./asked-row";

interface Props {
  /** Whose list; or who asked, of others. */
  of: { owner: string } | { asker: string };
}

const day = 86_400_000;
/** So many are drawn at once. */
const atOnce = 50;

/** What was done or is no longer needed, in the last 30 days, with its outcome; read once somebody opens it. */
export function ClosedLately({ of }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  return (
    <details className="print:hidden" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="py-2.5 text-sm text-quiet">{t`Closed in the last 30 days`}</summary>
      {open && <Rows of={of} />}
    </details>
  );
}

function Rows({ of }: Props) {
  const [most, setMost] = useState(atOnce);
  const { queued } = useStatus();
  const all = useTasks();
  // To the day, so that it is the same question all day long.
  const since = new Date(Math.floor((Date.now() - longestClosedMs) / day) * day).toISOString();
  const whose = "owner" in of ? `owner=${of.owner}` : `asked_by=${of.asker}`;
  const told = useEvery(`/tasks?${whose}&closed_after=${since}`, `${queued} ${all.length}`);
  const closed = useMemo(() => {
    const theirs = (task: Task) => ("owner" in of ? task.owner_id === of.owner : isAskedOf(task, of.asker));
    return closedOf(all.filter(theirs), told.items.filter(theirs), Date.now());
  }, [all, told, of]);
  return (
    <>
      {told.partial && (
        <p role="status" className="pb-2 text-sm text-quiet">
          <Trans>Some of it can’t be read now, so more may have been closed than is shown here.</Trans>
        </p>
      )}
      {told.told && !closed.length && (
        <p className="text-sm text-quiet">
          <Trans>Nothing has been closed since then.</Trans>
        </p>
      )}
      {closed.length > 0 && (
        <ul className="border-t border-line">
          {closed.slice(0, most).map((task) => (
            <Closed key={task.id} task={task} named={"asker" in of} />
          ))}
        </ul>
      )}
      {closed.length > most && (
        <Button look="plain" className="-ms-3" onClick={() => setMost(most + atOnce)}>
          <Trans>More</Trans>
        </Button>
      )}
    </>
  );
}

function Closed({ task, named }: { task: Task; named: boolean }) {
  const owner = usePerson(task.owner_id);
  if (!owner) return null;
  return <AskedRow task={task} owner={owner} named={named} />;
}
