/** Letters that no decomposition takes apart, as people type them without. */
const flat: Record<string, string> = { ß: "ss", ø: "o", ł: "l", đ: "d", æ: "ae", œ: "oe", ı: "i" };

/** Without case and accents. */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[ßøłđæœı]/g, (letter) => flat[letter] ?? letter);
}

/** The words of a text, folded: what a search looks at. */
export function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Whether two words differ by at most one letter that is wrong, missing, too many or swapped with its neighbour. */
export function almost(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  if (a.length === b.length) {
    const swapped = a[at] === b[at + 1] && a[at + 1] === b[at];
    return a.slice(at + 1) === b.slice(at + 1) || (swapped && a.slice(at + 2) === b.slice(at + 2));
  }
  const [long, short] = a.length > b.length ? [a, b] : [b, a];
  return long.slice(at + 1) === short.slice(at);
}

/** Words this short are given no slip: too many others are near them. */
const slipsFrom = 5;

/** A word that is being typed, against one of a text: 4 the same, 3 its beginning, 2 within it. */
function fit(typed: string, word: string): number {
  if (word.startsWith(typed)) return word.length === typed.length ? 4 : 3;
  return typed.length > 1 && word.includes(typed) ? 2 : 0;
}

/**
 * The same with a slip: 1. One is still typing, so it may be in the beginning of a longer word. The first letter is
 * nobody's slip: without it "done" would be "one".
 */
function fitWithSlip(typed: string, word: string): number {
  if (typed.length < slipsFrom || typed[0] !== word[0]) return 0;
  for (const length of [typed.length, typed.length - 1, typed.length + 1])
    if (length <= word.length && almost(typed, word.slice(0, length))) return 1;
  return 0;
}

type Fit = typeof fit;

const same: Fit = (typed, word) => (typed === word ? 4 : 0);
/** A number that more was typed behind is finished: "1:1" is not the beginning of "10". */
const whole = (typed: string, followed: boolean) => followed && /^\p{N}+$/u.test(typed);

/** How well the best of the words fits; the beginning of the text counts more, most for what was typed first. */
function bestFit(typed: string, first: boolean, words: readonly string[], fits: Fit): number {
  let best = 0;
  for (const [place, word] of words.entries()) {
    const points = fits(typed, word);
    if (points) best = Math.max(best, points + (first && place === 0 ? 0.5 : 0) - Math.min(place, 20) / 100);
  }
  return best;
}

/** How well a text answers what was typed: 0 unless every typed word is in it. Both come from `wordsOf`. */
export function score(typed: readonly string[], words: readonly string[]): number {
  let sum = 0;
  for (const [at, one] of typed.entries()) {
    const points =
      bestFit(one, at === 0, words, whole(one, at < typed.length - 1) ? same : fit) ||
      bestFit(one, at === 0, words, fitWithSlip);
    if (!points) return 0;
    sum += points;
  }
  return typed.length ? sum / typed.length : 0;
}

/** The best of many, best first; what scores the same stays in the order given. */
export function best<T>(
  typed: readonly string[],
  items: readonly T[],
  words: (item: T) => readonly string[],
  weight: (item: T) => number,
  limit: number,
): { item: T; score: number }[] {
  const found: { item: T; score: number }[] = [];
  for (const item of items) {
    const points = score(typed, words(item));
    if (points) found.push({ item, score: points + weight(item) });
  }
  return found.sort((a, b) => b.score - a.score).slice(0, limit);
}
