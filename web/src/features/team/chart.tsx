// biome-ignore-all lint/a11y/useSemanticElements: a table whose rows are laid out in a grid, and stand below each other on a phone.
// biome-ignore-all lint/a11y/useFocusableInteractive: a row of a table is nothing to act on.
import { Trans, useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useRef } from "react";
import { Link } from "wouter";
import { useMine } from "../../data/mine";
import { zoneCity } from "../../lib/dates";
import type { Stretch } from "../../lib/week";
import { type Axis, hoursOf, instantAt, placeOf, quarter, type Row, stateAt, stepped, within } from "./day";
import { useWords } from "./words";

interface Props {
  axis: Axis;
  rows: readonly Row[];
  together: readonly Stretch[];
  talks: readonly Stretch[];
  at: number;
  /** Null on another day than today. */
  now: number | null;
  onScrub: (at: number) => void;
}

const tall = 40;
const percent = (place: number): string => `${place}%`;
/** Who on a desk, and their day beside it; on a phone one below the other. */
const grid = "md:grid md:grid-cols-[13rem_minmax(0,1fr)] md:gap-x-4";

/** People by 24 hours of the reader's day. What is drawn is said beside it: it is a table too. */
export function Chart({ axis, rows, together, talks, at, now, onScrub }: Props) {
  const { t } = useLingui();
  const { clock } = useWords();
  const strip = useRef<HTMLDivElement>(null);
  const hatch = useId();
  const time = clock(at, axis.zone, axis.date);
  // While one looks at now, one line is both, and says so.
  const live = at === now;
  const working = rows.filter((row) => /working|focus/.test(stateAt(row, at).is)).length;

  function pull(event: PointerEvent) {
    const box = strip.current?.getBoundingClientRect();
    if (box) onScrub(instantAt(axis, (event.clientX - box.left) / box.width));
  }
  const scrub = {
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      // A press of the mouse would begin to select the words around.
      event.preventDefault();
      strip.current?.focus({ preventScroll: true });
      pull(event);
    },
    onPointerMove(event: PointerEvent) {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) pull(event);
    },
  };
  function press(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const by: Partial<Record<string, number>> = {
      ArrowLeft: stepped(axis, at, -1),
      ArrowDown: stepped(axis, at, -1),
      ArrowRight: stepped(axis, at, 1),
      ArrowUp: stepped(axis, at, 1),
      PageDown: stepped(axis, at, -4),
      PageUp: stepped(axis, at, 4),
      Home: axis.from,
      End: axis.to,
    };
    const to = by[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onScrub(within(axis, to));
  }
  const marks = <Marks place={placeOf(axis, at)} now={now === null || live ? null : placeOf(axis, now)} />;

  return (
    <div className="select-none">
      <svg width="0" height="0" aria-hidden="true" className="absolute">
        <pattern id={hatch} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line y2="7" strokeWidth="1.5" className="stroke-edge" />
        </pattern>
      </svg>
      <div className={`${grid} sticky top-0 z-5 bg-paper print:static`}>
        <span />
        <div
          ref={strip}
          role="slider"
          tabIndex={0}
          aria-label={t`Time of day`}
          aria-valuemin={0}
          aria-valuemax={(axis.to - axis.from) / quarter - 1}
          aria-valuenow={Math.floor((at - axis.from) / quarter)}
          aria-valuetext={t`${time}, ${working} of ${rows.length} in working hours`}
          className="relative h-12 cursor-ew-resize touch-pan-y"
          onKeyDown={press}
          {...scrub}
        >
          <svg width="100%" height="48" aria-hidden="true" className="block overflow-visible">
            {hoursOf(axis).map(({ name, place }) => (
              <text
                key={name}
                x={percent(place)}
                y="14"
                textAnchor={place === 0 ? "start" : place === 100 ? "end" : "middle"}
                className={`fill-quiet text-xs ${["03", "09", "15", "21"].includes(name) ? "hidden sm:inline" : ""}`}
              >
                {name}
              </text>
            ))}
            {talks.map((talk) => (
              <rect
                key={talk.from}
                x={percent(placeOf(axis, talk.from))}
                y="43"
                width={percent(placeOf(axis, talk.to) - placeOf(axis, talk.from))}
                height="5"
                className="fill-accent"
              />
            ))}
            <Tag place={placeOf(axis, at)} time={live ? t`now ${time}` : time} />
          </svg>
        </div>
      </div>
      <div className="relative">
        <Over>
          {together.map((span) => (
            <rect key={span.from} {...part(axis, span)} height="100%" className="fill-accent-wash" />
          ))}
        </Over>
        <div
          role="table"
          aria-label={t`The clocks at ${time} in ${zoneCity(axis.zone)}`}
          className="relative"
        >
          <div role="row" className="sr-only">
            {[t`Person`, t`Their time`, t`Is it working time?`, t`Their day on your clock`].map((name) => (
              <span key={name} role="columnheader">
                {name}
              </span>
            ))}
          </div>
          {rows.map((row) => (
            <Line key={row.person.id} {...{ row, axis, together, at, hatch, scrub, marks }} />
          ))}
        </div>
        <Over>{marks}</Over>
      </div>
      <Signs
        hatch={hatch}
        focus={rows.some((row) => row.focus.length)}
        off={rows.some((row) => row.off.length)}
        together={together.length > 0}
        now={now !== null && !live}
      />
    </div>
  );
}

