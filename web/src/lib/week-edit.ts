import { clock, clockOf, type Day, dayMinutes, days, minutesOf } from "./week";

/** What one does to a week with the hand: spans by the day they begin on, never over one another. */
export interface Span {
  start: string;
  end: string;
}

export type Week = Record<Day, Span[]>;
export type Part = "start" | "end" | "whole";

/** Minutes from the midnight that the span's day begins with; what runs past the next one ends beyond 1440. */
export interface Laid {
  from: number;
  to: number;
}

const weekMinutes = days.length * dayMinutes;

/** Null while a time of it is only half typed. */
export function laid(span: Span): Laid | null {
  if (!clock(span.start) || !clock(span.end)) return null;
  const from = minutesOf(span.start);
  const to = minutesOf(span.end);
  return { from, to: to <= from ? to + dayMinutes : to };
}

function spanOf({ from, to }: Laid): Span {
  return { start: clockOf(from), end: clockOf(to > dayMinutes ? to - dayMinutes : to) };
}

/** What stands around a span that begins at `from` on a day, as minutes of that day. */
function around(week: Week, day: Day, from: number, except: number): { after: number; before: number } {
  const begin = days.indexOf(day) * dayMinutes;
  let after = Number.NEGATIVE_INFINITY;
  let before = Number.POSITIVE_INFINITY;
  for (const [d, other] of days.entries())
    for (const [i, span] of week[other].entries()) {
      const at = laid(span);
      if (!at || (other === day && i === except)) continue;
      for (const shift of [-weekMinutes, 0, weekMinutes]) {
        const begins = d * dayMinutes + at.from - begin + shift;
        const ends = d * dayMinutes + at.to - begin + shift;
        if (begins < from || (begins === from && ends <= from)) after = Math.max(after, ends);
        else before = Math.min(before, begins);
      }
    }
  return { after, before };
}

/** The least and the most that a part of a span can be put to, for the others to stay as they are. */
export function room(week: Week, day: Day, at: number, part: Part, least: number): [number, number] {
  const span = week[day][at];
  const now = span && laid(span);
  if (!now) return [0, 0];
  const { after, before } = around(week, day, now.from, at);
  const begin = Math.max(0, after);
  if (part === "start") return [Math.min(begin, now.from), Math.max(now.from, now.to - least)];
  // A span that is a whole day long would be none by its two times, but from midnight to midnight.
  const longest = now.from === 0 ? dayMinutes : now.from + dayMinutes - least;
  if (part === "end")
    return [Math.min(now.to, now.from + least), Math.max(now.to, Math.min(before, longest))];
  const last = Math.min(before - (now.to - now.from), dayMinutes - least);
  return [Math.min(begin, now.from), Math.max(now.from, last)];
}

/** Puts a part of a span to a minute, or as near as the others allow. */
export function moved(week: Week, day: Day, at: number, part: Part, to: number, least: number): Week {
  const span = week[day][at];
  const now = span && laid(span);
  if (!now) return week;
  const [low, high] = room(week, day, at, part, least);
  const put = Math.min(high, Math.max(low, to));
  const next =
    part === "start"
      ? { from: put, to: now.to }
      : part === "end"
        ? { from: now.from, to: put }
        : { from: put, to: put + now.to - now.from };
  return { ...week, [day]: week[day].map((old, i) => (i === at ? spanOf(next) : old)) };
}

/** Adds a span between two minutes of a day, cut to where there is room; null where there is none. */
export function drawn(week: Week, day: Day, a: number, b: number, least: number): [Week, number] | null {
  const from = Math.max(0, Math.min(a, b));
  const to = Math.max(a, b);
  const start = Math.min(a, dayMinutes - least);
  const { after, before } = around(week, day, start, -1);
  // Drawn from within another one: there is nothing to draw.
  if (after > start && b > a) return null;
  const span = { from: Math.max(from, after), to: Math.min(to, before, from + dayMinutes) };
  if (span.to - span.from < least) return null;
  const spans = [...week[day], spanOf(span)].sort((x, y) => minutesOf(x.start) - minutesOf(y.start));
  return [{ ...week, [day]: spans }, spans.findIndex((x) => x.start === clockOf(span.from))];
}

export function without(week: Week, day: Day, at: number): Week {
  return { ...week, [day]: week[day].filter((_, i) => i !== at) };
}

/** A day as another is; what would run into the day after is cut off by nobody, so the form says it. */
export function copied(week: Week, day: Day, onto: readonly Day[]): Week {
  return { ...week, ...Object.fromEntries(onto.map((other) => [other, week[day].map((s) => ({ ...s }))])) };
}

/** A piece of a span on the row of one day: its own, or what runs over from the day before. */
export interface Piece extends Laid {
  day: Day;
  at: number;
  /** Where on the row it lies; `from` and `to` are minutes of the day it begins on. */
  left: number;
  right: number;
}

export function piecesOn(week: Week, row: Day): Piece[] {
  const before = days[(days.indexOf(row) + 6) % 7] as Day;
  const over = week[before].flatMap((span, at): Piece[] => {
    const l = laid(span);
    return l && l.to > dayMinutes ? [{ ...l, day: before, at, left: 0, right: l.to - dayMinutes }] : [];
  });
  const own = week[row].flatMap((span, at): Piece[] => {
    const l = laid(span);
    return l ? [{ ...l, day: row, at, left: l.from, right: Math.min(l.to, dayMinutes) }] : [];
  });
  return [...over, ...own];
}

interface Block extends Span {
  days: Day[];
}

/** Focus is kept as blocks that hold on several days; on the picture each day has its own. */
export function weekOfBlocks(
  blocks: readonly { days: readonly string[]; start: string; end: string }[],
): Week {
  return Object.fromEntries(
    days.map((day) => [
      day,
      blocks
        .filter((block) => block.days.includes(day))
        .map(({ start, end }) => ({ start, end }))
        .sort((a, b) => a.start.localeCompare(b.start)),
    ]),
  ) as Week;
}

/** And back: what is at the same time is one block. */
export function blocksOf(week: Week): Block[] {
  const blocks = new Map<string, Block>();
  for (const day of days)
    for (const { start, end } of week[day]) {
      const known = blocks.get(start + end);
      if (known) known.days.push(day);
      else blocks.set(start + end, { days: [day], start, end });
    }
  return [...blocks.values()].sort((a, b) => a.start.localeCompare(b.start));
}
