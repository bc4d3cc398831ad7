import { Trans, useLingui } from "@lingui/react/macro";
import { ChevronLeft, ChevronRight, type LucideIcon } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import type { DayOff, TimeOff } from "../../data/days-off";
import { dayAndMonth, fullDate, monthName } from "../../lib/dates";
import { isolate } from "../../lib/isolate";
import { plusDays, plusMonths, type Range, weeksOf } from "../../lib/month";
import { dayOf, days, holding } from "../../lib/week";
import type { Person } from "../../types";
import { Button } from "../../ui/button";
import { useDayNames } from "./day-names";

interface Props {
  year: number;
  month: number;
  onMonth: (year: number, month: number) => void;
  today: string;
  off: readonly TimeOff[];
  daysOff: ReadonlyMap<string, DayOff> | null;
  hours: Person["working_hours"];
  onMark: (range: Range) => void;
  onRemove: (off: TimeOff) => void;
}

const ordered = (a: string, b: string): Range =>
  a <= b ? { starts_on: a, ends_on: b } : { starts_on: b, ends_on: a };

/** A month on which one draws one's time off, below the year that it is in. */
export function Calendar(props: Props) {
  const { year, month, onMonth, today, off, daysOff, hours, onMark, onRemove } = props;
  const { t } = useLingui();
  const names = useDayNames();
  const grid = useRef<HTMLTableElement>(null);
  const [cursor, setCursor] = useState(today);
  const [drawing, setDrawing] = useState<{ from: string; to: string } | null>(null);
  const refocus = useRef(false);
  const weeks = weeksOf(year, month);
  const shown = (date: string) => weeks.some((week) => week.includes(date));
  // Where the cursor is not in sight, the month's first day takes its place.
  const at = shown(cursor) ? cursor : `${year}-${String(month).padStart(2, "0")}-01`;
  const holidays = weeks.flat().flatMap((date) => {
    const day = daysOff?.get(date);
    return day?.name ? [day] : [];
  });
  const drawn = drawing && ordered(drawing.from, drawing.to);

  useEffect(() => {
    if (!refocus.current) return;
    refocus.current = false;
    grid.current?.querySelector<HTMLElement>(`[data-date="${at}"]`)?.focus();
  });

  function go(date: string, extend: boolean) {
    setCursor(date);
    setDrawing(extend ? { from: drawing?.from ?? at, to: date } : null);
    const [y, m] = date.split("-").map(Number);
    if (!shown(date) && y && m) onMonth(y, m);
    refocus.current = true;
  }

  function decide(range: Range) {
    setDrawing(null);
    const there = range.starts_on === range.ends_on && holding(off, range.starts_on);
    if (there) onRemove(there);
    else onMark(range);
  }

  function press(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const monday = (days.indexOf(dayOf(at)) + 7) % 7;
    const to: Partial<Record<string, string>> = {
      ArrowLeft: plusDays(at, -1),
      ArrowRight: plusDays(at, 1),
      ArrowUp: plusDays(at, -7),
      ArrowDown: plusDays(at, 7),
      Home: plusDays(at, -monday),
      End: plusDays(at, 6 - monday),
      PageUp: plusMonths(at, -1),
      PageDown: plusMonths(at, 1),
    };
    const wanted = to[event.key];
    const there = holding(off, at);
    if (wanted) go(wanted, event.shiftKey);
    else if (event.key === "Enter" || event.key === " ") decide(drawn ?? ordered(at, at));
    else if ((event.key === "Delete" || event.key === "Backspace") && there) onRemove(there);
    else if (event.key === "Escape" && drawing) setDrawing(null);
    else return;
    event.preventDefault();
  }

  const dateUnder = (event: PointerEvent): string | undefined =>
    document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>("[data-date]")?.dataset
      .date;

  function take(event: PointerEvent) {
    const date = dateUnder(event);
    if (!date || event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    setCursor(date);
    setDrawing({ from: date, to: date });
    refocus.current = true;
  }

  function pull(event: PointerEvent) {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !drawing) return;
    const to = dateUnder(event);
    if (to && to !== drawing.to) setDrawing({ ...drawing, to });
  }

  function words(date: string): string {
    const holiday = daysOff?.get(date);
    return [
      fullDate(date),
      date === today && t`today`,
      holding(off, date) && t`time off`,
      holiday?.name && t`holiday: ${isolate(holiday.name)}`,
      drawn && drawn.starts_on <= date && date <= drawn.ends_on && t`chosen`,
    ]
      .filter(Boolean)
      .join(", ");
  }

  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-2">
        <p id="calendar-month" aria-live="polite" className="font-serif text-lg font-semibold">
          {monthName(year, month, "long")}
        </p>
        <div className="flex">
          <Turn words={t`The month before`} sign={ChevronLeft} onClick={() => turn(-1)} />
          <Button look="plain" className="min-h-11" onClick={() => go(today, false)}>
            <Trans>Today</Trans>
          </Button>
          <Turn words={t`The month after`} sign={ChevronRight} onClick={() => turn(1)} />
        </div>
      </div>
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the days of a month are a grid with a cursor.
        role="grid"
        aria-labelledby="calendar-month"
        aria-multiselectable="true"
        aria-describedby="calendar-help"
        className="w-full table-fixed border-separate border-spacing-x-0 border-spacing-y-1 touch-pan-y select-none"
        onKeyDown={press}
        onPointerDown={take}
        onPointerMove={pull}
        onPointerUp={() => drawn && decide(drawn)}
        onPointerCancel={() => setDrawing(null)}
      >
        <thead>
          <tr>
            {days.map((day) => (
              <th
                key={day}
                scope="col"
                abbr={names.long[day]}
                className="pb-1 text-xs font-normal text-quiet"
              >
                {names.short[day]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((date) => {
                const away = Boolean(holding(off, date));
                const picked = Boolean(drawn && drawn.starts_on <= date && date <= drawn.ends_on);
                return (
                  <Cell
                    key={date}
                    {...{ date, away, picked }}
                    words={words(date)}
                    holiday={daysOff?.get(date)?.name}
                    current={date === at}
                    today={date === today}
                    inside={Number(date.slice(5, 7)) === month}
                    works={hours[dayOf(date)].length > 0}
                  />
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {holidays.length > 0 && (
        <ul aria-hidden="true" className="flex flex-wrap gap-x-4 text-sm">
          {holidays.map(({ date, name }) => (
            <li key={date}>
              <span className="text-quiet">{dayAndMonth(date)}</span> <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
      )}
      <p id="calendar-help" className="text-xs text-quiet">
        <Trans>Drag over the days that you are away; press on time off to remove it.</Trans>{" "}
        <span className="pointer-coarse:hidden">
          <Trans>With keys: arrows move, with Shift they choose, Enter marks or removes.</Trans>
        </span>
      </p>
    </div>
  );

  function turn(by: 1 | -1) {
    const [y = year, m = month] = plusMonths(`${year}-${String(month).padStart(2, "0")}-01`, by)
      .split("-")
      .map(Number);
    onMonth(y, m);
  }
}

function Turn({ words, sign: Sign, onClick }: { words: string; sign: LucideIcon; onClick: () => void }) {
  return (
    <Button look="plain" className="size-11 px-0!" aria-label={words} onClick={onClick}>
      <Sign size={20} strokeWidth={1.75} aria-hidden="true" />
    </Button>
  );
}

interface CellProps {
  date: string;
  words: string;
  holiday: string | undefined;
  away: boolean;
  picked: boolean;
  current: boolean;
  today: boolean;
  inside: boolean;
  works: boolean;
}

function Cell({ date, words, holiday, away, picked, current, today, inside, works }: CellProps) {
  const look = picked
    ? "bg-accent-wash text-ink inset-ring-2 inset-ring-accent"
    : away
      ? "bg-accent text-on-accent"
      : holiday
        ? "bg-wash text-ink"
        : works && inside
          ? "text-ink hover:bg-wash"
          : "text-quiet hover:bg-wash";
  return (
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of the grid.
      role="gridcell"
      data-date={date}
      tabIndex={current ? 0 : -1}
      aria-selected={away || picked}
      aria-label={words}
      aria-current={today ? "date" : undefined}
      className={`h-11 cursor-pointer p-0 text-center align-middle text-sm first:rounded-l-md last:rounded-r-md ${look}`}
    >
      <span aria-hidden="true" className="flex flex-col items-center">
        <span className={`leading-5 ${today ? "font-semibold underline underline-offset-3" : ""}`}>
          {Number(date.slice(8))}
        </span>
        {holiday && <span className="text-xs leading-none">•</span>}
      </span>
    </td>
  );
}

interface YearProps {
  year: number;
  month: number;
  off: readonly TimeOff[];
  daysOff: ReadonlyMap<string, DayOff> | null;
  onMonth: (year: number, month: number) => void;
}

/** The year at a glance: where time off and holidays lie. A month of it opens below. */
export function Year({ year, month, off, daysOff, onMonth }: YearProps) {
  const { t } = useLingui();
  return (
    <nav aria-label={t`Months of ${year}`}>
      <div className="-ms-3 flex items-center gap-1">
        <Turn words={t`The year before`} sign={ChevronLeft} onClick={() => onMonth(year - 1, month)} />
        <span className="font-serif text-lg font-semibold">{year}</span>
        <Turn words={t`The year after`} sign={ChevronRight} onClick={() => onMonth(year + 1, month)} />
      </div>
      <ol className="grid grid-cols-6 gap-1 sm:grid-cols-12">
        {[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((m) => (
          <li key={m}>
            <button
              type="button"
              aria-current={m === month ? "true" : undefined}
              aria-label={monthName(year, m, "long")}
              onClick={() => onMonth(year, m)}
              className="flex min-h-11 w-full flex-col items-center justify-center gap-1 rounded-md text-xs text-quiet hover:bg-wash aria-current:bg-wash aria-current:font-semibold aria-current:text-ink"
            >
              {monthName(year, m, "short")}
              <Marks dates={weeksOf(year, m).flat()} {...{ m, off, daysOff }} />
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Marks({
  dates,
  m,
  off,
  daysOff,
}: {
  dates: readonly string[];
  m: number;
  off: readonly TimeOff[];
  daysOff: ReadonlyMap<string, DayOff> | null;
}) {
  const inside = dates.filter((date) => Number(date.slice(5, 7)) === m);
  return (
    <svg viewBox="0 0 31 6" className="h-1.5 w-8" aria-hidden="true">
      <rect width={inside.length} height="1" y="5" className="fill-line" />
      {inside.map((date, i) => {
        const away = holding(off, date);
        if (!away && !daysOff?.get(date)?.name) return null;
        return <rect key={date} x={i} width="1" height="6" className={away ? "fill-accent" : "fill-edge"} />;
      })}
    </svg>
  );
}

/** What the colours mean. */
export function Legend() {
  const { t } = useLingui();
  const signs = [
    { name: t`Time off`, look: "border-2 border-transparent bg-accent forced-colors:border-[Highlight]" },
    { name: t`Holiday`, look: "bg-wash border border-edge" },
  ];
  return (
    <ul aria-hidden="true" className="flex gap-5 text-xs text-quiet">
      {signs.map(({ name, look }) => (
        <li key={name} className="flex items-center gap-2">
          <span className={`h-3 w-4 rounded-xs ${look}`} />
          {name}
        </li>
      ))}
    </ul>
  );
}
