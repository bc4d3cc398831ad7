// Drives the built app in a real browser over the fake API, through what must
// never lose a word: server down, page killed, two tabs, conflict, log-out.
// node e2e/journey.mjs; prints what it measured, exits 1 at the first surprise.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { serve } from "./demo.mjs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const server = await serve();
const context = await browser.newContext({ viewport: { width: 1200, height: 1500 }, locale: "en-GB" });
const titles = (title) => [...server.api.state.tasks.values()].filter((t) => t.title === title && !t.deleted);
const until = async (what, check, ms = 15_000) => {
  for (const end = Date.now() + ms; Date.now() < end; ) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(`never: ${what}`);
};
const say = (words) => console.log(`ok  ${words}`);

async function open() {
  const page = await context.newPage();
  page.on("pageerror", (error) => assert.fail(String(error)));
  await page.goto(server.url);
  return page;
}
async function add(page, title) {
  await page.getByRole("textbox", { name: "Add a task" }).fill(title);
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: title, exact: true }).waitFor();
  // The field keeps the focus; keys act again when it is left.
  await page.keyboard.press("Escape");
}
const order = (page) => page.locator("main ul li a.block").allInnerTexts();

const first = await open();
await first.getByLabel("Email").fill("ana@example.com");
await first.getByLabel("Password").fill("password words");
await first.getByRole("button", { name: "Log in" }).click();
await first.getByText("Review the pricing page").waitFor();
await first.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));

// Keys.
await first.keyboard.press("j");
await first.keyboard.press("j");
assert.equal(await first.evaluate(() => document.activeElement?.textContent), "Review the pricing page");
await first.keyboard.press("Shift+J");
await until(
  "moved down on the server",
  () => server.api.state.tasks.get("t-price").rank > server.api.state.tasks.get("t-brief").rank,
);
assert.deepEqual((await order(first)).slice(1, 3), [
  "Interview brief for the two research candidates",
  "Review the pricing page",
]);
await first.keyboard.press("z");
await until(
  "moved back",
  () => server.api.state.tasks.get("t-price").rank < server.api.state.tasks.get("t-brief").rank,
);
await first.keyboard.press("e");
await until("done", () => server.api.state.tasks.get("t-price").status === "done");
await first.keyboard.press("z");
await until("undone", () => server.api.state.tasks.get("t-price").status === "todo");
say("keys: j, shift+j, e, z");

// Drag.
const from = first.getByRole("link", { name: "Archive last year's campaign folders" });
const onto = first.getByRole("link", { name: "Shorten the tone-of-voice guide to one page" });
await from.hover();
const box = await onto.boundingBox();
await first.mouse.down();
await first.mouse.move(box.x + 40, box.y + 30, { steps: 8 });
await first.mouse.move(box.x + 40, box.y + 2, { steps: 8 });
// The browser tells of a drag at its own pace.
await first.waitForTimeout(200);
await first.mouse.up();
await until("dragged into medium", () => server.api.state.tasks.get("t-archive").level === "medium");
say("drag between levels");

// Somebody else's change arrives by itself.
server.api.state.tasks.get("t-tone").title = "Shorten the tone-of-voice guide to half a page";
server.api.act("ben", server.api.state.tasks.get("t-tone"), "start", {});
await first.getByText("half a page").waitFor();
say("another person's change slides in");

// Server down: work in two tabs, kill one, reload the other.
const second = await open();
await second.getByText("Review the pricing page").waitFor();
server.control.down = true;
await add(first, "written in the first tab");
await add(second, "written in the second tab");
await first.getByText("written in the second tab").waitFor();
await second.close();
await first.reload();
await first.getByText("written in the first tab").waitFor();
await first.getByText("written in the second tab").waitFor();
assert.equal(titles("written in the first tab").length, 0);
server.control.down = false;
await until(
  "both sent",
  () => titles("written in the first tab").length && titles("written in the second tab").length,
  70_000,
);
await new Promise((resolve) => setTimeout(resolve, 500));
assert.equal(titles("written in the first tab").length + titles("written in the second tab").length, 2);
say("server down, one tab killed, the other reloaded: both tasks sent once");

// Network off altogether: the app opens from what the worker keeps.
await context.setOffline(true);
await first.reload();
await first.getByText("written in the second tab").waitFor();
await context.setOffline(false);
say("opens without a network");

// Two people in one text.
await first.goto(`${server.url}/tasks/t-freeze`);
await first.getByRole("button", { name: "Edit" }).click();
await first.getByRole("textbox", { name: "Description" }).fill("Ana's words");
server.api.handle("PATCH", "/api/v1/tasks/t-freeze", { body: "Ben's words", body_version: 1 }, "ben");
await first.getByRole("button", { name: "Save" }).click();
await first.getByText("As it stands").waitFor();
await first.getByRole("button", { name: "Use mine" }).click();
await until("mine", () => server.api.state.tasks.get("t-freeze").body === "Ana's words");
say("a conflict keeps both texts, and asks");

// Speed, the server 250 ms away and 1,000 tasks on the list.
for (let i = 0; i < 1000; i++) {
  server.api.handle(
    "POST",
    "/api/v1/tasks",
    { id: `many-${i}`, title: `Task number ${i}`, level: "low" },
    "ana",
  );
}
await first.goto(server.url);
await first.getByText("Review the pricing page").waitFor();
await first.waitForTimeout(2500);
server.control.delayMs = 250;
const moves = [];
await first.keyboard.press("j");
await first.keyboard.press("j");
for (let i = 0; i < 20; i++) {
  moves.push(
    await first.evaluate(
      (key) =>
        new Promise((resolve) => {
          const shown = () => [...document.querySelectorAll("main ul")].at(-1)?.textContent;
          const before = shown();
          const begun = performance.now();
          const look = () => {
            if (shown() !== before) resolve(performance.now() - begun);
            else requestAnimationFrame(look);
          };
          window.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey: true }));
          requestAnimationFrame(look);
          setTimeout(() => resolve(Number.NaN), 3000);
        }),
      i % 2 ? "K" : "J",
    ),
  );
  await first.waitForTimeout(60);
}
moves.sort((a, b) => a - b);
await first.waitForTimeout(1500);
await first.addInitScript(() => {
  const look = () => {
    if (document.body?.textContent.includes("Review the pricing page")) window.paintedAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});
await first.reload({ waitUntil: "commit" });
await first.getByText("Review the pricing page").waitFor();
const painted = await first.evaluate(() => window.paintedAt);
console.log(
  `    a key → on screen: median ${moves[10].toFixed(0)} ms, p95 ${moves[18].toFixed(0)} ms; reload → painted: ${painted.toFixed(0)} ms`,
);

// Log-out warns while something is unsent.
server.control.down = true;
await add(first, "not sent yet");
await first.getByRole("link", { name: "Settings" }).click();
await first.getByRole("button", { name: "Log out" }).click();
await first.getByText("Not everything has been sent").waitFor();
await first.getByRole("button", { name: "Stay" }).click();
server.control.down = false;
server.control.delayMs = 0;
await until("sent", () => titles("not sent yet").length === 1, 70_000);
await first.getByRole("button", { name: "Log out" }).click();
await first.getByLabel("Email").waitFor();
const databases = await first.evaluate(async () => (await indexedDB.databases()).map((d) => d.name));
assert.deepEqual(databases, []);
say("log-out warns, then leaves nothing behind");

await browser.close();
server.close();
process.exit(0);
