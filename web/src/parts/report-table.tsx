import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { firstRows, More } from "../ui/more";

interface ReportLine<Result extends string> {
  line: number;
  result: Result;
  what: ReactNode;
  becomes: ReactNode;
}

interface Props<Result extends string> {
  /** What a row is about, as the heading of its column. */
  about: string;
  /** In the order of the table: what needs a look stands first. */
  results: readonly { result: Result; name: string; warns?: boolean }[];
  lines: readonly ReportLine<Result>[];
}

/** What becomes of each line of a file, for tasks as for people: by what becomes of it, and one kind alone if one likes. */
export function ReportTable<Result extends string>({ about, results, lines }: Props<Result>) {
  const { t } = useLingui();
  const [all, setAll] = useState(false);
  const [only, setOnly] = useState<Result | null>(null);
  const order = results.map(({ result }) => result);
  const kinds = results
    .map((kind) => ({ ...kind, count: lines.filter((line) => line.result === kind.result).length }))
    .filter(({ count }) => count > 0);
  const chosen = kinds.some(({ result }) => result === only) ? only : null;
  const rows = lines
    .filter((line) => chosen === null || line.result === chosen)
    .sort((a, b) => order.indexOf(a.result) - order.indexOf(b.result) || a.line - b.line);
  const shown = all ? rows : rows.slice(0, firstRows);
  return (
    <>
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">
          <Trans>Show</Trans>
        </legend>
        {kinds.map(({ result, name, count }) => (
          <button
            key={result}
            type="button"
            aria-pressed={chosen === result}
            onClick={() => setOnly(chosen === result ? null : result)}
            className="min-h-11 rounded-md border border-edge px-3 text-sm aria-pressed:border-accent aria-pressed:bg-accent-wash sm:min-h-9"
          >
            <span className="font-semibold">{count}</span> {name}
          </button>
        ))}
      </fieldset>
      {rows.length > 0 && (
        <table className="w-full table-fixed text-sm">
          <thead className="text-left text-xs text-quiet">
            <tr>
              <th scope="col" className="w-12 py-1.5 pr-3 font-normal">
                <Trans>Line</Trans>
              </th>
              <th scope="col" className="py-1.5 pr-3 font-normal">
                {about}
              </th>
              <th scope="col" className="w-28 py-1.5 font-normal sm:w-40">
                <Trans>Becomes</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.line} className="border-t border-line align-top">
                <td className="py-2 pr-3 text-quiet">{row.line}</td>
                <td className="py-2 pr-3 wrap-anywhere">{row.what}</td>
                <td
                  className={`py-2 wrap-anywhere ${results.find(({ result }) => result === row.result)?.warns ? "font-medium text-warn" : ""}`}
                >
                  {row.becomes}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More hidden={rows.length - shown.length} onAll={() => setAll(true)} />
      {!lines.length && <p className="text-quiet">{t`The file has no rows.`}</p>}
    </>
  );
}
