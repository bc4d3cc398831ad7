// Work without a mouse: after each key one stands somewhere, in sight.
import assert from "node:assert/strict";
import { until } from "./rig.mjs";

/** What has the focus; "" where nothing has it, or what has it is out of sight. */
export const standsOn = (page) =>
  page.evaluate(() => {
    const { activeElement: one, body } = document;
    if (!one || one === body || one.matches(":disabled")) return "";
    const { top, bottom } = one.getBoundingClientRect();
    if (bottom <= 0 || top >= innerHeight) return "";
    const label = one.labels?.[0]?.textContent ?? one.getAttribute("aria-label");
    return `${one.tagName} ${label ?? one.textContent}`;
  });

export async function press(page, ...keys) {
  for (const key of keys) {
    await page.keyboard.press(key);
    await until(`after ${key} one stands somewhere`, async () => (await standsOn(page)) !== "");
  }
}

export const on = (page, what) =>
  until(`the focus is on ${what}`, async () => (await standsOn(page)).includes(what));

/** By the Tab key, however many times it takes. */
export async function tabTo(page, what) {
  for (let n = 0; n < 120; n++) {
    await page.keyboard.press("Tab");
    if ((await standsOn(page)).includes(what)) return;
  }
  assert.fail(`the Tab key does not lead to ${what}`);
}

/** Leads to a place by its name. */
export async function goTo(page, words, option) {
  await press(page, "Control+k");
  await page.keyboard.type(words);
  await page.locator("[role=option][aria-selected=true]").filter({ hasText: option }).waitFor();
  await page.keyboard.press("Enter");
}
