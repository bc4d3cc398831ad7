// Draws the icons for home screens from public/icon.svg: node e2e/icons.mjs
import { readFile, writeFile } from "node:fs/promises";
import { chromium } from "playwright-core";

const executablePath = process.env.CAIRN_TEST_CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const drawing = await readFile(new URL("../public/icon.svg", import.meta.url), "utf8");
// A mask may cut off all but the inner four fifths: no round corners, and the stones a little smaller.
const maskable = drawing
  .replace(' rx="7"', "")
  .replace(/<g fill="([^"]+)">/, '<g fill="$1" transform="translate(16 16) scale(.8) translate(-16 -16.5)">');

for (const [name, svg, size] of [
  ["icon-192", drawing, 192],
  ["icon-512", drawing, 512],
  ["icon-maskable-512", maskable, 512],
]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>*{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
  const picture = await page.screenshot({ omitBackground: true });
  await writeFile(new URL(`../public/${name}.png`, import.meta.url), picture);
}
await browser.close();
