import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { useDayWords } from "../../data/due";
import { useMine, useObject, usePerson } from "../../data/mine";
import type { Rated } from "../../data/today-operations";
import { localOf } from "../../lib/dates";
import type { Interruption, Task } from "../../types";
import { Button } from "../../ui/button";
import { useToasts } from "../../ui/toast";

interface Props {
  interruptions: readonly Interruption[];
  onRate: (rated: Rated) => Promise<unknown>;
}

/** Was it worth it? Its sender never learns who said what (N3). */
export function Rate({ interruptions, onRate }: Props) {
  return (
    <section aria-labelledby="to-rate" className="mt-8">
      <h2 id="to-rate" className="mb-1 text-base font-semibold">
        <Trans>You were interrupted</Trans>
      </h2>
      <ul>
        {interruptions.map((one) => (
          <One key={one.id} interruption={one} onRate={onRate} />
        ))}
      </ul>
      <p className="text-xs text-quiet">
        <Trans>Read by: you. Who sent it sees only sums over five people or more.</Trans>
      </p>
    </section>
  );
}

function One({ interruption, onRate }: { interruption: Interruption; onRate: Props["onRate"] }) {
  const { t } = useLingui();
  const { say } = useToasts();
  const sender = usePerson(interruption.sender_id);
  const { me } = useMine();
  const dayWords = useDayWords();
  const task = useObject<Task>("task", interruption.task_id ?? "");
  const { date, time } = localOf(new Date(interruption.at), me.person.time_zone);
  const day = dayWords(date, me.person.time_zone);
  const who = <bdi className="font-medium">{sender?.name}</bdi>;
  const rate = (rating: Rated["rating"]) => {
    const sorry = () => say(t`This could not be kept on this device. Free some space on it, and try again.`);
    onRate({ id: interruption.id, rating }).then(() => say(t`Thank you`), sorry);
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line py-3 first:border-0">
      <p className="min-w-[min(15rem,100%)] flex-1">
        {who}{" "}
        <span className="text-xs text-quiet">
          {day} {time}
        </span>
        <span className="block text-start font-serif [overflow-wrap:anywhere]" dir="auto">
          {interruption.reason}
        </span>
        {interruption.task_id && (
          <Link
            href={`/tasks/${interruption.task_id}`}
            className="inline-flex min-h-6 items-center text-sm text-accent underline underline-offset-4 [overflow-wrap:anywhere] pointer-coarse:min-h-11"
          >
            {task ? <bdi>{task.title}</bdi> : <Trans>The task</Trans>}
          </Link>
        )}
      </p>
      <div className="flex flex-wrap gap-1 print:hidden">
        <Button className="pointer-coarse:min-h-11" onClick={() => rate("right_call")}>
          <Trans>Right call</Trans>
        </Button>
        <Button look="plain" className="pointer-coarse:min-h-11" onClick={() => rate("digest_would_do")}>
          <Trans>Digest would do</Trans>
        </Button>
      </div>
    </li>
  );
}
