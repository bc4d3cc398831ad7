/**
 * Characters as the server sees them: code points, never UTF-16 units, and the
 * classes and case mapping of Go's unicode package.
 */

/** The code points of a text. A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD. */
export function codePoints(text: string): string[] {
  return Array.from(text.replace(/\p{Surrogate}/gu, "\uFFFD"));
}

/** How many bytes a text has in UTF-8. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** White space; control characters count as such everywhere. */
export function isSpace(c: string): boolean {
  return c < "\x7f" ? c <= " " && c !== "" : /^[\p{White_Space}\p{Cc}]/u.test(c);
}
export const isDigit = (c: string): boolean => c >= "0" && c <= "9";
export const isLetterOrDigit = (c: string): boolean => /^[\p{L}\p{Nd}]/u.test(c);
export const hasLetter = (s: string): boolean => /\p{L}/u.test(s);

/**
 * Lower case, one code point for each: unlike toLowerCase a final sigma stays
 * what it is, and "İ" gets no second code point.
 */
export function lower(s: string): string {
  if (/^[\0-\x7f]*$/.test(s)) return s.toLowerCase();
  return Array.from(s, (c) => (c === "İ" ? "i" : c.toLowerCase())).join("");
}

/** Makes "João" and "joao" the same. */
export function fold(s: string): string {
  return lower(s.normalize("NFD").replace(/\p{Mn}/gu, ""));
}

const escapes: Record<string, string> = {
  '"': '\\"',
  "\\": "\\\\",
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** A text in quotes, with what can't be seen escaped: Go's %q. */
export function quoted(s: string): string {
  const inside = s.replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (c) => {
    const code = c.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    if (escapes[c]) return escapes[c];
    if (code < 0x80) return `\\x${hex.padStart(2, "0")}`;
    return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
  });
  return `"${inside}"`;
}

/** A string of 1 to `width` decimal digits; null for anything else. */
export function number(s: string, width: number): number | null {
  return s.length <= width && /^[0-9]+$/.test(s) ? Number(s) : null;
}

/** What stands before and behind the first separator; `found` says whether there is one. */
export function cut(s: string, separator: string): { before: string; behind: string; found: boolean } {
  const at = s.indexOf(separator);
  if (at < 0) return { before: s, behind: "", found: false };
  return { before: s.slice(0, at), behind: s.slice(at + separator.length), found: true };
}
