// Drives the real binary with a browser: npm run e2e [names of files, or parts of
// journeys']. Prints each journey with its time, and ends with 1 if any failed. All
// of them go in three processes beside each other, for much of their time is waiting;
// each tells at its end how it went.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { account } from "./account.mjs";
import { apart } from "./apart.mjs";
import { asks } from "./asks.mjs";
import { barred } from "./barred.mjs";
import { between } from "./between.mjs";
import { clock } from "./clock.mjs";
import { workingDay } from "./day.mjs";
import { demo } from "./demo.mjs";
import { face } from "./face.mjs";
import { far } from "./far.mjs";
import { firstDay } from "./first-day.mjs";
import { journey, verdict } from "./journey.mjs";
import { keys } from "./keys.mjs";
import { list } from "./list.mjs";
import { mail } from "./mail.mjs";
import { manager } from "./manager.mjs";
import { meanwhile } from "./meanwhile.mjs";
import { newcomer } from "./newcomer.mjs";
import { people } from "./people.mjs";
import { endPeople } from "./people-pages.mjs";
import { peopleSettings } from "./people-settings.mjs";
import { phones } from "./phone.mjs";
import { plain } from "./plain.mjs";
import { repeats } from "./repeats.mjs";
import { requests } from "./requests.mjs";
import { browser, company } from "./rig.mjs";
import { screens } from "./screens.mjs";
import { shell } from "./shell.mjs";
import { task } from "./task.mjs";
import { today } from "./today.mjs";
import { together } from "./together.mjs";
import { triage } from "./triage.mjs";
import { trouble } from "./trouble.mjs";
import { undo } from "./undo.mjs";
import { waysOut } from "./ways-out.mjs";
import { words } from "./words.mjs";
import { work } from "./work.mjs";

/** Journeys on one workspace with Ben and Ana; each begins on empty lists. */
const shared = { together, work, list, task, triage, trouble, keys, shell, screens, newcomer };
/** Journeys that bring a server, or a line to it, of their own. */
const alone = {
  far,
  meanwhile,
  apart,
  between,
  undo,
  demo,
  peopleSettings,
  people,
  plain,
  clock,
  workingDay,
  firstDay,
  phones,
  requests,
  repeats,
  today,
  mail,
  account,
  waysOut,
  face,
  manager,
  asks,
  words,
  barred,
};

const files = { ...shared, ...alone };
const only = process.argv.slice(2);
if (!only.length) {
  await browser.close();
  // Three runs that take about as long as each other.
  const first = Object.keys(shared);
  const second = ["far", "meanwhile", "demo", "face", "plain", "clock", "workingDay", "requests"];
  const third = Object.keys(alone).filter((file) => !second.includes(file));
  const runs = [first, second, third].map((some) =>
    once(spawn(process.execPath, [import.meta.filename, ...some], { stdio: "inherit" }), "exit"),
  );
  const codes = (await Promise.all(runs)).map(([code]) => code);
  process.exit(codes.every((code) => code === 0) ? 0 : 1);
}
const wanted = (name, file = "") =>
  only.some((part) => (part in files ? part === file : name.includes(part)));
const chosen = (some) =>
  Object.entries(some).flatMap(([file, journeys]) =>
    Object.entries(journeys).filter(([name]) => wanted(name, file)),
  );

const first = "first run, invitation, join";
const world = {};
if (chosen(shared).length || wanted(first)) {
  await journey(first, async () => Object.assign(world, await company()));
}
if (world.ana) {
  for (const [name, run] of chosen(shared)) await journey(name, () => run(world));
}
for (const context of browser.contexts()) await context.close();
await world.server?.stop();

for (const [name, run] of chosen(alone)) await journey(name, run);
await endPeople();
await browser.close();
process.exit(verdict());
