import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useMemo } from "react";
import { type Proposed, useImpacts } from "../../data/impact";
import { useAll, useMine, usePerson, useSlots, useTasks } from "../../data/mine";
import { useMeaning } from "../../data/understood";
import { isolate } from "../../lib/isolate";
import type { Draft } from "../../lib/quickadd/reading";
import { curly } from "../../lib/quotes";
import { Cost } from "../../parts/cost";
import type { Impact, Person } from "../../types";
import { Button } from "../../ui/button";
import { lacksDate } from "./lines";
import { type Landed, landings } from "./places";

interface LandingProps {
  drafts: readonly Draft[];
  /** Puts more words to a line. */
  onWords: (draft: Draft, words: string) => void;
}

/** On whose lists the lines land, one after the other as they were first named, and what each costs there (W5). */
export function Landing({ drafts, onWords }: LandingProps) {
  const { me } = useMine();
  const tasks = useTasks();
  const slots = useSlots();
  const lists = useMemo(() => {
    const owners = [...new Set(drafts.map((draft) => draft.owner_id))];
    return owners.map((owner) => {
      const here = drafts.filter((draft) => draft.owner_id === owner);
      const straight = owner === me.person.id || me.reports.includes(owner);
      return { owner, drafts: here, landed: landings(here, tasks, slots, straight) };
    });
  }, [drafts, tasks, slots, me]);
  const costOf = useImpacts(
    lists.flatMap(({ owner, drafts, landed }) =>
      drafts.flatMap((draft, at) =>
        draft.title ? [{ owner, proposed: proposedOf(draft, landed[at]) }] : [],
      ),
    ),
    tasks.length,
  );
  return (
    <div aria-live="polite" className="flex flex-col gap-6">
      {lists.map((list) => (
        <OnList key={list.owner} {...list} costOf={costOf} onWords={onWords} />
      ))}
    </div>
  );
}

const proposedOf = (draft: Draft, landed: Landed | undefined): Proposed => ({
  level: landed?.level ?? "medium",
  ...(landed?.before_id ? { before_id: landed.before_id } : {}),
  ...(draft.due_date ? { due_date: draft.due_date } : {}),
  ...(draft.due_time ? { due_time: draft.due_time } : {}),
});

type OnListProps = LandingProps & {
  owner: string;
  /** Of each line, in their order. */
  landed: readonly Landed[];
  costOf: (owner: string, proposed: Proposed) => Impact | null;
};

function OnList({ owner, drafts, landed, costOf, onWords }: OnListProps) {
  const { t } = useLingui();
  const { me } = useMine();
  const person = usePerson(owner);
  const mine = owner === me.person.id;
  const name = isolate(person?.name ?? "");
  const straight = mine || person?.manager_id === me.person.id;
  return (
    <section aria-label={mine ? t`My list` : t`${name}’s list`}>
      <h2 className="flex flex-wrap items-baseline gap-x-3 border-b border-line pb-1 text-base font-semibold">
        {mine ? <Trans>My list</Trans> : <Trans>{name}’s list</Trans>}
        <span className="font-sans text-xs font-normal text-quiet">
          {mine ? (
            <Trans>With @ and a name it lands on theirs.</Trans>
          ) : straight ? (
            <Trans>In its order at once; nobody is interrupted.</Trans>
          ) : (
            <Trans>They decide whether to take it; nobody is interrupted.</Trans>
          )}
        </span>
      </h2>
      <ul>
        {drafts.map((draft, at) => {
          const { lowered = null, before } = landed[at] ?? {};
          const impact = draft.title ? costOf(owner, proposedOf(draft, landed[at])) : null;
          return (
            <Line
              key={draft.line}
              draft={draft}
              owner={person ?? me.person}
              self={me.person.id}
              cost={
                impact &&
                person && (
                  <Cost
                    impact={impact}
                    owner={person}
                    mine={mine}
                    lowered={lowered}
                    {...(before ? { before } : {})}
                  />
                )
              }
              onWords={onWords}
            />
          );
        })}
      </ul>
    </section>
  );
}

interface LineProps {
  draft: Draft;
  owner: Person;
  self: string;
  /** What it costs the list, as soon as that is known. */
  cost: ReactNode;
  onWords: LandingProps["onWords"];
}

function Line({ draft, owner, self, cost, onWords }: LineProps) {
  const { t } = useLingui();
  const people = useAll<Person>("person");
  const meaning = useMeaning(draft, owner, people);
  const name = isolate(owner.name);
  const { title } = draft;
  return (
    <li className="border-b border-line py-2">
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <bdi className="min-w-0 font-serif text-[1rem] [overflow-wrap:anywhere]">{title}</bdi>
        {draft.understood
          .filter((span) => span.kind !== "owner")
          .map((span) => (
            <bdi key={`${span.start} ${span.kind}`} className="rounded bg-wash px-1.5 text-xs text-quiet">
              {meaning(span)}
            </bdi>
          ))}
      </p>
      {cost}
      {draft.problems.map((problem) => (
        <p key={problem.text + problem.message} className="text-xs text-warn">
          {curly(problem.message)}
        </p>
      ))}
      {title && lacksDate(draft, self) && (
        <p className="flex flex-wrap items-center gap-2 pt-1 text-xs text-warn">
          <Trans>By when does {name} need to have it?</Trans>
          <input
            type="date"
            aria-label={t`Due date of ${isolate(title)}`}
            className="min-h-9 rounded-md border border-edge bg-sheet px-2 text-ink"
            onChange={(event) => {
              // A year that is still being typed begins with zeros.
              if (event.target.value >= "2000") onWords(draft, `by ${event.target.value}`);
            }}
          />
          <Button onClick={() => onWords(draft, "no date")}>
            <Trans>No date</Trans>
          </Button>
        </p>
      )}
    </li>
  );
}
