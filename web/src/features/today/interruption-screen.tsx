import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { Link } from "wouter";
import { useDayWords } from "../../data/due";
import { useFetched } from "../../data/fetched";
import { useInterrupted } from "../../data/interrupt";
import { useAll, useMine, useObject, usePerson } from "../../data/mine";
import type { Rated } from "../../data/today-operations";
import { localOf } from "../../lib/dates";
import { Away } from "../../parts/away";
import type { Interruption, Page, Task } from "../../types";
import { Back } from "../../ui/back";
import { Button } from "../../ui/button";
import { Loading } from "../../ui/loading";
import { EmptyState } from "../../ui/small";
import { useToasts } from "../../ui/toast";

/** One interruption: what was said, when, and what it was worth. Its two people read it. */
export function InterruptionScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const here = useObject<Interruption>("interruption", id);
  const { data, error } = useFetched<Page<Interruption>>("/interruptions", here?.revision ?? 0);
  const one = data?.items.find((item) => item.id === id) ?? here;
  if (one) return <Shown one={one} />;
  if (!data && !error) return <Loading />;
  if (!data && error)
    return <Away page error={error} title={t`The server is out of reach, and what was said is there`} />;
  return (
    <EmptyState page title={t`No such interruption, or not for your eyes`}>
      <Trans>
        Only the two people read it, for 90 days. What is left of yours stands on{" "}
        <Link href="/team/focus" className="text-accent underline">
          Focus kept
        </Link>
        .
      </Trans>
    </EmptyState>
  );
}

function Shown({ one }: { one: Interruption }) {
  const { t } = useLingui();
  const { me } = useMine();
  const { put } = useInterrupted();
  const dayWords = useDayWords();
  const mine = one.recipient_id === me.person.id;
  const other = usePerson(mine ? one.sender_id : one.recipient_id);
  const task = useObject<Task>("task", one.task_id ?? "");
  const { date, time } = localOf(new Date(one.at), me.person.time_zone);
  const day = dayWords(date, me.person.time_zone);
  const name = <bdi>{other?.name ?? t`somebody`}</bdi>;
  // Who opens it has looked at it.
  useEffect(() => {
    if (mine) put(one.id);
  }, [mine, one.id, put]);
  return (
    <article className="flex flex-col gap-4">
      <Back href="/today" className="mb-2">
        <Trans>Today</Trans>
      </Back>
      <h1>{mine ? <Trans>{name} interrupted you</Trans> : <Trans>You interrupted {name}</Trans>}</h1>
      <p dir="auto" className="text-start font-serif text-lg [overflow-wrap:anywhere]">
        {one.reason}
      </p>
      <p className="text-sm text-quiet">
        {day} {time}
        {one.cannot_wait && (
          <>
            {" · "}
            <Trans>said that it cannot wait</Trans>
          </>
        )}
      </p>
      {one.task_id && (
        <p>
          <Link
            href={`/tasks/${one.task_id}`}
            className="inline-flex min-h-9 items-center text-accent underline underline-offset-4 pointer-coarse:min-h-11"
          >
            {task ? <bdi>{task.title}</bdi> : <Trans>The task</Trans>}
          </Link>
        </p>
      )}
      {mine && <Worth one={one} />}
    </article>
  );
}

function Worth({ one }: { one: Interruption }) {
  const { t } = useLingui();
  const { replica } = useMine();
  const { say } = useToasts();
  const queued = useAll<Rated>("rated").find(({ id }) => id === one.id);
  const now = queued?.rating ?? one.rating;
  const rate = (rating: Rated["rating"]) => {
    replica.mutate("interruption.rate", { id: one.id, rating }).then(
      () => say(t`Thank you`),
      () => say(t`This could not be kept on this device. Free some space on it, and try again.`),
    );
  };
  return (
    <section aria-labelledby="worth" className="border-t border-line pt-4">
      <h2 id="worth" className="mb-2 text-base font-semibold">
        <Trans>Was it worth it?</Trans>
      </h2>
      <div className="flex flex-wrap gap-2">
        <Button
          className="pointer-coarse:min-h-11"
          aria-pressed={now === "right_call"}
          look={now === "right_call" ? "primary" : "secondary"}
          onClick={() => rate("right_call")}
        >
          <Trans>Right call</Trans>
        </Button>
        <Button
          className="pointer-coarse:min-h-11"
          aria-pressed={now === "digest_would_do"}
          look={now === "digest_would_do" ? "primary" : "secondary"}
          onClick={() => rate("digest_would_do")}
        >
          <Trans>Digest would do</Trans>
        </Button>
      </div>
      <p className="mt-2 text-xs text-quiet">
        <Trans>Read by: you. Who sent it sees only sums over five people or more.</Trans>
      </p>
    </section>
  );
}
