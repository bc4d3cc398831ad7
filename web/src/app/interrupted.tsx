import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { useObject, usePerson } from "../data/mine";
import { localOf } from "../lib/dates";
import type { Interruption, Task } from "../types";
import { Button } from "../ui/button";

interface Props {
  coming: readonly Interruption[];
  zone: string;
  onSeen: (id: string) => void;
}

/** An interruption that has just come, over whatever page one is on: who, why, and about what. */
export function Interrupted({ coming, zone, onSeen }: Props) {
  const { t } = useLingui();
  return (
    <section aria-label={t`You are interrupted`} className="mb-6 flex flex-col gap-3 print:hidden">
      {coming.map((one) => (
        <One key={one.id} one={one} zone={zone} onSeen={() => onSeen(one.id)} />
      ))}
    </section>
  );
}

function One({ one, zone, onSeen }: { one: Interruption; zone: string; onSeen: () => void }) {
  const sender = usePerson(one.sender_id);
  const task = useObject<Task>("task", one.task_id ?? "");
  const { time } = localOf(new Date(one.at), zone);
  const who = <bdi className="font-semibold text-ink">{sender?.name}</bdi>;
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-lg border border-accent bg-sheet px-4 py-3">
      <p className="text-sm text-quiet">
        {one.cannot_wait ? (
          <Trans>
            {who} interrupts you at {time}, and says that it cannot wait
          </Trans>
        ) : (
          <Trans>
            {who} interrupts you at {time}
          </Trans>
        )}
      </p>
      <p dir="auto" className="text-start font-serif text-lg leading-snug [overflow-wrap:anywhere]">
        {one.reason}
      </p>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        {one.task_id && (
          <Link
            href={`/tasks/${one.task_id}`}
            onClick={onSeen}
            className="inline-flex min-h-9 min-w-0 items-center text-accent underline underline-offset-4 [overflow-wrap:anywhere] pointer-coarse:min-h-11"
          >
            {task ? <bdi>{task.title}</bdi> : <Trans>The task</Trans>}
          </Link>
        )}
        <Button onClick={onSeen}>
          <Trans>I have seen it</Trans>
        </Button>
      </div>
      <p className="text-xs text-quiet">
        <Trans>Nobody is told that you looked. Whether it was worth it you can say on Today.</Trans>
      </p>
    </div>
  );
}
