// What a browser fetches before it can show the first screen: all that the built page names, and no guess.
import { readFileSync } from "node:fs";

const dist = "../internal/webui/dist";
const page = readFileSync(`${dist}/index.html`, "utf8");
const scripts = [...page.matchAll(/<(?:script|link rel="modulepreload")[^>]*(?:src|href)="([^"]+\.js)"/g)];

export default [
  {
    name: "JavaScript before the first screen",
    path: scripts.map(([, file]) => `${dist}${file}.gz`),
    limit: "200 kB",
    // The files are compressed already, as they are served.
    gzip: false,
    brotli: false,
  },
];
