import { dateAt } from "./dates";
import { bindsNext, isLevel } from "./names";
import { newUnit, type Reading, strength, type Unit } from "./reading";
import { repeatAt } from "./repeat";
import { isSigil } from "./settle";
import { beginsEndOf, clockAt, dayEndAt } from "./times";

/** Finds the trailing run, and what counts before it. */
export function findUnits(r: Reading): Unit[] {
  const count = r.words.length;
  const at: (Unit | null)[] = []; // what begins at a word, inside the run
  const reaches = new Set([count]);
  r.run = count;
  for (let i = count - 1; i >= 0; i--) {
    const unit = isSigil(r, i) ? newUnit(i, i + 1, "sigil") : unitAt(r, i);
    at[i] = unit;
    if (unit && reaches.has(unit.to)) {
      reaches.add(i);
      r.run = i;
    }
  }
  const units: Unit[] = [];
  for (let i = 0; i < r.run; i++) {
    const unit = inSentence(r, i);
    if (unit && unit.to <= r.run) {
      units.push(unit);
      i = unit.to - 1;
    }
  }
  for (let unit = at[r.run]; unit; unit = at[unit.to]) units.push(unit);
  return units;
}

/** The longest unit that words of the trailing run can make at i. */
function unitAt(r: Reading, i: number): Unit | null {
  const bound = i > 0 && r.after(i - 1) === "" && bindsNext(r.words[i - 1]?.low ?? "");
  const repeat = bound ? null : repeatAt(r, i);
  if (repeat) return repeat;
  const due = dueAt(r, i);
  if (due && (due.strength === strength.marked || !bound)) return due;
  if (bound) return null;
  const s = r.begins(i);
  if (s === "no") {
    if (r.goesOn(i + 1) === "date") return newUnit(i, i + 2, "no_date");
    const noDueDate = r.goesOn(i + 1) === "due" && r.goesOn(i + 2) === "date";
    return noDueDate ? newUnit(i, i + 3, "no_date") : null;
  }
  if (!isLevel(s)) return null;
  const priority = r.goesOn(i + 1) === "priority" && r.after(i) === "";
  return newUnit(i, priority ? i + 2 : i + 1, "level", { level: s, strength: strength.trailing });
}

/** What counts before the trailing run. */
function inSentence(r: Reading, i: number): Unit | null {
  switch (r.begins(i)) {
    case "by":
    case "due":
    case "until":
    case "till":
      return dueAt(r, i);
    case "on": {
      if (repeatAt(r, i)) return null;
      const unit = dueAt(r, i);
      return unit && { ...unit, strength: strength.weak };
    }
  }
  return null;
}

/** A due phrase: markers, then a date, a time and "eod" in any order. */
function dueAt(r: Reading, i: number): Unit | null {
  const marks = markersAt(r, i);
  const needsDay = marks.last === "on" || marks.last === "for";
  const marked = marks.n > 0 && !needsDay;
  const unit = newUnit(i, i, "due", { strength: marked ? strength.marked : strength.trailing });
  const first = i + marks.n;
  let j = first;
  while (unit.bad === "") {
    const s = j === first ? r.begins(j) : r.goesOn(j);
    const joins = s === "at" || (j > first && (s === "on" || s === "by"));
    const k = joins ? j + 1 : j;
    const n = readPart(r, unit, k, {
      first: k === first,
      at: s === "at",
      marked: marks.n > 0 && marks.last !== "for",
    });
    if (n === 0) break;
    j = k + n;
  }
  if (j === first || (needsDay && unit.day === null && unit.bad === "")) return null;
  unit.to = j;
  return unit;
}

/** Reads "due", "by", "on" and the like, also "due by" and "due:"; their number and the last of them. */
function markersAt(r: Reading, i: number): { n: number; last: string } {
  let n = 0;
  let last = "";
  while (n < 2) {
    const s = r.begins(i + n);
    if (!["due", "by", "until", "till", "on", "for"].includes(s)) break;
    if (n > 0 && (s === "due" || last !== "due")) break;
    const after = r.after(i + n);
    if (after === ":") return { n: n + 1, last: s };
    if (after !== "") break;
    n += 1;
    last = s;
  }
  return { n, last };
}

/** Where in a due phrase a part stands. */
interface PartContext {
  /** Right behind the markers. */
  first: boolean;
  /** Behind "at". */
  at: boolean;
  /** The phrase has a marker, so that shorter forms count. */
  marked: boolean;
}

/** Reads one more part of a due phrase at word k into the unit; of how many words it is. */
function readPart(r: Reading, unit: Unit, k: number, context: PartContext): number {
  if ((context.first ? r.begins(k) : r.goesOn(k)) === "") return 0;
  const dayEnd = dayEndAt(r, k);
  if (dayEnd > 0 && !unit.dayEnd) {
    unit.dayEnd = true;
    return dayEnd;
  }
  const time = clockAt(r, k);
  if (time && unit.clock === "") {
    unit.clock = time.clock;
    return time.n;
  }
  if (unit.day !== null || (context.at && !beginsEndOf(r, k))) return 0;
  const date = dateAt(r, k, context.marked);
  if (!date) return 0;
  unit.day = date.day ?? null;
  unit.bad = date.bad ?? "";
  return date.n;
}
