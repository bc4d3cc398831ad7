// A page as people see it: in both themes, on a desk and on a phone.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { accessible } from "./axe.mjs";

const folder = process.env.CAIRN_TEST_SCREENS;

/** Nothing scrolls sideways, nothing is amiss for those who can't see it. */
export async function looked(page, name) {
  const desk = page.viewportSize();
  for (const width of [1440, 390, 360]) {
    await page.setViewportSize({ width, height: 900 });
    assert.ok(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
      `${name} scrolls sideways at ${width}`,
    );
    if (width === 360) break;
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await accessible(page, `${name}, ${width}, ${colorScheme}`);
      if (!folder) continue;
      await mkdir(folder, { recursive: true });
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(desk);
}
