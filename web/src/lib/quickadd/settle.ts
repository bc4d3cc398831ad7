import type { Level } from "../../types";
import { type Day, isoDate, longDate } from "./days";
import { isLevel } from "./names";
import { mentionName } from "./people";
import { newUnit, type Reading, strength, type Unit } from "./reading";
import { firstOf, type Rule, ruleText, ruleWords } from "./repeat";
import { hasLetter, quoted } from "./text";
import { webUrl } from "./url";
import type { Word } from "./words";

const maxLabel = 50;

/** What a line's due phrases come to. */
interface Due {
  day: Day;
  clock: string;
  used: Unit[];
}

/** What of the line's rules counts. */
interface Again {
  unit: Unit;
  rule: Rule;
}

/** Decides the line's one rule. */
export function settleRepeat(r: Reading, units: Unit[]): Again | null {
  let again: Unit | null = null;
  for (const unit of units) {
    if (unit.kind !== "repeat") continue;
    if (unit.bad !== "") r.problem(r.text(unit.from, unit.to), unit.bad);
    else again = stronger(r, again, unit, "rule by which it comes again");
  }
  return again?.rule ? { unit: again, rule: again.rule } : null;
}

/**
 * Decides the line's one due date among its due phrases; where none has a day, it is the first one of the rule by
 * which it comes again.
 */
export function settleDue(r: Reading, units: Unit[], again: Again | null): void {
  const none = units.findLast((unit) => unit.kind === "no_date");
  const due = chosenDue(r, units, again);
  if (none) {
    r.take(none.from, none.to);
    if (again) {
      r.problem(
        r.text(none.from, none.to),
        "What comes again has a date each time. Take one of the two out.",
      );
    } else if (due) {
      const both = "The line also has a due date, which counts. Take one of the two out.";
      r.problem(r.text(none.from, none.to), both);
    } else {
      r.draft.no_date = true;
      r.understand(none.from, none.to, "no_date", "no due date");
    }
  }
  if (!due) return;
  const { day, clock, used } = due;
  r.draft.due_date = isoDate(day);
  r.draft.due_time = clock;
  const meaning = clock === "" ? longDate(day) : `${longDate(day)}, ${clock}`;
  for (const { from, to } of used) {
    r.take(from, to);
    r.understand(from, to, "due", meaning);
  }
  if (again) understandRepeat(r, again, day);
  const { today, clock: now } = r.days;
  const [first] = used;
  if (first && (day < today || (day === today && clock !== "" && clock < now))) {
    r.problem(
      r.text(first.from, first.to),
      `${meaning} has passed already. Write a later one, or "no date".`,
    );
  }
}

/** Takes the rule out of the title, once its first date is known. */
function understandRepeat(r: Reading, { unit, rule }: Again, first: Day): void {
  const text = r.text(unit.from, unit.to);
  r.draft.repeat = ruleText(rule);
  r.take(unit.from, unit.to);
  r.understand(unit.from, unit.to, "repeat", `${ruleWords(rule)}, first on ${longDate(first)}`);
  if (rule.on > 28) {
    r.problem(
      text,
      `Months without a day ${rule.on} are passed over. Write "on the last day" for the end of each month.`,
    );
  }
  if (rule.until !== null && rule.until < first) {
    r.problem(text, `It ends before its first date, ${longDate(first)}. Write a later end.`);
  }
}

function chosenDue(r: Reading, units: Unit[], again: Again | null): Due | null {
  let day: Unit | null = null;
  let clock: Unit | null = null;
  const dayEnds: Unit[] = [];
  for (const unit of units) {
    if (unit.kind !== "due") continue;
    if (unit.bad !== "") r.problem(r.text(unit.from, unit.to), unit.bad);
    else if (unit.day !== null) day = stronger(r, day, unit, "due date");
    else if (unit.clock !== "") clock = stronger(r, clock, unit, "time");
    else dayEnds.push(unit);
  }
  if (day && day.day !== null) {
    const withTime = day.clock === "" && clock ? [clock] : [];
    return { day: day.day, clock: day.clock || (clock?.clock ?? ""), used: [day, ...withTime, ...dayEnds] };
  }
  if (again) {
    const at = clock?.clock ?? "";
    const { today, clock: now } = r.days;
    const day = firstOf(again.rule, at !== "" && at < now ? today + 1 : today);
    return { day, clock: at, used: clock ? [clock, ...dayEnds] : dayEnds };
  }
  if (clock) return { day: nextTime(r, clock.clock), clock: clock.clock, used: [clock, ...dayEnds] };
  return dayEnds.length > 0 ? { day: r.days.today, clock: "", used: dayEnds } : null;
}

