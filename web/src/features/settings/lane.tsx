import { useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { clockOf, type Day, dayMinutes, days } from "../../lib/week";
import {
  drawn,
  laid,
  moved,
  type Part,
  type Piece,
  piecesOn,
  room,
  type Week,
  without,
} from "../../lib/week-edit";
import { useDayNames } from "./day-names";

/** Minutes from one place to the next; with Shift the finer ones. */
const step = 15;
const fine = 5;
/** A span shorter than this is a slip of the hand. */
const shortest = step;

const tall = 44;
const percent = (minutes: number): string => `${(minutes / dayMinutes) * 100}%`;

/** What a keyboard's focus is to be put on once it is there: a part of a span, or an empty day. */
export interface Target {
  day: Day;
  at: number;
  part: Part;
}

interface Props {
  row: Day;
  week: Week;
  /** What lies beneath, to look at. */
  beneath: Week;
  look: "work" | "focus";
  /** What an empty day gets by one key. */
  usual: { from: number; to: number };
  onLive: (week: Week | null) => void;
  onChange: (week: Week) => void;
  onFocus: (target: Target) => void;
}

interface Drag {
  /** Null while something new is drawn. */
  piece: Piece | null;
  part: Part;
  /** The minute under the pointer when it went down. */
  grabbed: number;
  /** The week as it was: what is under the pointer changes while one drags. */
  base: Week;
  week: Week | null;
}

/** One day of the week as a bar over 24 hours: its ends and its middle are dragged, or moved by keys. */
export function Lane({ row, week, beneath, look, usual, onLive, onChange, onFocus }: Props) {
  const { t } = useLingui();
  const names = useDayNames().long;
  const lane = useRef<SVGSVGElement>(null);
  const drag = useRef<Drag | null>(null);
  const [dragging, setDragging] = useState(false);
  const pieces = piecesOn(week, row);
  const empty = pieces.length === 0;

  useEffect(() => {
    if (!dragging) return;
    function press(event: globalThis.KeyboardEvent) {
      if (event.key !== "Escape") return;
      drag.current = null;
      setDragging(false);
      onLive(null);
    }
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [dragging, onLive]);

  function minuteAt(event: PointerEvent): number {
    const box = lane.current?.getBoundingClientRect();
    return box ? ((event.clientX - box.left) / box.width) * dayMinutes : 0;
  }

  function take(event: PointerEvent, piece: Piece | null, part: Part) {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    // A press of the mouse would begin to select the words around.
    event.preventDefault();
    if (piece) (event.currentTarget as SVGElement).focus({ preventScroll: true });
    drag.current = { piece, part, grabbed: minuteAt(event), base: week, week: null };
    setDragging(true);
  }

  function pull(event: PointerEvent) {
    const now = drag.current;
    if (!now) return;
    const grid = event.shiftKey ? fine : step;
    const snap = (minute: number) => Math.round(minute / grid) * grid;
    if (now.piece) {
      const { piece, part } = now;
      const from = { start: piece.from, end: piece.to, whole: piece.from }[part];
      const to = snap(from + minuteAt(event) - now.grabbed);
      now.week = moved(now.base, piece.day, piece.at, part, to, fine);
    } else now.week = drawn(now.base, row, snap(now.grabbed), snap(minuteAt(event)), shortest)?.[0] ?? null;
    onLive(now.week);
  }

  function drop() {
    const changed = drag.current?.week;
    drag.current = null;
    setDragging(false);
    onLive(null);
    if (changed) onChange(changed);
  }

  function abandon() {
    drag.current = null;
    setDragging(false);
    onLive(null);
  }

  function add() {
    const made = drawn(week, row, usual.from, usual.to, shortest);
    if (!made) return;
    onChange(made[0]);
    onFocus({ day: row, at: made[1], part: "whole" });
  }

  /** To the same part on the day above or below. */
  function climb(by: 1 | -1, part: Part, at: number) {
    const day = days[(days.indexOf(row) + by + 7) % 7] as Day;
    onFocus({ day, at: Math.max(0, Math.min(at, week[day].length - 1)), part });
  }

  function press(event: KeyboardEvent, piece: Piece, part: Part) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const now = { start: piece.from, end: piece.to, whole: piece.from }[part];
    const grid = event.shiftKey ? fine : step;
    const to: Partial<Record<string, number>> = {
      ArrowLeft: Math.ceil((now - grid) / grid) * grid,
      ArrowRight: Math.floor((now + grid) / grid) * grid,
      PageUp: now - 60,
      PageDown: now + 60,
    };
    const wanted = to[event.key];
    if (wanted !== undefined) onChange(moved(week, piece.day, piece.at, part, wanted, fine));
    else if (event.key === "ArrowUp") climb(-1, part, piece.at);
    else if (event.key === "ArrowDown") climb(1, part, piece.at);
    else if (event.key === "Delete" || event.key === "Backspace") remove(piece);
    else return;
    event.preventDefault();
  }

  function remove(piece: Piece) {
    onChange(without(week, piece.day, piece.at));
    onFocus({ day: piece.day, at: Math.max(0, piece.at - 1), part: "whole" });
  }

  const handlers = (piece: Piece, part: Part) => ({
    onPointerDown: (event: PointerEvent) => take(event, piece, part),
    onPointerMove: pull,
    onPointerUp: drop,
    onPointerCancel: abandon,
    onDoubleClick: () => remove(piece),
    onKeyDown: (event: KeyboardEvent) => press(event, piece, part),
  });

  return (
    <svg
      ref={lane}
      width="100%"
      height={tall}
      data-lane={row}
      role={empty ? "button" : "group"}
      tabIndex={empty ? 0 : undefined}
      aria-label={empty ? t`${names[row]}, nothing. Enter adds hours` : names[row]}
      className="block cursor-crosshair touch-pan-y rounded-md select-none"
      onPointerDown={(event) => take(event, null, "whole")}
      onPointerMove={pull}
      onPointerUp={drop}
      onPointerCancel={abandon}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        if (event.key === "Enter" || event.key === " ") add();
        else if (event.key === "ArrowUp") climb(-1, "whole", 0);
        else if (event.key === "ArrowDown") climb(1, "whole", 0);
        else return;
        event.preventDefault();
      }}
    >
      <rect y="4" width="100%" height={tall - 8} rx="4" className="fill-wash" />
      {look === "focus" &&
        piecesOn(beneath, row).map(({ day, at, left, right }) => (
          <rect
            key={`${day}${at}`}
            x={percent(left)}
            y="4"
            width={percent(right - left)}
            height={tall - 8}
            className="fill-accent-wash"
          />
        ))}
      {[360, 720, 1080].map((minute) => (
        <line
          key={minute}
          x1={percent(minute)}
          x2={percent(minute)}
          y1="4"
          y2={tall - 4}
          className="stroke-line"
        />
      ))}
      {pieces.map((piece) => (
        <Bar
          key={`${piece.day}${piece.at}`}
          {...{ piece, look, week }}
          over={piece.day !== row}
          on={handlers}
        />
      ))}
      {look === "work" &&
        piecesOn(beneath, row).map(({ day, at, left, right }) => (
          <rect
            key={`${day}${at}`}
            x={percent(left)}
            y={tall - 14}
            width={percent(right - left)}
            height="3"
            className="pointer-events-none fill-paper"
          />
        ))}
    </svg>
  );
}

