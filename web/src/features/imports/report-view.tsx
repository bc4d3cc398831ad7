import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { capital } from "../../data/write";
import { dateRange } from "../../lib/dates";
import { curly } from "../../lib/quotes";
import { ReportTable } from "../../parts/report-table";
import type { Report, ReportRow, RowResult } from "./types";

const order: RowResult[] = ["not_imported", "date_changed", "imported", "updated", "existing"];

/** What becomes, or became, of every row: what is left out first. */
export function ReportView({ report }: { report: Report }) {
  const { t } = useLingui();
  const { summary, dry_run: dry } = report;
  const names: Record<RowResult, string> = {
    not_imported: t`left out`,
    date_changed: t`another date`,
    imported: dry ? t`to bring in` : t`brought in`,
    updated: dry ? t`gets the new date` : t`has the new date`,
    existing: t`already imported`,
  };
  const asides = [
    summary.in_triage &&
      (summary.in_triage === 1
        ? t`1 waits for its owner to decide`
        : t`${summary.in_triage} wait for their owners to decide`),
    summary.without_date &&
      (summary.without_date === 1 ? t`1 has no date` : t`${summary.without_date} have no date`),
    summary.due_passed &&
      (summary.due_passed === 1
        ? t`1 is past its date already`
        : t`${summary.due_passed} are past their date already`),
    summary.blank &&
      (summary.blank === 1 ? t`1 empty row is passed over` : t`${summary.blank} empty rows are passed over`),
  ].filter(Boolean);
  return (
    <div className="flex flex-col gap-3">
      {asides.length > 0 && <p className="text-sm text-quiet">{asides.join(" · ")}.</p>}
      <ReportTable
        about={t`Task`}
        results={order.map((result) => ({ result, name: names[result], warns: result === "not_imported" }))}
        lines={report.rows.map((row) => ({
          line: row.line,
          result: row.result,
          what: <What row={row} />,
          becomes: (
            <>
              {names[row.result]}
              {row.result === "imported" && row.status === "triage" && (
                <span className="block text-quiet">
                  <Trans>to decide</Trans>
                </span>
              )}
            </>
          ),
        }))}
      />
    </div>
  );
}

function What({ row }: { row: ReportRow }) {
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
  const why = curly(row.why);
  const title = row.title || t`A row without a title`;
  return (
    <>
      {row.task_id ? (
        <Link href={`/tasks/${row.task_id}`} className="break-words text-accent underline">
          <bdi>{title}</bdi>
        </Link>
      ) : (
        <bdi>{title}</bdi>
      )}
      {facts && <span className="block text-quiet">{facts}</span>}
      {row.mentioned.length > 0 && (
        <span className="block text-quiet">
          <Trans>Read by {row.mentioned.join(", ")} too</Trans>
        </span>
      )}
      {why && (
        <span className={`block ${row.result === "not_imported" ? "text-warn" : "text-quiet"}`}>
          {row.result === "not_imported" ? t`The row ${why}.` : `${capital(why)}.`}
        </span>
      )}
      {row.notes.map((note) => (
        <span key={note} className="block text-quiet">
          {curly(note)}
        </span>
      ))}
    </>
  );
}
