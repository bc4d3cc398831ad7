import { Trans, useLingui } from "@lingui/react/macro";
import { useChoices } from "../../data/regions";
import type { Sheet } from "../../lib/csv";
import { isolate } from "../../lib/isolate";
import { NativeSelect } from "../../ui/fields";
import { Wrong } from "../../ui/section";
import type { Columns, Field } from "./mapping";

interface Props {
  sheet: Sheet;
  columns: Columns;
  zone: string;
  errorAt: (field: string) => string | undefined;
  onColumns: (columns: Columns) => void;
  onZone: (zone: string) => void;
}

/** Which column says what, each with an example from the file beneath it. */
export function ColumnsForm({ sheet, columns, zone, errorAt, onColumns, onZone }: Props) {
  const { t } = useLingui();
  const choices = useChoices();
  const fields: [Field, string][] = [
    ["title", t`What is to be done`],
    ["owner", t`Whose it is`],
    ["due", t`Due date`],
    ["due_time", t`Time of day`],
    ["level", t`Priority level`],
  ];
  const example = (column: string): string | undefined => {
    const at = sheet.header.indexOf(column);
    const values = sheet.rows.map((row) => row[at]).filter(Boolean);
    return at < 0
      ? undefined
      : values.length
        ? t`such as “${isolate(values[0] ?? "")}”`
        : t`empty in every row`;
  };
  const optional = [
    { value: "", label: t`Not in the file` },
    ...sheet.header.map((name) => ({ value: name, label: name })),
  ];
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {fields.map(([field, label]) => (
        <div key={field}>
          <NativeSelect
            label={label}
            value={columns[field]}
            required={field === "title"}
            hint={example(columns[field])}
            options={
              field === "title" ? [{ value: "", label: t`Choose a column` }, ...optional.slice(1)] : optional
            }
            onChange={(event) => onColumns({ ...columns, [field]: event.target.value })}
          />
          <Wrong words={errorAt(field)} />
        </div>
      ))}
      {columns.due_time && (
        <div>
          <NativeSelect
            label={t`The times are in`}
            value={zone}
            options={[
              { value: "", label: t`Each owner’s own zone` },
              { value: "UTC", label: "UTC" },
              ...(choices?.zones ?? [])
                .filter((name) => name !== "UTC")
                .map((name) => ({ value: name, label: name.replaceAll("_", " ") })),
            ]}
            onChange={(event) => onZone(event.target.value)}
          />
          <p className="mt-1 text-xs text-quiet">
            {zone ? (
              <Trans>The instant is fixed: each owner sees it by their own clock.</Trans>
            ) : (
              <Trans>17:00 is 17:00 wherever the owner is.</Trans>
            )}
          </p>
          <Wrong words={errorAt("due_time_zone")} />
        </div>
      )}
    </div>
  );
}
