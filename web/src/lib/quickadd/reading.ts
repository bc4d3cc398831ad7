import type { Level } from "../../types";
import type { Day, OwnersDays } from "./days";
import type { Resolve } from "./people";
import type { Rule } from "./repeat";
import { type Line, splitWords, type Word } from "./words";

/** What an understood span is. */
type Kind = "due" | "no_date" | "repeat" | "level" | "label" | "owner" | "mention" | "source";

/**
 * A piece of the text that was understood. `start` and `end` count Unicode code
 * points from the beginning of the whole text; `end` is exclusive. See inUtf16
 * for the positions that JavaScript strings count.
 */
interface Span {
  text: string;
  start: number;
  end: number;
  kind: Kind;
  /** In plain English, for the screen. */
  meaning: string;
}

/** Something that the person should look at before the task is made. */
interface Problem {
  /** The piece of the line that it is about, empty for the whole line. */
  text: string;
  message: string;
}

/** One line, read: the same as an item of POST /tasks/parse, which says null for each "" here. */
export interface Draft {
  /** From 1, in the text as given. */
  line: number;
  /** Empty only when there is a problem that says so. */
  title: string;
  /** "" when none was said. */
  level: Level | "";
  /** "2026-12-01", or "" when none was said. */
  due_date: string;
  /** "15:00", or "" for the end of the owner's working day. */
  due_time: string;
  /** Said to have no due date. */
  no_date: boolean;
  /** The rule (RRULE) by which it comes again, or ""; it has a due date then. */
  repeat: string;
  /** Lower case, each once. */
  labels: string[];
  owner_id: string;
  mention_ids: string[];
  source_url: string;
  /** In the order of the text. */
  understood: Span[];
  problems: Problem[];
}

/** How strongly a due phrase stands. */
export const strength = {
  /** Behind "on" inside the sentence. */
  weak: 0,
  /** In the trailing run. */
  trailing: 1,
  /** Behind by, due, until or till anywhere. */
  marked: 2,
} as const;

/**
 * Something recognised at words `from` to `to` (exclusive): a due phrase, "no
 * date", a rule or a level, which need the rest of the line to be settled, or a sigil,
 * which does not.
 */
export interface Unit {
  from: number;
  to: number;
  kind: "due" | "no_date" | "repeat" | "level" | "sigil";
  strength: (typeof strength)[keyof typeof strength];
  level: Level | "";
  day: Day | null;
  /** "15:00" */
  clock: string;
  /** It says "eod". */
  dayEnd: boolean;
  rule: Rule | null;
  /** Why the phrase can't be used. */
  bad: string;
}

export function newUnit(from: number, to: number, kind: Unit["kind"], more: Partial<Unit> = {}): Unit {
  return {
    from,
    to,
    kind,
    strength: strength.weak,
    level: "",
    day: null,
    clock: "",
    dayEnd: false,
    rule: null,
    bad: "",
    ...more,
  };
}

export function newDraft(line: Line, ownerId: string): Draft {
  return {
    line: line.number,
    title: "",
    level: "",
    due_date: "",
    due_time: "",
    no_date: false,
    repeat: "",
    labels: [],
    owner_id: ownerId,
    mention_ids: [],
    source_url: "",
    understood: [],
    problems: [],
  };
}

/** One line while it is read. */
export class Reading {
  readonly words: Word[];
  /** By word: taken out of the title. */
  readonly taken: boolean[];
  /** The first word of the trailing run. */
  run: number;

  constructor(
    readonly line: Line,
    readonly draft: Draft,
    readonly resolve: Resolve,
    private daysOf: (ownerId: string) => OwnersDays,
  ) {
    this.words = splitWords(line);
    this.taken = this.words.map(() => false);
    this.run = this.words.length;
  }

  /** The days of the owner, who has to be settled before. */
  get days(): OwnersDays {
    return this.daysOf(this.draft.owner_id);
  }

  problem(text: string, message: string): void {
    this.draft.problems.push({ text, message });
  }

  /** Notes a piece of words as understood. */
  understand(from: number, to: number, kind: Kind, meaning: string): void {
    const { offset } = this.line;
    const [start, end] = this.extent(from, to);
    this.draft.understood.push({
      text: this.text(from, to),
      start: offset + start,
      end: offset + end,
      kind,
      meaning,
    });
  }

  /** Takes words out of the title. */
  take(from: number, to: number): void {
    this.taken.fill(true, from, to);
  }

  /** Words as they were typed, without the punctuation behind. */
  text(from: number, to: number): string {
    const [start, end] = this.extent(from, to);
    return this.line.points.slice(start, end).join("");
  }

  private extent(from: number, to: number): [start: number, end: number] {
    return [this.words[from]?.start ?? 0, this.words[to - 1]?.coreEnd ?? 0];
  }

  /** Word i in lower case, where a phrase may begin; "" behind the line's end and at quoted text. */
  begins(i: number): string {
    const word = this.words[i];
    return word && !word.literal ? word.low : "";
  }

  /** The same where a phrase goes on: not behind punctuation other than a comma. */
  goesOn(i: number): string {
    const before = this.after(i - 1);
    return before === "" || before === "," ? this.begins(i) : "";
  }

  /** The punctuation behind word i. */
  after(i: number): string {
    return this.words[i]?.after ?? "";
  }
}
