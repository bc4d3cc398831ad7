import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { daysAgo } from "../../data/asked-ago";
import { useDayWords } from "../../data/due";
import { useMine, usePerson } from "../../data/mine";
import { useWrite, type Write } from "../../data/write";
import { localOf, shortDate } from "../../lib/dates";
import type { FocusKept } from "../../types";
import { Button } from "../../ui/button";
import { Wrong } from "../../ui/section";

interface Props {
  kept: FocusKept;
}

const Rows = ({ children }: { children: ReactNode }) => (
  <ul className="flex flex-col text-sm [&>li]:border-t [&>li]:border-line [&>li]:py-2 [&>li:first-child]:border-0">
    {children}
  </ul>
);

interface Older<Row> {
  rows: readonly Row[];
  write: Write;
  onMore: () => void;
}

/** The rows of a figure: the server lists so many at once, and those before them when they are wanted. */
function useRows<Row>(
  kept: FocusKept,
  of: (kept: FocusKept) => readonly Row[],
  dayOf: (row: Row) => string,
): Older<Row> {
  const [rows, setRows] = useState(() => of(kept));
  const write = useWrite();
  async function onMore() {
    const last = rows.at(-1);
    if (!last) return;
    const day = dayOf(last);
    const before = await write.run((send) =>
      send<FocusKept>("GET", `/focus-kept?from=${kept.from}&to=${day}`),
    );
    // Of the last day only some were here.
    if (before) setRows([...rows.filter((row) => dayOf(row) > day), ...of(before)]);
  }
  return { rows, write, onMore: () => void onMore() };
}

/** What is left out is said, and can be had. */
function More({ all, shown, older }: { all: number; shown: number; older: Older<unknown> }) {
  if (shown >= all) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 pt-2 text-xs text-quiet">
      <span>
        <Trans>
          The latest {shown} of {all}.
        </Trans>
      </span>
      <Button
        look="plain"
        className="print:hidden pointer-coarse:min-h-11"
        disabled={older.write.busy}
        onClick={older.onMore}
      >
        <Trans>Those before</Trans>
      </Button>
      <Wrong words={older.write.words} />
    </div>
  );
}

export function BlockRows({ kept }: Props) {
  const older = useRows(
    kept,
    (one) => one.block_rows,
    (row) => row.on,
  );
  const { rows } = older;
  return (
    <>
      <Rows>
        {rows.map(({ on, start, end, broken }) => (
          <li key={on + start} className="flex flex-wrap items-baseline justify-between gap-x-4 tabular-nums">
            <span>
              {shortDate(on)}{" "}
              <span className="text-quiet">
                {start}–{end}
              </span>
            </span>
            {broken ? (
              <span className="text-warn">
                <Plural value={broken} one="broken once" other="broken # times" />
              </span>
            ) : (
              <span className="text-quiet">
                <Trans>unbroken</Trans>
              </span>
            )}
          </li>
        ))}
      </Rows>
      <More all={kept.blocks} shown={rows.length} older={older} />
    </>
  );
}

export function InterruptionRows({ kept, received }: Props & { received: boolean }) {
  const { me } = useMine();
  const older = useRows(
    kept,
    (one) => one.interruption_rows,
    ({ at }) => localOf(new Date(at), me.person.time_zone).date,
  );
  const rows = older.rows.filter((one) => (one.recipient_id === me.person.id) === received);
  return (
    <>
      <Rows>
        {rows.map((one) => (
          <InterruptionRow key={one.id} one={one} received={received} />
        ))}
      </Rows>
      <More all={received ? kept.interruptions : kept.made} shown={rows.length} older={older} />
    </>
  );
}

/** For so long an interruption has a page of its own; after that, this row. */
const daysOpen = 90;

