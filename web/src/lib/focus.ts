/**
 * Whether a person went on to something else on the page. Where only the window lost the focus, or the
 * tab is being closed, the box keeps it: half a sentence is not yet what they wanted to say.
 */
export function wasLeft(box: Element): boolean {
  return document.activeElement !== box;
}
