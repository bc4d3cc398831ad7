const longest = 40;

/** A title inside a sentence: so much of it that one knows which is meant. */
export function clipped(title: string): string {
  return title.length > longest ? `${title.slice(0, longest).trimEnd()}…` : title;
}
