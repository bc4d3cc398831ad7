import type { Reading } from "./reading";
import { punctuation } from "./words";

/**
 * Joins the words that were not taken. Punctuation behind a taken word moves to
 * the word before it when the sentence goes on ("fix #auth, then deploy"), and
 * goes with it otherwise.
 */
export function titleOf(r: Reading): string {
  let title = "";
  let left = ""; // the first punctuation that taken words left behind
  for (const [i, word] of r.words.entries()) {
    if (r.taken[i]) {
      left ||= word.after;
      continue;
    }
    // A quote can hold control characters.
    const kept = r.line.points
      .slice(word.start, word.end)
      .join("")
      .replace(/\p{Cc}/gu, " ");
    if (title === "") {
      if (i > 0 && isDash(kept)) continue;
    } else {
      if (!punctuation.includes(title.slice(-1))) title += left;
      title += " ";
    }
    left = "";
    title += kept;
  }
  return r.taken.at(-1) ? untied(title) : title;
}

/** Without what tied the title to the run behind it, and has nothing to tie any more. */
function untied(title: string): string {
  for (let rest = title; ; ) {
    let cut = rest.replace(/[,;:]+$/, "");
    const space = cut.lastIndexOf(" ");
    if (isDash(cut.slice(space + 1))) cut = cut.slice(0, Math.max(space, 0));
    if (cut === rest) return rest;
    rest = cut;
  }
}

const isDash = (s: string): boolean => ["-", "–", "—", "|", "/"].includes(s);
