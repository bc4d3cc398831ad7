import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { byName } from "../../data/about";
import { useAll, useMine } from "../../data/mine";
import { isolate } from "../../lib/isolate";
import { type Readable, ReadBy } from "../../parts/read-by";
import type { Person } from "../../types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { TextField } from "../../ui/fields";

const shown = 8;

/** Somebody else for a task: one's own reports first, whose list it goes onto at once. */
export function OwnerDialog({ task, answer }: { task: Readable; answer: (id: string | null) => void }) {
  const { t } = useLingui();
  const { me } = useMine();
  const self = me.person.id;
  const people = useAll<Person>("person");
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<Person | null>(null);
  const parts = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const mine = task.owner_id === self;
  const report = (person: Person) => person.manager_id === self;
  const found = people
    .filter(
      (person) =>
        person.active &&
        person.id !== task.owner_id &&
        // Back to who asked is declining it.
        !(mine && person.id === task.asked_by_id) &&
        parts.every((part) => person.name.toLocaleLowerCase().includes(part)),
    )
    .sort((a, b) => Number(report(b)) - Number(report(a)) || byName(a, b));
  const more = found.length - shown;
  const name = isolate(chosen?.name ?? "");
  return (
    <Dialog title={mine ? t`Give it to somebody else` : t`Ask somebody else`} onClose={() => answer(null)}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const only = found.length === 1 ? found[0] : undefined;
          if (chosen) answer(chosen.id);
          else if (only) setChosen(only);
        }}
      >
        <TextField
          label={t`A name`}
          value={words}
          onChange={(event) => {
            setWords(event.target.value);
            setChosen(null);
          }}
          autoFocus
          autoComplete="off"
        />
        <ul className="flex max-h-[40vh] flex-col overflow-y-auto">
          {found.slice(0, shown).map((person) => (
            <li key={person.id}>
              <Button
                look="plain"
                aria-pressed={person === chosen}
                className={`min-h-11! w-full justify-between! text-start text-ink! ${person === chosen ? "bg-wash" : ""}`}
                onClick={() => setChosen(person)}
              >
                <bdi className="[overflow-wrap:anywhere]">{person.name}</bdi>
                {report(person) && (
                  <span className="shrink-0 text-xs font-normal text-quiet">
                    <Trans>reports to you</Trans>
                  </span>
                )}
              </Button>
            </li>
          ))}
        </ul>
        {more > 0 && (
          <p className="text-xs text-quiet">
            <Trans>And {more} more: write more of the name.</Trans>
          </p>
        )}
        {found.length === 0 && (
          <p className="text-sm text-quiet">
            <Trans>Nobody here has this name.</Trans>
          </p>
        )}
        {chosen && (
          <div className="flex flex-col gap-1 border-s-2 border-edge ps-3 text-sm" aria-live="polite">
            <p>
              {chosen.id === self ? (
                <Trans>It goes onto your own list.</Trans>
              ) : report(chosen) ? (
                <Trans>It goes straight onto {name}’s list.</Trans>
              ) : (
                <Trans>{name} decides whether to take it.</Trans>
              )}
            </p>
            <ReadBy task={{ ...task, owner_id: chosen.id }} />
          </div>
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" disabled={!chosen}>
            {mine ? <Trans>Give it</Trans> : <Trans>Ask</Trans>}
          </Button>
          <Button look="plain" onClick={() => answer(null)}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
