// What journeys share that are about the shell: headings, the palette, room for a thumb.
import { until } from "./rig.mjs";

export const heading = (page, name) => page.getByRole("heading", { level: 1, name });
export const narrow = [
  { width: 1440, height: 900 },
  { width: 360, height: 760 },
];

/** Opens the palette, types, and waits for what is on top. */
export async function search(page, words, first) {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search people, tasks and actions" }).fill(words);
  if (first) await page.locator("[role=option][aria-selected=true]").filter({ hasText: first }).waitFor();
}

export const focusIs = (page, what, check) => until(what, () => page.evaluate(check));

/** What a thumb would miss: lower or narrower than 44 px, with what a `.tap` adds. Links within sentences may be so. */
export const tooSmall = (page) =>
  page.evaluate(() => {
    const all = "button, select, summary, textarea:not(h1 *), a[href], input:not([type=hidden], [type=file])";
    const controls = [...document.querySelectorAll(all)].filter(
      (one) => one.checkVisibility() && !one.disabled,
    );
    const sides = (one) => {
      const box = (one.closest("label") ?? one).getBoundingClientRect();
      if (!one.matches(".tap, .row a")) return [box.width, box.height];
      const { width, height } = getComputedStyle(one, "::after");
      return [Math.max(box.width, parseFloat(width)), Math.max(box.height, parseFloat(height))];
    };
    return controls
      .filter((one) => getComputedStyle(one).display !== "inline" && !one.closest(".sr-only"))
      .filter((one) => !one.classList.contains("sr-only") || one.closest("label"))
      .filter((one) => sides(one).some((side) => side < 43.5))
      .map((one) => `${sides(one).map(Math.round).join(" × ")} ${one.outerHTML.slice(0, 160)}`);
  });
