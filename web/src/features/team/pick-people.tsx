import { Trans, useLingui } from "@lingui/react/macro";
import { useMemo, useState } from "react";
import { byName } from "../../data/about";
import { useAll, useMine } from "../../data/mine";
import { matches } from "../../data/search";
import { zoneCity } from "../../lib/dates";
import type { Person } from "../../types";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { Dialog } from "../../ui/dialog";
import { TextField } from "../../ui/fields";
import { most } from "./use-day";

interface Props {
  chosen: readonly Person[];
  onPick: (ids: readonly string[]) => void;
  onClose: () => void;
}

/** As many as one looks through; more are found by typing. */
const shown = 40;

/** Whose clocks one wants beside one's own. */
export function PickPeople({ chosen, onPick, onClose }: Props) {
  const { t } = useLingui();
  const { me } = useMine();
  const people = useAll<Person>("person");
  const [search, setSearch] = useState("");
  const [ids, setIds] = useState<ReadonlySet<string>>(() => new Set(chosen.map((person) => person.id)));
  // Who was chosen when it opened stands first, and stays there while one takes them out.
  const [first] = useState(ids);
  const sorted = useMemo(
    () =>
      people
        .filter((person) => person.active)
        .sort((a, b) => Number(first.has(b.id)) - Number(first.has(a.id)) || byName(a, b)),
    [people, first],
  );
  const found = sorted.filter((person) => matches(person, search));
  const full = ids.size >= most;
  const toggle = (id: string) =>
    setIds((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  return (
    <Dialog title={t`Whose clocks?`} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ids.size) onPick([...ids]);
          onClose();
        }}
      >
        <TextField
          label={t`Find somebody`}
          type="search"
          dir="auto"
          autoComplete="off"
          data-first
          placeholder={t`Name, city or what they do`}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <ul className="max-h-[50dvh] overflow-y-auto overscroll-contain">
          {found.slice(0, shown).map((person) => (
            <li key={person.id}>
              <Choice
                type="checkbox"
                className="min-h-11"
                checked={ids.has(person.id)}
                disabled={full && !ids.has(person.id)}
                onChange={() => toggle(person.id)}
                hint={<bdi>{[person.title, zoneCity(person.time_zone)].filter(Boolean).join(" · ")}</bdi>}
              >
                <bdi>{person.name}</bdi>
                {person.id === me.person.id && (
                  <span className="text-sm text-quiet">
                    {" "}
                    <Trans>you</Trans>
                  </span>
                )}
              </Choice>
            </li>
          ))}
        </ul>
        {found.length > shown && (
          <p className="text-sm text-quiet">
            <Trans>{found.length - shown} more; type to find them.</Trans>
          </p>
        )}
        {!found.length && (
          <p className="text-sm text-quiet">
            <Trans>Nobody is called so.</Trans>
          </p>
        )}
        {full && (
          <p className="text-sm text-quiet">
            <Trans>{most} clocks at once are the most.</Trans>
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button look="primary" type="submit" disabled={!ids.size}>
            {ids.size === 1 ? <Trans>Show 1 clock</Trans> : <Trans>Show {ids.size} clocks</Trans>}
          </Button>
          <Button look="plain" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
