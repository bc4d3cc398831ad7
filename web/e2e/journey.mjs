// Runs the journeys one after the other, keeps what there was to see of one that fails, and counts.
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browser, endAll, faults, judgeScripts, said, servers } from "./rig.mjs";

const results = { passed: 0, failed: 0, again: [], begun: performance.now() };
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** How many journeys may need a second try: more is no bad luck of a busy machine. */
const secondTries = 2;

/** Runs one journey, and once more if it fails; of a failure everything that was to be seen is kept. */
export async function journey(name, run) {
  if (await tried(name, run)) return;
  if (results.again.length < secondTries) {
    results.again.push(name);
    if (await tried(name, run)) return;
  }
  results.failed += 1;
}

async function tried(name, run) {
  const begun = performance.now();
  said.length = 0;
  const marks = new Map([...servers].map((server) => [server, server.log.length]));
  try {
    await run();
    results.passed += 1;
    console.log(`ok    ${name} (${seconds(begun)})`);
    return true;
  } catch (error) {
    console.log(`FAIL  ${name} (${seconds(begun)})\n${error.stack}`);
    const folder = await mkdtemp(join(tmpdir(), "cairn-e2e-failed-"));
    const logs = [...servers].map((server) => server.log.slice(marks.get(server) ?? 0));
    await writeFile(join(folder, "server.log"), logs.join("\n"));
    await writeFile(join(folder, "console.log"), said.join("\n"));
    const pages = browser.contexts().flatMap((one) => one.pages());
    for (const [at, page] of pages.entries()) {
      const path = join(folder, `page-${at}.png`);
      await page.screenshot({ path, fullPage: true, timeout: 5000 }).catch(() => {});
    }
    console.log(`      pictures, console and server log: ${folder}`);
    return false;
  } finally {
    judgeScripts();
    await endAll();
  }
}

/** Tells how it went, and gives the exit code. */
export function verdict() {
  for (const fault of new Set(faults)) console.log(`FAIL  on a page: ${fault}`);
  for (const name of results.again) console.log(`AGAIN ${name}: it needed a second try`);
  const failed = results.failed + new Set(faults).size;
  console.log(`${results.passed} passed, ${failed} failed (${seconds(results.begun)})`);
  return failed || !results.passed ? 1 : 0;
}
