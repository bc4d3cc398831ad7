/**
 * Reads what a person types or pastes into the quick-add line and makes task
 * drafts of it, one a line: on every key, offline, with no server asked.
 *
 *     review pricing page by fri 3pm high #launch @ana
 *
 * The grammar is that of the server's package internal/quickadd, whose doc.go
 * tells its rules; the files here are cut as its files are, and both are held
 * together by the conformance vectors of that package. A change of the grammar
 * begins there.
 *
 * It starts with `parse` and a Setting; `settingOf` makes one of the objects
 * that the replica holds, and says what the server knows beyond them.
 */
import { type Calendar, OwnersDays } from "./days";
import { type Found, type Resolve, readMentions } from "./people";
import { type Draft, newDraft, Reading } from "./reading";
import { settleDue, settleLabels, settleLevel, settleRepeat, settleSource, takeEdges } from "./settle";
import { titleOf } from "./title";
import { titleOfUrl } from "./url";
import { findUnits } from "./when";
import { type Line, splitLines } from "./words";

/** The limits of one paste. Both are told as a problem of the line concerned, and the rest is read. */
export const maxLines = 200;
export const maxLineBytes = 2000;

/** What the words of a line are read against. */
export interface Setting {
  /** Who owns the task when no @name says otherwise. */
  ownerId: string;
  resolve: Resolve;
  /** The time of a person whom `resolve` gave, or of `ownerId`. */
  calendar(ownerId: string): Calendar;
}

/** Reads a text, one draft for each line that is not empty. It never throws when the setting does not. */
export function parse(text: string, setting: Setting): Draft[] {
  const people = new Map<string, Found[]>();
  const resolve = (name: string) => remembered(people, name, () => setting.resolve(name));
  const days = new Map<string, OwnersDays>();
  const daysOf = (id: string) => remembered(days, id, () => new OwnersDays(setting.calendar(id)));
  const lines = splitLines(text);
  const drafts = lines.slice(0, maxLines).map((line) => {
    const draft = newDraft(line, setting.ownerId);
    return line.bytes > maxLineBytes ? tooLong(draft, line.bytes) : read(line, draft, resolve, daysOf);
  });
  const over = lines[maxLines];
  if (over) {
    const rest = lines.length - maxLines;
    const message = `Only the first ${maxLines} lines were read. Paste the other ${rest} afterwards.`;
    drafts.push({ ...newDraft(over, setting.ownerId), problems: [{ text: "", message }] });
  }
  return drafts;
}

function remembered<T>(known: Map<string, T>, name: string, make: () => T): T {
  const value = known.get(name) ?? make();
  known.set(name, value);
  return value;
}

function tooLong(draft: Draft, bytes: number): Draft {
  const message = `This line has ${bytes} bytes, and ${maxLineBytes} is the most. Shorten it; the rest can go into the description.`;
  return { ...draft, problems: [{ text: "", message }] };
}

function read(line: Line, draft: Draft, resolve: Resolve, daysOf: (id: string) => OwnersDays): Draft {
  const r = new Reading(line, draft, resolve, daysOf);
  if (line.ticked) r.problem("", "This line is ticked off. Take it out if it is done already.");

  // The owner comes first: "tomorrow" is the owner's tomorrow.
  const mentions = readMentions(r);
  const units = findUnits(r);
  settleDue(r, units, settleRepeat(r, units));
  settleLevel(r, units);
  settleLabels(r);
  settleSource(r);
  takeEdges(r, mentions);

  draft.title = titleOf(r) || titleOfUrl(draft.source_url);
  if (draft.title === "") r.problem("", "Say in a few words what is to be done.");
  draft.understood.sort((a, b) => a.start - b.start);
  return draft;
}
