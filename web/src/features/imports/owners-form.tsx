import { Trans, useLingui } from "@lingui/react/macro";
import { useId, useState } from "react";
import { openText } from "../../lib/csv";
import type { Person } from "../../types";
import { Button } from "../../ui/button";
import { NativeSelect } from "../../ui/fields";
import { firstRows, More } from "../../ui/more";
import { Wrong } from "../../ui/section";
import { foundBy, type OwnerText, proposed } from "./mapping";

interface Props {
  owners: OwnerText[];
  people: Person[];
  /** By the text of the file: a person's id. */
  chosen: ReadonlyMap<string, string>;
  mapText: string;
  fallback: string;
  error: string | undefined;
  onChosen: (chosen: ReadonlyMap<string, string>) => void;
  onMapText: (text: string) => void;
  onFallback: (id: string) => void;
}

/** Whom the names of a file mean: by hand, or by a file that says it. */
export function OwnersForm(props: Props) {
  const { owners, people, chosen, mapText, fallback, error, onChosen, onMapText, onFallback } = props;
  const { t } = useLingui();
  const file = useId();
  const [all, setAll] = useState(false);
  const known = owners.filter(({ text }) => foundBy(text, people));
  const asked = owners.filter(({ text }) => !foundBy(text, people));
  const shown = all ? asked : asked.slice(0, firstRows);
  return (
    <div className="flex flex-col gap-4">
      {mapText ? (
        <p className="flex flex-wrap items-center gap-2">
          <Trans>The file of people is used.</Trans>
          <Button look="plain" onClick={() => onMapText("")}>
            <Trans>Choose by hand instead</Trans>
          </Button>
        </p>
      ) : (
        asked.length > 0 && (
          <ul className="border-t border-line">
            {shown.map(({ text, rows }) => {
              const guess = proposed(text, people);
              return (
                <li
                  key={text}
                  className="grid items-center gap-x-4 gap-y-1 border-b border-line py-2 sm:grid-cols-2"
                >
                  <span className="min-w-0 break-words">
                    <bdi>{text}</bdi>{" "}
                    <span className="text-sm text-quiet">{rows === 1 ? t`1 row` : t`${rows} rows`}</span>
                  </span>
                  <NativeSelect
                    label={t`Who ${text} is`}
                    hideLabel
                    value={chosen.get(text) ?? guess?.id ?? ""}
                    onChange={(event) => onChosen(new Map(chosen).set(text, event.target.value))}
                    options={[
                      { value: "", label: t`Nobody: leave these rows out` },
                      ...people.map((person) => ({ value: person.id, label: person.name })),
                    ]}
                  />
                </li>
              );
            })}
          </ul>
        )
      )}
      <More hidden={mapText ? 0 : asked.length - shown.length} onAll={() => setAll(true)} />
      {known.length > 0 && (
        <p className="text-sm text-quiet">
          <Trans>Known by address or full name: {known.map(({ text }) => text).join(", ")}.</Trans>
        </p>
      )}
      {owners.length > 0 && !mapText && (
        <div>
          <label
            htmlFor={file}
            className="inline-flex min-h-9 cursor-pointer items-center rounded-md border border-edge px-3 text-sm font-medium hover:bg-wash has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <Trans>Use a file of owner,email instead</Trans>
            <input
              id={file}
              type="file"
              accept=".csv,.txt,text/csv"
              className="sr-only"
              onChange={(event) => {
                const picked = event.target.files?.[0];
                if (picked) void openText(picked).then((opened) => onMapText(opened.text));
              }}
            />
          </label>
        </div>
      )}
      <NativeSelect
        label={owners.length ? t`Rows without an owner go to` : t`All of them go to`}
        value={fallback}
        onChange={(event) => onFallback(event.target.value)}
        options={[
          { value: "", label: owners.length ? t`Nobody: leave them out` : t`Choose somebody` },
          ...people.map((person) => ({ value: person.id, label: person.name })),
        ]}
      />
      <Wrong words={error} />
    </div>
  );
}
