// What the journeys of keys.mjs and shell.mjs share.
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
