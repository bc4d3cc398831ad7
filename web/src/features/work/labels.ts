const longest = 40;

/** A label as it is stored: lower case letters, digits, - _ or /; empty where nothing is left. */
export function cleanLabel(text: string): string {
  return text
    .trim()
    .toLocaleLowerCase()
    .replace(/\s+/g, "-")
    .replace(/[^\p{Ll}\p{Lo}\p{N}_/-]/gu, "")
    .replace(/^[_/-]+/, "")
    .slice(0, longest);
}
