import { Trans, useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { Link, useLocation } from "wouter";
import { useCommands } from "../../data/commands";
import { useDueWords } from "../../data/due";
import { useMine, usePerson, useTasks } from "../../data/mine";
import { worklistOf } from "../../data/worklist";
import type { Task, Today } from "../../types";
import { Button } from "../../ui/button";
import { Kbd } from "../../ui/small";
import type { Deeds } from "./deciding";
import { useDigestRule, useWhen } from "./why";

interface Props {
  today: Today;
  deeds: Deeds;
  /** Whether something stood here a moment ago: then the keys go on to what comes next. */
  emptied: boolean;
}

/** Nothing is left to be read: until when that is so, and what to do now. */
export function ThatsAll({ today, deeds, emptied }: Props) {
  const { me } = useMine();
  const { t } = useLingui();
  const when = useWhen();
  const digestRule = useDigestRule();
  const next = today.next_digest;
  const at = next && when(next.at, me.person.time_zone);
  const why = next && (digestRule(next.rule, next.hour) ?? t`that is your digest hour`);
  const first = today.latest === null;
  return (
    <section aria-labelledby="thats-all" className="mt-8 flex flex-col gap-1">
      <h2 id="thats-all" aria-live="polite" className="text-xl font-semibold">
        {at === null ? (
          <Trans>That’s all</Trans>
        ) : first ? (
          <Trans>Your first digest comes {at}</Trans>
        ) : (
          <Trans>That’s all until {at}</Trans>
        )}
      </h2>
      <p className="max-w-prose text-quiet">
        {next === null ? (
          <Trans>No digest is to be foreseen: your working hours leave no room for one.</Trans>
        ) : first ? (
          <Trans>Nothing is announced before, but what cannot wait.</Trans>
        ) : (
          <Trans>
            Your next digest comes then, because {why}. Before that only an interruption reaches you, or what
            must be decided sooner.
          </Trans>
        )}{" "}
        <Link
          href="/settings/notifications"
          className="items-center text-accent underline underline-offset-4 pointer-coarse:flex pointer-coarse:min-h-11 pointer-coarse:w-fit"
        >
          <Trans>What reaches me</Trans>
        </Link>
      </p>
      <Top deeds={deeds} emptied={emptied} />
    </section>
  );
}

/** What one goes on with. */
function Top({ deeds, emptied }: Pick<Props, "deeds" | "emptied">) {
  const { t } = useLingui();
  const { me } = useMine();
  const self = usePerson(me.person.id) ?? me.person;
  const tasks = useTasks();
  const [, navigate] = useLocation();
  const due = useDueWords();
  const top = useMemo(
    () => worklistOf(tasks, self.id).filter((task) => task.status !== "blocked")[0],
    [tasks, self.id],
  );
  const begun = top?.status === "in_progress";
  const go = (task: Task) => {
    if (task.status === "todo") deeds.start(task);
    navigate(`/tasks/${task.id}`);
  };
  useCommands([
    {
      id: "today.start",
      name: begun ? t`Go on with it` : t`Start`,
      on: top?.title,
      group: "here",
      keys: ["Enter"],
      ready: top !== undefined,
      run: () => top && go(top),
    },
  ]);
  if (!top)
    return (
      <p className="mt-6 text-quiet">
        <Trans>Nothing is on your list either.</Trans>{" "}
        <Link
          href="/?add"
          className="items-center text-accent underline underline-offset-4 pointer-coarse:flex pointer-coarse:min-h-11 pointer-coarse:w-fit"
        >
          <Trans>Write a task</Trans>
        </Link>
      </p>
    );
  const words = due(top, self);
  return (
    <div className="mt-8 flex flex-col gap-2 border-t border-line pt-4">
      <h3 className="text-sm text-quiet">
        <Trans>First on your list</Trans>
      </h3>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <div className="min-w-[min(14rem,100%)] flex-1">
          <Link
            href={`/tasks/${top.id}`}
            dir="auto"
            className="tap relative block text-start font-serif text-lg [overflow-wrap:anywhere]"
          >
            {top.title}
          </Link>
          {words && <p className={`text-xs ${words.overdue ? "text-warn" : "text-quiet"}`}>{words.text}</p>}
        </div>
        <Button
          look="primary"
          className="pointer-coarse:min-h-11"
          autoFocus={emptied}
          onClick={() => go(top)}
        >
          {begun ? <Trans>Go on</Trans> : <Trans>Start</Trans>} <Kbd>↵</Kbd>
        </Button>
      </div>
    </div>
  );
}
