import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { useObject, usePerson } from "../../data/mine";
import { statusWords } from "../../data/words";
import { weekday } from "../../lib/dates";
import { givenName } from "../../lib/given-name";
import type { Task, WholeTask } from "../../types";
import { Button } from "../../ui/button";
import type { TaskActions } from "./actions";

type Handover = WholeTask["handovers"][number];

interface WaitingProps {
  task: Task;
  handovers: readonly Handover[];
  actions: TaskActions;
  writable: boolean;
}

/** What the task waits for, and when it can go on (W12). */
export function Waiting({ task, handovers, actions, writable }: WaitingProps) {
  const { t } = useLingui();
  const waiting = task.waiting_for;
  const person = usePerson(waiting?.person_id ?? "");
  if (!waiting || task.status !== "blocked") return null;
  const last = handovers.at(-1);
  return (
    <section aria-label={t`Waiting for`} className="border-s-2 border-edge ps-4">
      <p className="text-xs text-quiet">
        <Trans>Waiting for</Trans>
      </p>
      {(waiting.text || person) && (
        <p dir="auto" className="font-serif [overflow-wrap:anywhere]">
          {[waiting.text, person?.name].filter(Boolean).join(" · ")}
        </p>
      )}
      {waiting.task_ids.length > 0 && (
        <ul className="flex flex-col">
          {waiting.task_ids.map((id) => (
            <WaitedFor key={id} id={id} />
          ))}
        </ul>
      )}
      {last && <HandedOver handover={last} />}
      {writable && (
        <Button look="plain" className="-ms-3 mt-1" onClick={() => void actions.block(task)}>
          <Trans>Change…</Trans>
        </Button>
      )}
    </section>
  );
}

function WaitedFor({ id }: { id: string }) {
  const { t, i18n } = useLingui();
  const task = useObject<Task>("task", id);
  const owner = usePerson(task?.owner_id ?? "");
  return (
    <li className="flex flex-wrap items-baseline gap-x-3">
      <Link
        href={`/tasks/${id}`}
        dir="auto"
        className="font-serif underline decoration-line underline-offset-4"
      >
        {task?.title ?? t`Another task`}
      </Link>
      {task && owner && (
        <span className="text-xs text-quiet">
          <bdi>{owner.name}</bdi> · {i18n._(statusWords[task.status])}
        </span>
      )}
    </li>
  );
}

/** "Ana’s Thursday evening → Ben’s Thursday morning": the same moment, or the next one that counts, in the clocks of both. */
function HandedOver({ handover }: { handover: Handover }) {
  const { t } = useLingui();
  const from = givenName(usePerson(handover.from_person_id)?.name ?? "");
  const to = givenName(usePerson(handover.to_person_id)?.name ?? "");
  const part = (at: Handover["from_at"]): string => {
    const day = weekday(at.date, "long");
    const hour = Number(at.time.slice(0, 2));
    if (hour < 5) return t`${day} night`;
    if (hour < 12) return t`${day} morning`;
    if (hour < 17) return t`${day} afternoon`;
    return t`${day} evening`;
  };
  const [theirs, mine] = [part(handover.from_at), part(handover.to_at)];
  return (
    <p className="mt-1 text-sm">
      <Trans>
        It can go on: {from}’s {theirs} → {to}’s {mine}
      </Trans>
    </p>
  );
}