function part(axis: Axis, { from, to }: Stretch) {
  return { x: percent(placeOf(axis, from)), width: percent(placeOf(axis, to) - placeOf(axis, from)) };
}

/** Over or under all lanes at once, where they stand in one column. */
function Over({ children }: { children: ReactNode }) {
  return (
    <div className="pointer-events-none absolute inset-0 hidden grid-cols-[13rem_minmax(0,1fr)] gap-x-4 md:grid">
      <span />
      <svg width="100%" height="100%" aria-hidden="true" className="block">
        {children}
      </svg>
    </div>
  );
}

/** Now, by the clock alone, and the time that is looked at. */
function Marks({ place, now }: { place: number; now: number | null }) {
  return (
    <>
      {now !== null && (
        <line x1={percent(now)} x2={percent(now)} y2="100%" strokeDasharray="2 3" className="stroke-quiet" />
      )}
      <line x1={percent(place)} x2={percent(place)} y2="100%" strokeWidth="2" className="stroke-ink" />
    </>
  );
}

/** The time that is looked at, above its line; at both ends of the day it stays within. */
function Tag({ place, time }: { place: number; time: string }) {
  const wide = 12 + time.length * 8;
  const left = -(wide * place) / 100;
  return (
    <svg x={percent(place)} y="19" overflow="visible" aria-hidden="true">
      <rect x={left} width={wide} height="22" rx="4" className="fill-ink" />
      <text x={left + wide / 2} y="16" textAnchor="middle" className="fill-paper text-xs font-medium">
        {time}
      </text>
      <line y1="22" y2="29" strokeWidth="2" className="stroke-ink" />
    </svg>
  );
}

interface LineProps {
  row: Row;
  axis: Axis;
  together: readonly Stretch[];
  at: number;
  hatch: string;
  scrub: object;
  marks: ReactNode;
}

