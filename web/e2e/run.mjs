// Drives the real binary with a browser: npm run e2e [part of a name]. Prints
// how many journeys passed and failed, and ends with 1 if any failed.

import { list } from "./list.mjs";
import { browser, company, journey, verdict } from "./rig.mjs";
import { screens } from "./screens.mjs";
import { task } from "./task.mjs";
import { together } from "./together.mjs";
import { trouble } from "./trouble.mjs";
import { work } from "./work.mjs";

const only = process.argv[2] ?? "";
const world = {};
await journey("first run, invitation, join", async () => Object.assign(world, await company()));
if (world.ana) {
  for (const [name, run] of Object.entries({
    ...together,
    ...work,
    ...list,
    ...task,
    ...trouble,
    ...screens,
  })) {
    if (name.includes(only)) await journey(name, () => run(world));
  }
}
await browser.close();
await world.server?.stop();
process.exit(verdict());