interface BarProps {
  piece: Piece;
  look: "work" | "focus";
  week: Week;
  /** It began the day before. */
  over: boolean;
  on: (piece: Piece, part: Part) => object;
}

function Bar({ piece, look, week, over, on }: BarProps) {
  const { t } = useLingui();
  const name = useDayNames().long[piece.day];
  const { day, at, left, right } = piece;
  const span = week[day][at];
  if (!span || !laid(span)) return null;
  const start = clockOf(piece.from);
  const end = clockOf(piece.to > dayMinutes ? piece.to - dayMinutes : piece.to);
  const whole = look === "work" ? t`${name}, works ${start} to ${end}` : t`${name}, focus ${start} to ${end}`;
  const slider = (part: Part, now: number, label: string, text: string) => {
    const [low, high] = room(week, day, at, part, fine);
    return {
      role: "slider",
      tabIndex: 0,
      "data-at": over ? undefined : `${day}.${at}.${part}`,
      "aria-label": label,
      "aria-valuemin": low,
      "aria-valuemax": high,
      "aria-valuenow": now,
      "aria-valuetext": text,
      ...on(piece, part),
    };
  };
  const ends = piece.to <= dayMinutes || over;
  return (
    <>
      <rect
        {...(over
          ? { "aria-hidden": true, ...on(piece, "whole") }
          : slider("whole", piece.from, whole, t`${start} to ${end}`))}
        x={percent(left)}
        y={look === "work" ? 8 : 14}
        width={percent(right - left)}
        height={look === "work" ? tall - 16 : tall - 28}
        rx="3"
        className="cursor-grab touch-pan-y fill-accent active:cursor-grabbing"
      />
      {!over && <Handle x={left} inward={1} props={slider("start", piece.from, t`${name}, begins`, start)} />}
      {ends && <Handle x={right} inward={-1} props={slider("end", piece.to, t`${name}, ends`, end)} />}
    </>
  );
}

/** An end of a bar: wider for the finger than for the eye. */
function Handle({ x, inward, props }: { x: number; inward: 1 | -1; props: object }) {
  return (
    <svg x={percent(x)} overflow="visible" role="presentation">
      <g {...props} className="group cursor-ew-resize touch-pan-y">
        <rect x={inward > 0 ? -16 : -10} width="26" height={tall} className="fill-transparent" />
        <rect
          x={inward > 0 ? 4 : -6}
          y={tall / 2 - 6}
          width="2"
          height="12"
          rx="1"
          className="fill-paper opacity-70"
        />
        <rect
          x={inward > 0 ? -3 : -5}
          y="4"
          width="8"
          height={tall - 8}
          rx="3"
          className="fill-transparent group-focus-visible:fill-accent group-focus-visible:stroke-paper"
        />
      </g>
    </svg>
  );
}