function Line({ row, axis, together, at, hatch, scrub, marks }: LineProps) {
  const { t } = useLingui();
  const { me } = useMine();
  const { state, clock, times } = useWords();
  const { person } = row;
  const now = stateAt(row, at);
  const on = now.is === "working" || now.is === "focus";
  const hours = row.work.map(({ from, to }) => times(from, to, axis)).join(", ");
  const focus = row.focus.map(({ from, to }) => times(from, to, axis)).join(", ");
  return (
    <div role="row" data-clock={person.id} className={`${grid} items-center break-inside-avoid pt-2 md:pt-0`}>
      <div className="flex items-baseline justify-between gap-3 md:block md:py-1.5" role="presentation">
        <span role="rowheader" className="min-w-0 md:block">
          <Link
            href={`/people/${person.id}/about`}
            className="font-serif text-[1rem] leading-5 wrap-anywhere hover:underline"
          >
            <bdi>{person.name}</bdi>
          </Link>
          {person.id === me.person.id && (
            <span className="text-sm text-quiet">
              {" "}
              <Trans>you</Trans>
            </span>
          )}
        </span>
        <span className={`shrink-0 text-xs leading-5 md:block ${on ? "" : "text-quiet"}`} role="presentation">
          <span role="cell" className={on ? "font-semibold" : ""}>
            {clock(at, person.time_zone, axis.date)}
            <span className="font-normal text-quiet"> {zoneCity(person.time_zone)}</span>
          </span>
          <span aria-hidden="true"> · </span>
          <span role="cell">
            <bdi>{state(now)}</bdi>
          </span>
        </span>
      </div>
      <div role="cell" className="relative">
        <span className="sr-only">
          {hours ? t`Working hours ${hours}.` : t`No working hours.`} {focus && t`Focus ${focus}.`}
        </span>
        <svg
          width="100%"
          height={tall}
          aria-hidden="true"
          className="block cursor-ew-resize touch-pan-y"
          {...scrub}
        >
          <rect y="6" width="100%" height={tall - 12} rx="3" className="fill-wash" />
          {together.map((span) => (
            <rect
              key={span.from}
              {...part(axis, span)}
              y="6"
              height={tall - 12}
              className="fill-accent-wash"
            />
          ))}
          {hoursOf(axis)
            .slice(1, -1)
            .map(({ name, place }) => (
              <line
                key={name}
                x1={percent(place)}
                x2={percent(place)}
                y1="6"
                y2={tall - 6}
                className="stroke-line opacity-60"
              />
            ))}
          {row.off.map((span) => (
            <rect
              key={span.from}
              {...part(axis, span)}
              y="6"
              height={tall - 12}
              fill={`url(#${hatch})`}
              className="opacity-70"
            />
          ))}
          {row.work.map((span) => (
            <rect
              key={span.from}
              {...part(axis, span)}
              y="11"
              height={tall - 22}
              rx="3"
              className={span.from <= at && at < span.to ? "fill-accent" : "fill-accent/45"}
            />
          ))}
          {row.focus.map((span) => (
            <rect
              key={span.from}
              {...part(axis, span)}
              y={tall / 2 - 1.5}
              height="3"
              className="fill-paper"
            />
          ))}
          <g className="md:hidden">{marks}</g>
        </svg>
      </div>
    </div>
  );
}

interface SignsProps {
  hatch: string;
  focus: boolean;
  off: boolean;
  together: boolean;
  now: boolean;
}

/** What the drawing means: of what there is on it. */
function Signs({ hatch, focus, off, together, now }: SignsProps) {
  const { t } = useLingui();
  const sign = (name: string, drawn: ReactNode) => (
    <li key={name} className="flex items-center gap-2">
      <svg width="18" height="12" aria-hidden="true">
        {drawn}
      </svg>
      {name}
    </li>
  );
  return (
    <ul className={"mt-3 flex flex-wrap gap-x-5 gap-y-1 text-xs text-quiet md:pl-56"}>
      {sign(t`Working hours`, <rect y="2" width="18" height="8" rx="2" className="fill-accent" />)}
      {focus &&
        sign(
          t`Focus`,
          <>
            <rect y="2" width="18" height="8" rx="2" className="fill-accent" />
            <rect y="5" width="18" height="2" className="fill-paper" />
          </>,
        )}
      {off &&
        sign(
          t`Away, holiday`,
          <rect width="18" height="12" rx="2" fill={`url(#${hatch})`} className="opacity-60" />,
        )}
      {together &&
        sign(
          t`Everyone works`,
          <rect width="18" height="12" rx="2" className="fill-accent-wash stroke-accent" />,
        )}
      {now && sign(t`Now`, <line x1="9" x2="9" y2="12" strokeDasharray="2 3" className="stroke-quiet" />)}
    </ul>
  );
}
