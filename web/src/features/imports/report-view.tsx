import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link } from "wouter";
import { capital } from "../../data/write";
import { dateRange } from "../../lib/dates";
import { firstRows, More } from "../../ui/more";
import type { Report, ReportRow, RowResult } from "./types";

const order: RowResult[] = ["not_imported", "date_changed", "imported", "updated", "existing"];

/** What becomes, or became, of every row: what is left out first. */
export function ReportView({ report }: { report: Report }) {
  const { t } = useLingui();
  const [all, setAll] = useState(false);
  const [only, setOnly] = useState<RowResult | null>(null);
  const { summary, dry_run: dry } = report;
  const names: Record<RowResult, string> = {
    not_imported: t`left out`,
    date_changed: t`another date`,
    imported: dry ? t`to bring in` : t`brought in`,
    updated: dry ? t`gets the new date` : t`has the new date`,
    existing: t`already imported`,
  };
  const kinds = order.filter((result) => summary[result] > 0);
  const rows = report.rows
    .filter((row) => only === null || row.result === only)
    .sort((a, b) => order.indexOf(a.result) - order.indexOf(b.result) || a.line - b.line);
  const shown = all ? rows : rows.slice(0, firstRows);
  const asides = [
    summary.in_triage && t`${summary.in_triage} wait for their owners to decide`,
    summary.without_date && t`${summary.without_date} have no date`,
    summary.due_passed && t`${summary.due_passed} are past their date already`,
    summary.blank && t`${summary.blank} empty rows are passed over`,
  ].filter(Boolean);
  return (
    <div className="flex flex-col gap-3">
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">
          <Trans>Show</Trans>
        </legend>
        {kinds.map((result) => (
          <button
            key={result}
            type="button"
            aria-pressed={only === result}
            onClick={() => setOnly(only === result ? null : result)}
            className="min-h-9 rounded-md border border-edge px-3 text-sm aria-pressed:border-accent aria-pressed:bg-accent-wash"
          >
            <span className="font-semibold">{summary[result]}</span> {names[result]}
          </button>
        ))}
      </fieldset>
      {asides.length > 0 && <p className="text-sm text-quiet">{asides.join(" · ")}.</p>}
      <table className="w-full text-sm">
        <thead className="text-left text-xs text-quiet">
          <tr>
            <th scope="col" className="w-12 py-1.5 pr-3 font-normal">
              <Trans>Line</Trans>
            </th>
            <th scope="col" className="py-1.5 pr-3 font-normal">
              <Trans>Task</Trans>
            </th>
            <th scope="col" className="w-28 py-1.5 font-normal sm:w-36">
              <Trans>Becomes</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <Row key={row.line} row={row} becomes={names[row.result]} />
          ))}
        </tbody>
      </table>
      <More hidden={rows.length - shown.length} onAll={() => setAll(true)} />
    </div>
  );
}

function Row({ row, becomes }: { row: ReportRow; becomes: string }) {
  const { t } = useLingui();
  const levels: Record<string, string> = {
    urgent: t`urgent`,
    high: t`high`,
    medium: t`medium`,
    low: t`low`,
  };
  const { due } = row;
  const when =
    due?.date &&
    [dateRange(due.date, due.date), due.time, due.zone?.replaceAll("_", " ")].filter(Boolean).join(" ");
  const facts = [row.owner, row.level && levels[row.level], when].filter(Boolean).join(" · ");
  const title = row.title || t`A row without a title`;
  return (
    <tr className="border-t border-line align-top">
      <td className="py-2 pr-3 text-quiet">{row.line}</td>
      <td className="py-2 pr-3">
        {row.task_id ? (
          <Link href={`/tasks/${row.task_id}`} className="break-words text-accent underline">
            {title}
          </Link>
        ) : (
          <span className="break-words">{title}</span>
        )}
        {facts && <span className="block text-quiet">{facts}</span>}
        {row.mentioned.length > 0 && (
          <span className="block text-quiet">
            <Trans>Read by {row.mentioned.join(", ")} too</Trans>
          </span>
        )}
        {row.why && (
          <span className={`block ${row.result === "not_imported" ? "text-warn" : "text-quiet"}`}>
            {row.result === "not_imported" ? t`The row ${row.why}.` : `${capital(row.why)}.`}
          </span>
        )}
        {row.notes.map((note) => (
          <span key={note} className="block text-quiet">
            {note}
          </span>
        ))}
      </td>
      <td className={`py-2 ${row.result === "not_imported" ? "font-medium text-warn" : ""}`}>
        {becomes}
        {row.result === "imported" && row.status === "triage" && (
          <span className="block text-quiet">
            <Trans>to decide</Trans>
          </span>
        )}
      </td>
    </tr>
  );
}
