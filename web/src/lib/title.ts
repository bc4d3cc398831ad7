import { afterPaint } from "./idle";

/** The heading of the page that is shown, also where it is the editor of a title. */
function headingText(): string {
  const heading = document.querySelector("h1");
  const editor = heading?.querySelector("textarea");
  return (editor ? editor.value : (heading?.textContent ?? "")).trim();
}

/** The window's title follows the page's heading: for tabs, history, bookmarks and those who hear the page. */
export function followTitle(root: HTMLElement): void {
  const name = () => {
    const text = headingText();
    const title = text ? `${text} · Cairn` : "Cairn";
    if (document.title !== title) document.title = title;
  };
  let cancel = () => {};
  // The page itself is shown first.
  const changed = () => {
    cancel();
    cancel = afterPaint(name);
  };
  new MutationObserver(changed).observe(root, { childList: true, subtree: true, characterData: true });
  name();
}
