import { byteLength, codePoints, isDigit, isLetterOrDigit, isSpace, lower } from "./text";

/** One line of the text without its bullet. */
export interface Line {
  /** From 1. */
  number: number;
  /** Of `points[0]` in the text, in code points. */
  offset: number;
  /** Without bullet and white space around. */
  points: string[];
  /** The length of the whole line in UTF-8. */
  bytes: number;
  /** It had a ticked box. */
  ticked: boolean;
}

/** What stands between white space; quoted text is one word. Positions count the line's code points. */
export interface Word {
  start: number;
  end: number;
  /** The end without the punctuation behind the word. */
  coreEnd: number;
  /** As typed, without the punctuation behind. */
  core: string;
  /** `core` in lower case. */
  low: string;
  /** The punctuation behind the word. */
  after: string;
  /** Quoted: never read. */
  literal: boolean;
}

export const punctuation = ",;:.!?";

/** The lines that are not empty. */
export function splitLines(text: string): Line[] {
  const all = codePoints(text);
  const lines: Line[] = [];
  for (let start = 0, number = 1; start <= all.length; number++) {
    let end = start;
    while (end < all.length && !breaksAt(all, end)) end++;
    const { length, ticked } = bullet(all.slice(start, end));
    const from = start + length;
    let to = end;
    while (to > from && isSpace(all[to - 1] ?? "")) to--;
    if (to > from) {
      const bytes = byteLength(all.slice(start, end).join(""));
      lines.push({ number, offset: from, points: all.slice(from, to), bytes, ticked });
    }
    start = end + 1;
  }
  return lines;
}

/** A line ends at \n, and at a \r that no \n follows. */
function breaksAt(all: string[], at: number): boolean {
  return all[at] === "\n" || (all[at] === "\r" && all[at + 1] !== "\n");
}

/** How many code points of white space, bullet and box a line begins with. */
function bullet(points: string[]): { length: number; ticked: boolean } {
  let n = pastSpace(points, 0);
  n = pastSpace(points, n + bulletLength(points.slice(n, n + 5)));
  const [open = "", mark = "", close = "", next = " "] = points.slice(n, n + 4);
  if (open !== "[" || close !== "]" || !" xX".includes(mark) || !isSpace(next)) {
    return { length: n, ticked: false };
  }
  return { length: pastSpace(points, n + 3), ticked: mark !== " " };
}

function pastSpace(points: string[], from: number): number {
  let n = from;
  while (n < points.length && isSpace(points[n] ?? "")) n++;
  return n;
}

/** The length of "- ", "12. " and the like, without the space. */
function bulletLength(points: string[]): number {
  let n = 0;
  while (n < 3 && isDigit(points[n] ?? "")) n++;
  const mark = points[n] ?? "";
  if (mark === "" || !(n === 0 ? "-*+•" : ".)").includes(mark)) return 0;
  return isSpace(points[n + 1] ?? " ") ? n + 1 : 0;
}

export function splitWords({ points }: Line): Word[] {
  const words: Word[] = [];
  for (let at = pastSpace(points, 0); at < points.length; ) {
    const quoteTo = quoteEnd(points, at);
    let end = quoteTo || at;
    while (end < points.length && !isSpace(points[end] ?? "")) end++;
    let coreEnd = end;
    while (coreEnd > at + 1 && punctuation.includes(points[coreEnd - 1] ?? "")) coreEnd--;
    const core = points.slice(at, coreEnd).join("");
    const after = points.slice(coreEnd, end).join("");
    words.push({ start: at, end, coreEnd, core, low: lower(core), after, literal: quoteTo > 0 });
    at = pastSpace(points, end);
  }
  return words;
}

/**
 * Where the quoted text that begins at a word's start ends, or 0. A quote ends
 * at a closing sign that no letter or digit follows.
 */
function quoteEnd(points: string[], at: number): number {
  const closing = points[at] === '"' ? '"' : points[at] === "“" ? "”" : "";
  if (!closing) return 0;
  for (let i = at + 1; i < points.length; i++) {
    if (points[i] === closing && !isLetterOrDigit(points[i + 1] ?? "")) return i + 1;
  }
  return 0;
}
