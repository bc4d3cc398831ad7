import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { useMine, usePerson } from "../../data/mine";
import { isolate } from "../../lib/isolate";
import type { Draft } from "../../lib/quickadd/reading";
import type { Invitation } from "../../types";
import { Button, ButtonLink } from "../../ui/button";
import { Doors } from "./doors";

interface SentProps {
  drafts: readonly Draft[];
  invited: readonly Invitation[];
  onMore: () => void;
}

/** What was sent stands on its lists; what is left to do is to hand over the links. */
export function Sent({ drafts, invited, onMore }: SentProps) {
  const owners = [...new Set(drafts.map((draft) => draft.owner_id))];
  return (
    <div className="flex flex-col gap-8">
      <div>
        <h1>
          <Trans>Sent, and nobody was interrupted</Trans>
        </h1>
        <ul className="mt-3">
          {owners.map((owner) => (
            <OnList key={owner} owner={owner} count={drafts.filter((d) => d.owner_id === owner).length} />
          ))}
        </ul>
      </div>
      <Doors invited={invited} last />
      <div className="flex flex-wrap items-center gap-4">
        <ButtonLink look={invited.length ? "secondary" : "primary"} className="min-h-11!" href="/how-we-ask">
          <Trans>How we ask here</Trans>
        </ButtonLink>
        <Button look="plain" className="min-h-11!" onClick={onMore}>
          <Trans>Put more on lists</Trans>
        </Button>
      </div>
    </div>
  );
}

function OnList({ owner, count }: { owner: string; count: number }) {
  const { t } = useLingui();
  const { me } = useMine();
  const person = usePerson(owner);
  const name = isolate(person?.name ?? "");
  const mine = owner === me.person.id;
  return (
    <li className="flex items-baseline justify-between gap-4 border-b border-line py-2.5">
      <Link
        href={mine ? "/" : `/people/${owner}`}
        className="tap relative min-w-0 font-serif text-[1rem] text-accent underline"
      >
        {mine ? <Trans>My list</Trans> : <Trans>{name}’s list</Trans>}
      </Link>
      <span className="shrink-0 text-sm text-quiet">{count === 1 ? t`1 task` : t`${count} tasks`}</span>
    </li>
  );
}
