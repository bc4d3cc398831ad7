import { Trans, useLingui } from "@lingui/react/macro";
import { useMine, usePerson } from "../../data/mine";
import { isolate } from "../../lib/isolate";
import type { Draft } from "../../lib/quickadd/reading";
import { Button } from "../../ui/button";
import { lacksDate } from "./lines";

interface LandingProps {
  drafts: readonly Draft[];
  /** Puts more words to a line. */
  onWords: (draft: Draft, words: string) => void;
}

/** On whose lists the lines land, one after the other as they were first named. */
export function Landing({ drafts, onWords }: LandingProps) {
  const owners = [...new Set(drafts.map((draft) => draft.owner_id))];
  return (
    <div aria-live="polite" className="flex flex-col gap-6">
      {owners.map((owner) => (
        <OnList
          key={owner}
          owner={owner}
          drafts={drafts.filter((draft) => draft.owner_id === owner)}
          onWords={onWords}
        />
      ))}
    </div>
  );
}

function OnList({ owner, drafts, onWords }: LandingProps & { owner: string }) {
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
        {drafts.map((draft) => (
          <Line key={draft.line} draft={draft} name={name} self={me.person.id} onWords={onWords} />
        ))}
      </ul>
    </section>
  );
}

interface LineProps {
  draft: Draft;
  name: string;
  self: string;
  onWords: LandingProps["onWords"];
}

function Line({ draft, name, self, onWords }: LineProps) {
  const { t } = useLingui();
  const { title } = draft;
  return (
    <li className="border-b border-line py-2">
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <bdi className="min-w-0 font-serif text-[1rem] [overflow-wrap:anywhere]">{title}</bdi>
        {draft.understood
          .filter((span) => span.kind !== "owner")
          .map((span) => (
            <span key={`${span.start} ${span.kind}`} className="rounded bg-wash px-1.5 text-xs text-quiet">
              {span.meaning}
            </span>
          ))}
      </p>
      {draft.problems.map((problem) => (
        <p key={problem.text + problem.message} className="text-xs text-warn">
          {problem.message}
        </p>
      ))}
      {title && lacksDate(draft, self) && (
        <p className="flex flex-wrap items-center gap-2 pt-1 text-xs text-warn">
          <Trans>By when does {name} need to have it?</Trans>
          <input
            type="date"
            aria-label={t`Due date of ${title}`}
            className="min-h-9 rounded border border-edge bg-sheet px-1.5 text-ink pointer-coarse:min-h-11"
            onChange={(event) => {
              // A year that is still being typed begins with zeros.
              if (event.target.value >= "2000") onWords(draft, `by ${event.target.value}`);
            }}
          />
          <Button className="pointer-coarse:min-h-11" onClick={() => onWords(draft, "no date")}>
            <Trans>No date</Trans>
          </Button>
        </p>
      )}
    </li>
  );
}