/** The day of a time that is said without one: today, or the next working day when it has passed today. */
function nextTime(r: Reading, clock: string): Day {
  const { days } = r;
  return clock >= days.clock ? days.today : (days.working(1) ?? days.today + 1);
}

/** Decides between what won so far and what stands further to the right, and says so where they are equal. */
function stronger(r: Reading, won: Unit | null, unit: Unit, what: string): Unit {
  if (!won) return unit;
  if (won.strength === unit.strength) {
    const counts = quoted(r.text(unit.from, unit.to));
    const message = `The line has more than one ${what}; ${counts} counts. Take the other out, or put it in quotes.`;
    r.problem(r.text(won.from, won.to), message);
  }
  return won.strength > unit.strength ? won : unit;
}

/** Decides the level: one with "!" wins, else the last. */
export function settleLevel(r: Reading, units: Unit[]): void {
  const all = units.filter((unit) => unit.kind === "level");
  for (const [i, word] of r.words.entries()) {
    const level = markedLevel(word);
    if (level) all.push(newUnit(i, i + 1, "level", { level, strength: strength.marked }));
  }
  let won: Unit | null = null;
  for (const unit of all) won = stronger(r, won, unit, "level");
  if (!won) return;
  r.draft.level = won.level;
  r.take(won.from, won.to);
  r.understand(won.from, won.to, "level", won.level);
}

/** Reads "!high". */
function markedLevel(word: Word): Level | null {
  const s = word.low.slice(1);
  return word.low.startsWith("!") && !word.literal && isLevel(s) ? s : null;
}

/** Takes every "#label" out of the title. */
export function settleLabels(r: Reading): void {
  for (const [i, word] of r.words.entries()) {
    const label = labelName(word);
    if (label === null) continue;
    if (Array.from(label).length > maxLabel) {
      r.problem(word.core, `A label has at most ${maxLabel} letters.`);
      continue;
    }
    r.take(i, i + 1);
    r.understand(i, i + 1, "label", `label ${label}`);
    if (!r.draft.labels.includes(label)) r.draft.labels.push(label);
  }
}

/** Reads "#launch". It has a letter, so "#12" stays in the sentence. */
function labelName(word: Word): string | null {
  const label = word.low.slice(1);
  if (word.literal || !word.low.startsWith("#") || !hasLetter(label)) return null;
  return /^[\p{L}\p{Nd}\p{Mn}\-_]+$/u.test(label) ? label : null;
}

/** Makes the first URL of the line the task's source. */
export function settleSource(r: Reading): void {
  for (const [i, word] of r.words.entries()) {
    const host = sourceHost(word);
    if (host === null) continue;
    r.draft.source_url = word.core;
    r.understand(i, i + 1, "source", `source ${host}`);
    return;
  }
}

/** The host of a word that is a URL. */
function sourceHost(word: Word): string | null {
  return word.literal ? null : (webUrl(word.core)?.host ?? null);
}

/** Whether a word is recognised by itself, wherever it stands. */
export function isSigil(r: Reading, i: number): boolean {
  const word = r.words[i];
  if (!word) return false;
  return [markedLevel, labelName, mentionName, sourceHost].some((reads) => reads(word) !== null);
}

/**
 * Takes names and the source out of the title where the sentence doesn't need
 * them: at its beginning, and in the trailing run.
 */
export function takeEdges(r: Reading, mentions: number[]): void {
  const edge = new Set(mentions);
  for (const [i, word] of r.words.entries()) {
    if (word.core === r.draft.source_url && sourceHost(word) !== null) edge.add(i);
  }
  for (let i = 0; i < r.words.length && (r.taken[i] || edge.has(i)); i++) r.take(i, i + 1);
  for (const i of edge) if (i >= r.run) r.take(i, i + 1);
}
