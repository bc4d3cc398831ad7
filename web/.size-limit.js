// What a browser fetches before it can show a screen: all that the built page names, and no guess.
import { readFileSync } from "node:fs";

const dist = "../internal/webui/dist";
const page = readFileSync(`${dist}/index.html`, "utf8");
const named = page.matchAll(/<(?:script|link rel="modulepreload")[^>]*(?:src|href)="(\/assets\/[^"]+\.js)"/g);
const always = Array.from(named, ([, file]) => file);
// What the server announces with the page of an address.
const screens = JSON.parse(readFileSync(`${dist}/screens.json`, "utf8"));

/** The screens as the server names them: one that drags in another's file shows here. */
const limits = { "/": "200 kB", "/login": "110 kB", "/tasks/*": "175 kB", "/people": "165 kB", "/settings": "160 kB" };

export default Object.entries(limits).map(([address, limit]) => ({
  name: `JavaScript before the screen of ${address}`,
  path: [...always, ...screens[address]].map((file) => `${dist}${file}.gz`),
  limit,
  // The files are compressed already, as they are served.
  gzip: false,
  brotli: false,
}));
