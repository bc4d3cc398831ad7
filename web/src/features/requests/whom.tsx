import { Trans, useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import { useId, useMemo, useState } from "react";
import { byName, type Team } from "../../data/about";
import { useAll, useMine } from "../../data/mine";
import { isolate } from "../../lib/isolate";
import type { Person } from "../../types";
import type { Form } from "./form";

interface WhomProps {
  form: Form;
  wrong: string | undefined;
  onChange: (part: Partial<Form>) => void;
}

interface Candidate {
  name: string;
  /** What choosing it adds to the form. */
  part: (form: Form) => Partial<Form>;
  chosen: boolean;
  drop: (form: Form) => Partial<Form>;
  key: string;
}

const mostOffered = 40;

/** Whom: people and teams by their names, my reports, everyone below me. */
export function Whom({ form, wrong, onChange }: WhomProps) {
  const { t } = useLingui();
  const id = useId();
  const [text, setText] = useState("");
  const candidates = useCandidates(form);
  const chosen = candidates.filter((one) => one.chosen);
  const wanted = text.trim().toLocaleLowerCase();
  const offered = candidates.filter((one) => !one.chosen && one.name.toLocaleLowerCase().includes(wanted));
  const [unknown, setUnknown] = useState("");
  function choose(words: string): boolean {
    const given = words.trim().toLocaleLowerCase();
    const exact = candidates.find((one) => !one.chosen && one.name.toLocaleLowerCase() === given);
    const begins = candidates.filter((one) => !one.chosen && one.name.toLocaleLowerCase().startsWith(given));
    const found = exact ?? (begins.length === 1 ? begins[0] : undefined);
    if (!found) return false;
    onChange(found.part(form));
    setText("");
    setUnknown("");
    return true;
  }
  function take() {
    if (text.trim() && !choose(text)) setUnknown(text.trim());
  }
  const error = unknown ? t`Nobody here, and no team, is called “${unknown}”, or there are several.` : wrong;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        <Trans>To</Trans>
      </label>
      <div
        className={`flex min-h-10 flex-wrap items-center gap-1.5 rounded-md border ${error ? "border-warn" : "border-edge"} bg-sheet px-2 py-1 focus-within:outline-2 pointer-coarse:py-0 focus-within:outline-accent`}
      >
        <ul className="contents" aria-label={t`Who is asked`}>
          {chosen.map((one) => (
            <li key={one.key} className="flex max-w-full min-w-0 items-center rounded bg-wash ps-2 text-sm">
              <bdi className="truncate">{one.name}</bdi>
              <button
                type="button"
                aria-label={t`Take out ${isolate(one.name)}`}
                onClick={() => onChange(one.drop(form))}
                className="tap relative flex size-7 shrink-0 items-center justify-center text-quiet hover:text-ink"
              >
                <X size={13} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
        <input
          id={id}
          list={`${id}-list`}
          value={text}
          dir="auto"
          autoComplete="off"
          placeholder={chosen.length ? t`and…` : t`A name, a team, my reports…`}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-note` : undefined}
          onChange={(event) => {
            const words = event.target.value;
            setUnknown("");
            // Chosen from those that are offered: nothing more to type.
            const offeredOne =
              !(event.nativeEvent instanceof InputEvent) ||
              event.nativeEvent.inputType === "insertReplacementText";
            if (!(offeredOne && choose(words))) setText(words);
          }}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === "Enter" && text.trim()) {
              event.preventDefault();
              take();
            }
            const last = chosen.at(-1);
            if (event.key === "Backspace" && !text && last) onChange(last.drop(form));
          }}
          className="-my-px min-h-7 min-w-40 flex-1 bg-transparent px-1 text-base placeholder:text-quiet focus:outline-none focus-visible:outline-none"
        />
        <datalist id={`${id}-list`}>
          {offered.slice(0, mostOffered).map((one) => (
            <option key={one.key} value={one.name} />
          ))}
        </datalist>
      </div>
      {error && (
        <p id={`${id}-note`} role="alert" className="text-xs text-warn first-letter:uppercase">
          {error}
        </p>
      )}
    </div>
  );
}

function useCandidates(form: Form): Candidate[] {
  const { t } = useLingui();
  const { me } = useMine();
  const people = useAll<Person>("person");
  const teams = useAll<Team>("team");
  return useMemo(() => {
    const self = me.person.id;
    const active = people.filter((person) => person.active && person.id !== self).sort(byName);
    const counts = new Map<string, number>();
    for (const { name } of active) counts.set(name, (counts.get(name) ?? 0) + 1);
    const reports = active.some((person) => person.manager_id === self);
    const without = (list: readonly string[], id: string) => list.filter((one) => one !== id);
    const all: Candidate[] = [];
    if (reports)
      all.push(
        {
          key: "reports",
          name: t`My reports`,
          chosen: form.reports,
          part: () => ({ reports: true }),
          drop: () => ({ reports: false }),
        },
        {
          key: "below",
          name: t`Everyone below me`,
          chosen: form.below,
          part: () => ({ below: true }),
          drop: () => ({ below: false }),
        },
      );
    for (const team of [...teams].sort(byName)) {
      const teamName = team.name;
      all.push({
        key: team.id,
        name: t`${teamName} (team)`,
        chosen: form.teams.includes(team.id),
        part: (f) => ({ teams: [...f.teams, team.id] }),
        drop: (f) => ({ teams: without(f.teams, team.id) }),
      });
    }
    for (const person of active)
      all.push({
        key: person.id,
        name: (counts.get(person.name) ?? 0) > 1 ? `${person.name} (${person.email})` : person.name,
        chosen: form.people.includes(person.id),
        part: (f) => ({ people: [...f.people, person.id] }),
        drop: (f) => ({ people: without(f.people, person.id) }),
      });
    return all;
  }, [people, teams, me, form.people, form.teams, form.reports, form.below, t]);
}
