// How fast the app answers a key, a click and a reload, with 1,000 tasks on the
// list and the server 250 ms away. Prints a line of JSON for each measure, for
// `make bench`. node e2e/bench.mjs [acts of each kind]
import assert from "node:assert/strict";
import { Line } from "./proxy.mjs";
import { browser, endAll, house, until } from "./rig.mjs";

const acts = Number(process.argv[2] ?? 100);
const reloads = Math.max(10, Math.round(acts / 5));
const tasks = 1000;

const quantile = (times, q) =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.ceil(times.length * q) - 1)];
const ms = (time) => `${time.toFixed(time < 100 ? 1 : 0)} ms`;
const tell = (what, ours, bar, met) => console.log(JSON.stringify({ what, ours, bar, met }));

/** Ana's list: a thousand open tasks, some with dates and labels. */
async function fill(ana) {
  const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
  for (let from = 0; from < tasks; from += 100) {
    const operations = Array.from({ length: 100 }, (_, at) => {
      const n = from + at + 1;
      const body = {
        title: `Task ${n}: ${["review the pricing page", "answer the audit", "prepare the launch in Porto"][n % 3]}`,
        level: n % 4 ? "medium" : "low",
        due_date: n % 3 ? null : day(20 + (n % 200)),
        labels: n % 5 ? [] : ["launch"],
      };
      return { key: crypto.randomUUID(), method: "POST", path: "/api/v1/tasks", body };
    });
    const { body } = await ana.api("POST", "/batch", { operations });
    for (const result of body.results) assert.equal(result.status, 201, JSON.stringify(result.body));
  }
}

/**
 * In the page: from the event's own time to the frame after the change that it
 * is about. `over` is asked whenever the document changes or the focus moves.
 */
function installStopwatch() {
  const frame = () =>
    new Promise((resolve) => {
      // Before all that waits for the frame, too: what comes after it is not on the way to the screen.
      requestAnimationFrame(() => {
        scheduler.postTask(() => resolve(performance.now()), { priority: "user-blocking" });
      });
    });
  // With the headings: a row that changes its level may stay the first or the last.
  const lines = () =>
    [...document.querySelectorAll("li h2, [data-task] a[href^='/tasks/']")]
      .map((a) => a.textContent)
      .join("|");
  const changes = {
    focus: () => document.activeElement?.closest("[data-task]")?.dataset.task,
    order: lines,
    box: () => document.querySelector("textarea")?.value,
    path: () => location.pathname,
  };
  globalThis.stopwatch = (type, change, shown) => {
    const before = changes[change]();
    stopwatch.late = () => new Promise((resolve) => setTimeout(() => resolve(null), 5000));
    return new Promise((resolve) => {
      let began = 0;
      let done = false;
      const over = () => {
        if (!began || done || changes[change]() === before) return;
        if (shown && !document.querySelector(shown)) return;
        done = true;
        observer.disconnect();
        document.removeEventListener("focusin", over);
        void frame().then((ended) => resolve(ended - began));
      };
      const observer = new MutationObserver(over);
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      document.addEventListener("focusin", over);
      const start = (event) => {
        began = event.timeStamp;
        // The change may be one that no observer hears of.
        queueMicrotask(over);
      };
      window.addEventListener(type, start, { capture: true, once: true });
    });
  };
}

/** Arms the stopwatch, lets the act happen, and gives the time. */
async function timed(page, type, change, act, shown = "") {
  await page.evaluate(
    ([type, change, shown]) => {
      globalThis.time = stopwatch(type, change, shown);
    },
    [type, change, shown],
  );
  await act();
  const time = await page.evaluate(() => Promise.race([globalThis.time, stopwatch.late()]));
  assert.ok(time !== null, `${type} changed no ${change}`);
  return time;
}

/**
 * As long as a person takes at least from one click to the next: what the one before has asked the server,
 * 250 ms away, has come back by then.
 */
const breath = (page) =>
  page.evaluate(() => new Promise((rested) => setTimeout(() => requestIdleCallback(rested), 1000)));

/** How long a finger is on the button of a mouse. */
const pressedMs = 60;

async function repeated(times, one) {
  const all = [];
  for (let n = 0; n < times; n++) all.push(await one(n));
  return all;
}

/** Every key is pressed where a person presses it: on a row in the middle of what they see. */
async function keys(ana) {
  const { page } = ana;
  const key = (name, change) => () => timed(page, "keydown", change, () => page.keyboard.press(name));
  const there = (n) => Math.floor(n / 10) % 2 === 0;
  const measured = {};
  await page.locator("[data-task] a[href^='/tasks/']").nth(3).focus();
  const either = (one, other, change) => repeated(acts, (n) => key(there(n) ? one : other, change)());
  measured["j, k: next, previous"] = await either("j", "k", "focus");
  measured["⇧J, ⇧K: a row moves"] = await either("Shift+J", "Shift+K", "order");
  // Into high, where it is first, and back to the top of medium.
  await page.keyboard.press("2");
  measured["3, 2: another level"] = await repeated(acts, (n) => key(n % 2 ? "2" : "3", "order")());
  // What is high asks for its outcome when it is done.
  await page.keyboard.press("3");
  measured["e: done"] = await repeated(acts, async () => {
    const time = await key("e", "order")();
    // The cursor goes on to the next row, and the focus with it.
    await page.waitForFunction(() => document.activeElement?.closest("[data-task]"));
    return time;
  });
  return measured;
}

