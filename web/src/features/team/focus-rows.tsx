import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useDayWords } from "../../data/due";
import { useMine, usePerson } from "../../data/mine";
import { localOf, shortDate } from "../../lib/dates";
import type { FocusKept } from "../../types";

interface Props {
  kept: FocusKept;
}

const Rows = ({ children }: { children: ReactNode }) => (
  <ul className="flex flex-col text-sm [&>li]:border-t [&>li]:border-line [&>li]:py-2 [&>li:first-child]:border-0">
    {children}
  </ul>
);

/** What is left out is said: the server lists so many. */
function More({ all, shown }: { all: number; shown: number }) {
  if (shown >= all) return null;
  return (
    <p className="pt-2 text-xs text-quiet">
      <Trans>
        The latest {shown} of {all}.
      </Trans>
    </p>
  );
}

export function BlockRows({ kept }: Props) {
  const { blocks, block_rows: rows } = kept;
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
      <More all={blocks} shown={rows.length} />
    </>
  );
}

export function InterruptionRows({ kept, received }: Props & { received: boolean }) {
  const { me } = useMine();
  const rows = kept.interruption_rows.filter((one) => (one.recipient_id === me.person.id) === received);
  return (
    <>
      <Rows>
        {rows.map((one) => (
          <InterruptionRow key={one.id} one={one} received={received} />
        ))}
      </Rows>
      <More all={received ? kept.interruptions : kept.made} shown={rows.length} />
    </>
  );
}

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
  return (
    <li>
      <Link href={`/interruptions/${one.id}`} className="block hover:underline">
        <bdi className="font-medium">{other?.name ?? t`Somebody`}</bdi>{" "}
        <span dir="auto" className="font-serif text-[1rem] [overflow-wrap:anywhere]">
          {one.reason}
        </span>
      </Link>
      <span className="text-xs text-quiet tabular-nums">{said.join(" · ")}</span>
    </li>
  );
}

export function AvoidedRows({ kept }: Props) {
  const { avoided, avoided_rows: rows } = kept;
  return (
    <>
      <Rows>
        {rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name of its own, and they never change places.
          <AvoidedRow key={at} row={row} />
        ))}
      </Rows>
      <More all={avoided} shown={rows.length} />
    </>
  );
}

function AvoidedRow({ row }: { row: FocusKept["avoided_rows"][number] }) {
  const { me } = useMine();
  const dayWords = useDayWords();
  const actor = usePerson(row.actor_id);
  const day = dayWords(row.on, me.person.time_zone);
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4">
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
