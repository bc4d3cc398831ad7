/**
 * Ranks as strings: between any two there is always another, so that a move
 * changes one task and never renumbers a list. The scheme is David Greenspan's
 * fractional index over base 62; the same as internal/rank of the server, whose
 * answer replaces what is computed here for the moment in between.
 *
 * A rank is an integer part, whose first letter says how long it is ("a0" to
 * "zzz…" going up, "Zz" down to "A00…" going down), and a fraction that never
 * ends in "0".
 */
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const smallest = `A${"0".repeat(26)}`;

/** A rank after `before` and before `after`; null stands for the end of the list on that side. */
export function between(before: string | null, after: string | null): string {
  if (before !== null && after !== null && before >= after) {
    throw new Error(`no rank lies between ${before} and ${after}`);
  }
  if (before === null && after === null) return "a0";
  if (before === null) return first(after as string);
  const whole = integerOf(before);
  const part = before.slice(whole.length);
  if (after === null) {
    const next = step(whole, 1);
    return next ?? whole + midpoint(part, null);
  }
  const wholeAfter = integerOf(after);
  if (whole === wholeAfter) return whole + midpoint(part, after.slice(wholeAfter.length));
  const next = step(whole, 1);
  return next !== null && next < after ? next : whole + midpoint(part, null);
}

function first(after: string): string {
  const whole = integerOf(after);
  const part = after.slice(whole.length);
  if (whole === smallest) return whole + midpoint("", part);
  if (whole < after) return whole;
  const previous = step(whole, -1);
  if (previous === null) throw new Error("no rank lies before the smallest");
  return previous === smallest ? previous + midpoint("", null) : previous;
}

function integerOf(rank: string): string {
  const head = rank.charCodeAt(0);
  const length = head >= 97 ? head - 97 + 2 : 90 - head + 2;
  const whole = rank.slice(0, length);
  const fraction = rank.slice(length);
  if (
    !/^[A-Za-z][0-9A-Za-z]*$/.test(rank) ||
    length > rank.length ||
    fraction.endsWith("0") ||
    rank === smallest
  ) {
    throw new Error(`not a rank: ${rank}`);
  }
  return whole;
}

/** The next integer part up or down; null past the end. */
function step(whole: string, by: 1 | -1): string | null {
  const [from, to] = by === 1 ? ["z", "0"] : ["0", "z"];
  const tail = [...whole.slice(1)];
  for (let at = tail.length - 1; at >= 0; at--) {
    if (tail[at] !== from) {
      tail[at] = digits.charAt(digits.indexOf(tail[at] as string) + by);
      return whole.charAt(0) + tail.join("");
    }
    tail[at] = to as string;
  }
  const head = whole.charAt(0);
  if (by === 1) {
    if (head === "z") return null;
    if (head === "Z") return "a0";
    return lengthened(String.fromCharCode(head.charCodeAt(0) + 1), tail, head >= "a", "0");
  }
  if (head === "A") return null;
  if (head === "a") return "Zz";
  return lengthened(String.fromCharCode(head.charCodeAt(0) - 1), tail, head <= "Z", "z");
}

function lengthened(head: string, tail: string[], longer: boolean, digit: string): string {
  return head + (longer ? [...tail, digit] : tail.slice(1)).join("");
}

/** A fraction strictly between two; "" is zero, null is one. */
function midpoint(low: string, high: string | null): string {
  if (high !== null) {
    let same = 0;
    while ((low[same] ?? "0") === high[same]) same += 1;
    if (same > 0) return high.slice(0, same) + midpoint(low.slice(same), high.slice(same));
  }
  const a = low ? digits.indexOf(low.charAt(0)) : 0;
  const b = high === null ? digits.length : digits.indexOf(high.charAt(0));
  if (b - a > 1) return digits.charAt(Math.round((a + b) / 2));
  if (high !== null && high.length > 1) return high.charAt(0);
  return digits.charAt(a) + midpoint(low.slice(1), null);
}