/** Letters and Enter in the line; what is added stands in High, in sight, and is let go of again. */
async function line(ana) {
  const { page } = ana;
  const letters = [];
  const enters = [];
  for (let n = 0; n < acts; n++) {
    await ana.line.focus();
    const title = `call the printer ${n}`;
    await page.keyboard.type(title.slice(0, -2));
    for (const letter of title.slice(-2)) {
      letters.push(await timed(page, "keydown", "box", () => page.keyboard.type(letter)));
    }
    await page.keyboard.type(" high");
    enters.push(await timed(page, "keydown", "order", () => page.keyboard.press("Enter")));
    await page.keyboard.press("Escape");
    await ana.row(title).waitFor();
    await ana.choose(title);
    await page.keyboard.press("n");
    await ana.row(title).waitFor({ state: "detached" });
  }
  return { "a letter in the line": letters, "↵ in the line: a task is added": enters };
}

/** To a task by a click, and back to the list by the key; then by the link above the task. */
async function clicks(ana) {
  const { page } = ana;
  const list = "[data-task] a[href^='/tasks/']";
  const to = [];
  const back = [];
  for (let n = 0; n < acts; n++) {
    const link = page.locator(list).nth(2 + (n % 6));
    await breath(page);
    const click = () => link.click({ delay: pressedMs });
    to.push(await timed(page, "click", "path", click, "article h1"));
    await breath(page);
    const above = page.locator("main").getByRole("link", { name: "My list" });
    const leave =
      n % 2
        ? ["click", () => above.click({ delay: pressedMs })]
        : ["keydown", () => page.keyboard.press("Escape")];
    back.push(await timed(page, leave[0], "path", leave[1], list));
    await page.locator(list).nth(8).waitFor();
    // One is back when the row has the focus again: until then the list still moves.
    await page.waitForFunction(() => document.activeElement?.closest("[data-task]"), null, {
      timeout: 10_000,
    });
  }
  return {
    "a click on a row, once a second: the task": to,
    "Esc or the link above a task: back on the list": back,
  };
}

/** From the start of the navigation to the frame with the first row. */
async function painted(ana) {
  const { page } = ana;
  await page.addInitScript(() => {
    globalThis.painted = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (!document.querySelector("[data-task]")) return;
        observer.disconnect();
        requestAnimationFrame(() => {
          scheduler.postTask(() => resolve(performance.now()), { priority: "user-blocking" });
        });
      });
      observer.observe(document, { subtree: true, childList: true });
    });
  });
  return repeated(reloads, async () => {
    await breath(page);
    await page.reload({ waitUntil: "commit" });
    return page.evaluate(() => globalThis.painted);
  });
}

const keepsTheApp = (page) =>
  until("the browser keeps the app", () => page.evaluate(() => navigator.serviceWorker.controller !== null));

/** What a browser that was never here loads before My list is on screen. */
async function firstLoad(ana) {
  const page = await ana.context.newPage();
  await page.goto(ana.url);
  await page.locator("[data-task]").first().waitFor();
  const bytes = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter(({ name }) => /\.js$/.test(name))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  );
  // Closed in the midst of it, the app would be fetched once more by the next page, over the long line.
  await keepsTheApp(page);
  await page.close();
  return bytes;
}

async function measure() {
  const proxy = new Line();
  const someone = (name) => [name, `${name.split(" ")[0].toLowerCase()}@example.com`, "Europe/Lisbon"];
  const { people } = await house([someone("Ben Okafor"), someone("Ana Sousa")], proxy);
  const [ben, ana] = people;
  await ben.api("PATCH", "/workspace", { high_slots: 10 });
  await fill(ana);

  const bytes = await firstLoad(ana);
  tell(
    "first load: JavaScript before the first screen, gzip",
    `${(bytes / 1024).toFixed(0)} KB`,
    "≤ 200 KB",
    bytes <= 200 * 1024,
  );

  proxy.delay = 125;
  await ana.open();
  await keepsTheApp(ana.page);
  await until("the list is here", async () => (await ana.order()).length > 8);
  await ana.page.evaluate(installStopwatch);
  const measured = { ...(await keys(ana)), ...(await line(ana)), ...(await clicks(ana)) };
  const all = Object.values(measured).flat();
  for (const [what, times] of [...Object.entries(measured), ["all of these", all]]) {
    const p95 = quantile(times, 0.95);
    const ours = `p95 ${ms(p95)}, p50 ${ms(quantile(times, 0.5))}, worst of ${times.length} ${ms(quantile(times, 1))}`;
    tell(`${what} → screen, 1,000 tasks, server 250 ms away`, ours, "p95 < 50 ms", p95 < 50);
  }
  const times = await painted(ana);
  const p95 = quantile(times, 0.95);
  tell(
    "reload → painted, 1,000 tasks, server 250 ms away",
    `p95 ${ms(p95)}, p50 ${ms(quantile(times, 0.5))} of ${times.length}`,
    "< 400 ms",
    p95 < 400,
  );
}

try {
  await measure();
} finally {
  await endAll();
  await browser.close();
}