function InterruptionRow({
  one,
  received,
}: {
  one: FocusKept["interruption_rows"][number];
  received: boolean;
}) {
  const { t } = useLingui();
  const { me } = useMine();
  const dayWords = useDayWords();
  const other = usePerson(received ? one.sender_id : one.recipient_id);
  const { date, time } = localOf(new Date(one.at), me.person.time_zone);
  const said = [
    `${dayWords(date, me.person.time_zone)} ${time}`,
    one.cannot_wait ? t`could not wait` : "",
    one.rating === "right_call" ? t`right call` : one.rating ? t`digest would do` : "",
  ].filter(Boolean);
  const words = (
    <>
      <bdi className="font-medium">{other?.name ?? t`Somebody`}</bdi>{" "}
      <span dir="auto" className="font-serif text-[1rem] [overflow-wrap:anywhere]">
        {one.reason}
      </span>
    </>
  );
  return (
    <li>
      {daysAgo(one.at) < daysOpen ? (
        <Link href={`/interruptions/${one.id}`} className="block hover:underline">
          {words}
        </Link>
      ) : (
        <p>{words}</p>
      )}
      <span className="text-xs text-quiet tabular-nums">{said.join(" · ")}</span>
    </li>
  );
}

export function AvoidedRows({ kept }: Props) {
  const older = useRows(
    kept,
    (one) => one.avoided_rows,
    (row) => row.on,
  );
  const { rows } = older;
  return (
    <>
      <Rows>
        {rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name of its own, and they never change places.
          <AvoidedRow key={at} row={row} />
        ))}
      </Rows>
      <More all={kept.avoided} shown={rows.length} older={older} />
    </>
  );
}

function AvoidedRow({ row }: { row: FocusKept["avoided_rows"][number] }) {
  const { me } = useMine();
  const dayWords = useDayWords();
  const actor = usePerson(row.actor_id);
  const day = dayWords(row.on, me.person.time_zone);
  return (
    <li className="flex items-baseline justify-between gap-x-4">
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <bdi className="font-medium">{actor?.name ?? <Trans>Somebody</Trans>}</bdi>
        {row.task_id && (
          <>
            {" · "}
            <Link href={`/tasks/${row.task_id}`} className="font-serif text-[1rem] hover:underline">
              <bdi>{row.title}</bdi>
            </Link>
          </>
        )}
        {row.acts > 1 && (
          <span className="text-xs text-quiet">
            {" "}
            <Plural value={row.acts} one="# word" other="# words in half an hour" />
          </span>
        )}
      </span>
      <span className="text-xs whitespace-nowrap text-quiet">{day}</span>
    </li>
  );
}

/** Of a team: the same week by week, without names. On a phone it scrolls by itself. */
export function WeekRows({ kept }: Props) {
  const { t } = useLingui();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard has to reach it to scroll.
    <section aria-label={t`Week by week`} tabIndex={0} className="overflow-x-auto">
      <table className="w-full text-end text-sm tabular-nums [&_td]:py-1.5 [&_td]:ps-4 [&_th]:py-1.5 [&_th]:ps-4 [&_tr]:border-t [&_tr]:border-line">
        <thead className="text-xs text-quiet [&_th]:align-bottom [&_th]:font-normal">
          <tr>
            <th scope="col" className="ps-0! text-start">
              <Trans>Week from</Trans>
            </th>
            <th scope="col" className="text-end">
              <Trans>Unbroken blocks</Trans>
            </th>
            <th scope="col" className="text-end">
              <Trans>Interrupted</Trans>
            </th>
            <th scope="col" className="text-end">
              <Trans>Interrupted others</Trans>
            </th>
            <th scope="col" className="text-end">
              <Trans>Waited</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {kept.weeks.toReversed().map((week) => (
            <tr key={week.from}>
              <th scope="row" className="ps-0! text-start font-normal whitespace-nowrap">
                {shortDate(week.from)}
              </th>
              <td className="whitespace-nowrap">
                <Trans>
                  {week.unbroken} of {week.blocks}
                </Trans>
              </td>
              <td>{week.interruptions}</td>
              <td>{week.made}</td>
              <td>{week.avoided}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
