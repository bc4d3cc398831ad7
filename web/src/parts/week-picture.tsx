import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { weekday } from "../lib/dates";
import { type Bar, clockOf, dayMinutes } from "../lib/week";

export interface PicturedDay {
  date: string;
  work: Bar[];
  focus: Bar[];
  mine?: Bar[];
  together?: Bar[];
  /** Why nobody works, in a word. */
  off?: string | undefined;
}

interface WeekPictureProps {
  caption: string;
  days: PicturedDay[];
  /** Whose hours the upper bars are; the lower ones are the reader's. */
  whose: string;
}

function times(bars: readonly Bar[]): string {
  return bars.map((bar) => `${clockOf(bar.from)}–${clockOf(bar.to)}`).join(", ");
}

const height = 26;
const hours = ["00", "06", "12", "18", "24"];
/** The first and the last stay within the picture; the others stand over their lines. */
const places = [
  "left-0",
  "left-1/4 -translate-x-1/2",
  "left-1/2 -translate-x-1/2",
  "left-3/4 -translate-x-1/2",
  "right-0",
];

/** A week as bars over 24 hours: a table, so that it is read out as well as looked at. */
export function WeekPicture({ caption, days, whose }: WeekPictureProps) {
  const { t } = useLingui();
  const compares = days.some((day) => day.mine);
  return (
    <div className="flex flex-col gap-2">
      <table className="w-full table-fixed border-separate border-spacing-0 text-xs tabular-nums">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="text-left text-quiet">
            <th scope="col" className="w-11 font-normal">
              <span className="sr-only">
                <Trans>Day</Trans>
              </span>
            </th>
            <th scope="col" className="pb-1 font-normal">
              <span className="sr-only">
                <Trans>Hours</Trans>
              </span>
              <span aria-hidden="true" className="relative block h-5">
                {hours.map((hour, nth) => (
                  <span key={hour} className={`absolute ${places[nth]}`}>
                    {hour}
                  </span>
                ))}
              </span>
            </th>
            <th scope="col" className="w-27 pb-1 pl-3 font-normal">
              {compares ? <Trans>Both at work</Trans> : <Trans>At work</Trans>}
            </th>
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day.date} className="align-middle">
              <th scope="row" className="py-0.5 text-left font-normal">
                {weekday(day.date, "short")}
              </th>
              <td className="py-0.5">
                <Bars day={day} />
                <span className="sr-only">
                  {day.work.length ? t`${whose}: ${times(day.work)}.` : t`${whose}: no working hours.`}{" "}
                  {day.focus.length > 0 && t`Focus: ${times(day.focus)}.`}{" "}
                  {day.mine && (day.mine.length ? t`You: ${times(day.mine)}.` : t`You: no working hours.`)}
                </span>
              </td>
              <td className="py-0.5 pl-3 leading-4">
                {day.off ?? (times((compares ? day.together : day.work) ?? []).replaceAll(", ", "\n") || "–")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-xs text-quiet">
        <Sign name={compares ? whose : t`Working hours`}>
          <rect y="3" width="16" height="6" rx="1" className="fill-accent" />
        </Sign>
        {days.some((day) => day.focus.length) && (
          <Sign name={t`Focus`}>
            <rect y="3" width="16" height="6" rx="1" className="fill-accent" />
            <rect x="2" y="5" width="12" height="2" className="fill-paper" />
          </Sign>
        )}
        {compares && (
          <>
            <Sign name={t`You`}>
              <rect y="4" width="16" height="4" rx="1" className="fill-edge" />
            </Sign>
            <Sign name={t`Both`}>
              <rect width="16" height="12" rx="1" className="fill-accent-wash stroke-accent" />
            </Sign>
          </>
        )}
      </ul>
    </div>
  );
}

function Sign({ name, children }: { name: string; children: ReactNode }) {
  return (
    <li className="flex min-w-0 items-center gap-2">
      <svg width="16" height="12" aria-hidden="true" className="shrink-0">
        {children}
      </svg>
      <span className="min-w-0 wrap-anywhere">{name}</span>
    </li>
  );
}

/** x is minutes of the day, y is pixels. */
function Bars({ day }: { day: PicturedDay }) {
  const lane = day.mine ? { y: 4, height: 9 } : { y: 6, height: 14 };
  const lay = (bars: readonly Bar[] | undefined, y: number, tall: number, look: string) =>
    bars?.map((bar) => (
      <rect
        key={`${look}${bar.from}`}
        x={bar.from}
        y={y}
        width={bar.to - bar.from}
        height={tall}
        className={look}
        vectorEffect="non-scaling-stroke"
      />
    ));
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${dayMinutes} ${height}`}
      preserveAspectRatio="none"
      width="100%"
      height={height}
      className="block"
    >
      <rect width={dayMinutes} height={height} className="fill-wash" />
      {lay(day.together, 0.5, height - 1, "fill-accent-wash stroke-accent")}
      {[360, 720, 1080].map((x) => (
        <line key={x} x1={x} x2={x} y2={height} className="stroke-line" vectorEffect="non-scaling-stroke" />
      ))}
      {lay(day.work, lane.y, lane.height, "fill-accent")}
      {lay(day.focus, lane.y + lane.height / 2 - 1.5, 3, "fill-paper")}
      {lay(day.mine, 17, 5, "fill-edge")}
    </svg>
  );
}
