// What a browser fetches before it can show the first screen: all that the built page names, and no guess.
import { readFileSync } from "node:fs";

const dist = "../internal/webui/dist";
const page = readFileSync(`${dist}/index.html`, "utf8");
const named = page.matchAll(/<(?:script|link rel="modulepreload")[^>]*(?:src|href)="(\/assets\/[^"]+\.js)"/g);
// What the server announces with the page of My list.
const beside = JSON.parse(readFileSync(`${dist}/screens.json`, "utf8"))["/"];
const scripts = [...Array.from(named, ([, file]) => file), ...beside];

export default [
  {
    name: "JavaScript before the first screen",
    path: scripts.map((file) => `${dist}${file}.gz`),
    limit: "200 kB",
    // The files are compressed already, as they are served.
    gzip: false,
    brotli: false,
  },
];
