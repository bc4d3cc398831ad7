import { Trans, useLingui } from "@lingui/react/macro";
import { Ellipsis } from "lucide-react";
import { useRef } from "react";
import { Link } from "wouter";
import { useAnswerWords } from "../../data/answer-words";
import { useDayWords } from "../../data/due";
import { useMine, usePerson } from "../../data/mine";
import { useRowKeys } from "../../data/row-keys";
import { daysUntil } from "../../lib/dates";
import { isolate } from "../../lib/isolate";
import type { RollUp, RollUpRow } from "../../types";
import { Button } from "../../ui/button";
import { Menu } from "../../ui/menu";
import { Avatar } from "../../ui/small";
import { isWaitedFor, useStateWords } from "./words";

interface RowsProps {
  told: RollUp;
  rows: readonly RollUpRow[];
  /** null: nobody's answer can be written down here. */
  onElsewhere: ((row: RollUpRow) => void) | null;
}

/** Who was asked, how it stands with them, and what they answered. On a phone each is a block of its own. */
export function Rows({ told, rows, onElsewhere }: RowsProps) {
  const table = useRef<HTMLTableElement>(null);
  useRowKeys(table);
  return (
    <table ref={table} className="w-full border-t border-line text-start text-sm">
      <caption className="sr-only">
        <Trans>Answers</Trans>
      </caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">
            <Trans>Person</Trans>
          </th>
          <th scope="col">
            <Trans>Answer</Trans>
          </th>
          <th scope="col">
            <Trans>State</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <One key={row.person_id} told={told} row={row} onElsewhere={onElsewhere} />
        ))}
      </tbody>
    </table>
  );
}

function One({
  told,
  row,
  onElsewhere,
}: {
  told: RollUp;
  row: RollUpRow;
  onElsewhere: RowsProps["onElsewhere"];
}) {
  const { t } = useLingui();
  const words = useAnswerWords();
  const person = usePerson(row.person_id);
  const holder = usePerson(row.owner_id);
  const name = person?.name ?? "";
  const holderName = isolate(holder?.name ?? "");
  return (
    <tr className="grid grid-cols-[minmax(45%,1fr)_auto] items-baseline gap-x-3 border-b border-line py-2.5 md:table-row md:py-0">
      <th
        scope="row"
        className="min-w-0 text-start font-normal md:min-w-60 md:py-2.5 md:pe-4 md:align-baseline"
      >
        <span className="flex items-center gap-2.5">
          <Avatar name={name} size="sm" />
          <span className="min-w-0">
            {row.task_id ? (
              <Link
                href={`/tasks/${row.task_id}`}
                data-row=""
                className="tap relative block wrap-anywhere hover:underline"
              >
                <bdi>{name}</bdi>
              </Link>
            ) : (
              <bdi className="block wrap-anywhere">{name}</bdi>
            )}
            {row.owner_id !== row.person_id && (
              <span className="block text-xs text-quiet">
                <Trans>{holderName} has it now</Trans>
              </span>
            )}
          </span>
        </span>
      </th>
      <td className="col-span-2 ps-9.5 empty:hidden md:table-cell md:w-full md:py-2.5 md:ps-0 md:pe-4 md:align-baseline md:empty:table-cell">
        {row.answer && (
          <p
            dir="auto"
            className="font-serif text-[1rem] leading-6 whitespace-pre-line tabular-nums wrap-anywhere"
          >
            {words(told.kind, row.answer)}{" "}
            {row.answer.url && (
              <a href={row.answer.url} rel="noreferrer" className="text-accent underline">
                {row.answer.url}
              </a>
            )}
          </p>
        )}
        {row.proposed && (
          <p className="text-quiet wrap-anywhere">
            <Trans>
              To confirm:{" "}
              <bdi>
                {words(told.kind, row.proposed)} {row.proposed.url}
              </bdi>
            </Trans>
          </p>
        )}
      </td>
      <td className="col-start-2 row-start-1 text-end text-quiet md:table-cell md:min-w-44 md:py-2.5 md:align-baseline">
        <span className="inline-flex items-baseline gap-1">
          <State row={row} zone={holder?.time_zone} />
          {onElsewhere && !isWaitedFor(row) && <span className="w-8 shrink-0 max-md:hidden print:hidden" />}
          {onElsewhere && isWaitedFor(row) && (
            <Menu
              trigger={
                <Button
                  look="plain"
                  className="tap relative -my-1.5 min-h-8! w-8 shrink-0 self-start px-2!"
                  aria-label={t`More for ${isolate(name)}`}
                >
                  <Ellipsis size={16} aria-hidden="true" />
                </Button>
              }
              items={() => [{ label: t`Answered elsewhere…`, onSelect: () => onElsewhere(row) }]}
            />
          )}
        </span>
      </td>
    </tr>
  );
}

function State({ row, zone }: { row: RollUpRow; zone: string | undefined }) {
  const { me } = useMine();
  const state = useStateWords()(row);
  const dayWords = useDayWords();
  const own = zone ?? me.person.time_zone;
  const answered = row.answered_on ? dayWords(row.answered_on, me.person.time_zone) : "";
  if (row.state === "done") return <span>{answered}</span>;
  const back = row.back_on ? dayWords(row.back_on, own) : "";
  const told = row.state_asked_on && isWaitedFor(row) ? dayWords(row.state_asked_on, own) : "";
  const hears = told && daysUntil(row.state_asked_on ?? "", own) > 0;
  const away = Boolean(row.away_until);
  return (
    <span className="flex flex-col items-end md:whitespace-nowrap">
      {away && <span>{back ? <Trans>away, back {back}</Trans> : <Trans>away</Trans>}</span>}
      {row.overdue ? (
        <span className="font-medium text-warn">
          <Trans>overdue</Trans>
        </span>
      ) : row.unanswered ? (
        // Nobody answers who is away: that is no reason to worry.
        <span className={away ? "" : "font-medium text-warn"}>
          <Trans>unanswered</Trans>
        </span>
      ) : (
        state
      )}
      {told && (
        <span>
          {hears ? (
            <Trans>asked how it stands, sees it {told}</Trans>
          ) : (
            <Trans>asked how it stands {told}</Trans>
          )}
        </span>
      )}
    </span>
  );
}
