/**
 * What the on-screen keyboard leaves of the window: browsers lay a page out as if it were not there. Dialogs and
 * what is said keep to what can be seen, by `--above` and `--below`, the pixels that are covered there.
 */
export function followSight(): void {
  const seen = window.visualViewport;
  if (!seen) return;
  const { style } = document.documentElement;
  const look = () => {
    // Who has drawn two fingers apart looks at a part of the page on purpose.
    const whole = seen.scale <= 1.01;
    const above = whole ? Math.max(0, Math.round(seen.offsetTop)) : 0;
    const below = whole ? Math.max(0, Math.round(innerHeight - seen.height - seen.offsetTop)) : 0;
    style.setProperty("--above", `${above}px`);
    style.setProperty("--below", `${below}px`);
  };
  seen.addEventListener("resize", look);
  seen.addEventListener("scroll", look);
}
