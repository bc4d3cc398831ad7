/** A stretch of text; `end` is exclusive. */
interface Stretch {
  start: number;
  end: number;
}

/**
 * The same stretches with positions in UTF-16 units, for slice, selections and
 * highlighting: a Span of `text` counts code points, as the server does.
 */
export function inUtf16<S extends Stretch>(text: string, stretches: readonly S[]): S[] {
  const units: number[] = [];
  let at = 0;
  for (const c of text) {
    units.push(at);
    at += c.length;
  }
  const unit = (points: number) => units[points] ?? at;
  return stretches.map((s) => ({ ...s, start: unit(s.start), end: unit(s.end) }));
}
