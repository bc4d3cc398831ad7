import type { Reading } from "./reading";
import { cut, number } from "./text";

/** How many words say "eod", "cob" or "end of day" at word i; 0 for none. */
export function dayEndAt(r: Reading, i: number): number {
  const first = r.begins(i);
  if (first === "eod" || first === "cob") return 1;
  const the = first === "the" ? 1 : 0;
  const end = the ? r.goesOn(i + 1) : first;
  if (end !== "end" || r.goesOn(i + the + 1) !== "of") return 0;
  const n = dayWord(r, i + the + 2);
  return n > 0 ? the + 2 + n : 0;
}

function dayWord(r: Reading, i: number): number {
  const s = r.goesOn(i);
  if (s === "day") return 1;
  return s === "the" && r.goesOn(i + 1) === "day" ? 2 : 0;
}

/** Whether "end of …" begins at word i, the only date that "at" may stand before. */
export function beginsEndOf(r: Reading, i: number): boolean {
  const s = r.begins(i);
  return s === "end" || (s === "the" && r.goesOn(i + 1) === "end");
}

/** A time of day at word i, of n words: "15:00", "3pm", "3:30 pm", "noon", "midnight". */
export function clockAt(r: Reading, i: number): { clock: string; n: number } | null {
  let s = r.begins(i);
  if (s === "noon") return { clock: "12:00", n: 1 };
  if (s === "midnight") return { clock: "23:59", n: 1 };
  let half = "";
  let n = 1;
  for (const ending of ["am", "pm", "a.m", "p.m"]) {
    if (s.endsWith(ending)) {
      s = s.slice(0, -ending.length);
      half = ending.charAt(0);
    } else if (half === "" && r.goesOn(i + 1) === ending && r.after(i) === "") {
      half = ending.charAt(0);
      n = 2;
    }
  }
  let parts = cut(s, ":");
  if (!parts.found && half !== "") parts = cut(s, ".");
  let hour = number(parts.before, 2);
  if (hour === null || (!parts.found && half === "")) return null;
  const minute = parts.found ? number(parts.behind, 2) : 0;
  if (minute === null || minute > 59 || (parts.found && parts.behind.length !== 2)) return null;
  if (half !== "") {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half === "p" ? 12 : 0);
  }
  if (hour > 23) return null;
  return { clock: `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`, n };
}
