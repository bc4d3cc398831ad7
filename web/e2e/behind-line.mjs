// A server that is 250 ms away, over a line that breaks: what the journeys on it share.
import assert from "node:assert/strict";
import { Line } from "./proxy.mjs";
import { house, until } from "./rig.mjs";

export const batch = "POST /api/v1/batch";
export const olga = ["Olga Petrov", "olga@example.com", "Europe/Berlin"];
export const ben = ["Ben Okafor", "ben@example.com", "America/Denver"];
export const ana = ["Ana Sousa", "ana@example.com", "Europe/Lisbon"];
export const kenji = ["Kenji Mori", "kenji@example.com", "Asia/Tokyo"];

/** A journey on a workspace of its own, behind a line of its own; the first of the people is everybody's manager. */
export function behindLine(named, run) {
  return async () => {
    const proxy = new Line(125);
    const { server, people } = await house(named, proxy);
    try {
      await run({ proxy, server, people });
    } catch (error) {
      error.stack += `\n  over the line: ${proxy.requests.slice(-12).join(", ")}`;
      throw error;
    }
  };
}

/** Opens a screen, with all that the browser keeps for when the server is out of reach. */
export async function at(somebody, path, shown) {
  const { proxy } = somebody;
  const { delay } = proxy;
  // Filling the browser's cache is not the subject.
  proxy.delay = 0;
  await somebody.open(path);
  await until("the browser keeps the app", () =>
    somebody.page.evaluate(() => navigator.serviceWorker.controller !== null),
  );
  await shown(somebody.page).waitFor();
  proxy.delay = delay;
}

export async function atList(somebody) {
  const titles = await somebody.serverOrder();
  await at(somebody, "/", (page) =>
    titles.length ? somebody.row(titles.at(-1)) : page.getByText("Nothing on your list"),
  );
}

export const outOfReach = (page) => page.getByText("The server is out of reach. You can go on working.");
export const unsent = (page) => page.getByRole("region", { name: "Could not be done" });

/** Every title on the server, with whatever became of it, once each. */
export async function once(somebody, titles) {
  await until(`the server has ${titles.join(", ")}`, async () => {
    const all = await Promise.all(titles.map((title) => somebody.named(title)));
    return all.every((found) => found.length > 0);
  });
  for (const title of titles) assert.equal((await somebody.named(title)).length, 1, title);
}

export const sent = (proxy, line = batch) => proxy.requests.filter((one) => one.startsWith(line)).length;

/** Kills the tab as when the browser runs out of memory: nothing of it runs any more. */
export async function crash(page) {
  await (await killer(page))();
}

/** What kills the tab when it is called: made before the tab is so busy that it could not be asked any more. */
export async function killer(page) {
  const gone = new Promise((resolve) => page.once("crash", resolve));
  const session = await page.context().newCDPSession(page);
  return async () => {
    session.send("Page.crash").catch(() => {});
    await gone;
    await page.close().catch(() => {});
  };
}
