// Today against the real server, whose clock is the real one.
import assert from "node:assert/strict";
import { accessible } from "./axe.mjs";
import { ana, at, batch, behindLine, ben } from "./behind-line.mjs";
import { alwaysWorks, digest } from "./digests.mjs";
import { looked } from "./looked.mjs";
import { context, house, until } from "./rig.mjs";

const named = [
  ["Ben Okafor", "ben@example.com", "America/Denver"],
  ["Ana Sousa", "ana@example.com", "Europe/Lisbon"],
  ["יעל בן־דוד", "yael@example.com", "Asia/Jerusalem"],
];

async function office() {
  const { server, people } = await house(named);
  const [ben, ana, yael] = people;
  await alwaysWorks(ana);
  return { server, ben, ana, yael };
}

const heading = (page) => page.getByRole("heading", { level: 1, name: "Today" });
const entry = (page, title) =>
  page.locator("main li").filter({ has: page.getByRole("link", { name: title }) });

/** On a phone, too, what one has dealt with goes by a button in the line that says when it was, at its end. */
async function besideItsDay(page, title) {
  const desk = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  const row = entry(page, title);
  const act = await row.getByRole("button", { name: `Dealt with: ${title}` }).boundingBox();
  const whole = await row.boundingBox();
  const day = await row.getByText(/^(today|yesterday)$/).boundingBox();
  assert.ok(act.y < day.y + day.height && day.y < act.y + act.height, "in one line");
  assert.ok(whole.x + whole.width - (act.x + act.width) <= 8, "at its end");
  await page.setViewportSize(desk);
}

/** In a browser that was never here the entries wait for the names of those whom they are about. */
async function saysNothingOfNobody(person, title, name) {
  const elsewhere = await context("Europe/Lisbon");
  const cookies = await person.context.cookies();
  await elsewhere.addCookies(cookies);
  const page = await elsewhere.newPage();
  let names = () => {};
  const known = new Promise((resolve) => {
    names = resolve;
  });
  await page.route("**/api/v1/changes?*", (route) => known.then(() => route.continue()));
  const told = page.waitForResponse("**/api/v1/today*");
  await page.goto(`${person.url}/today`);
  await told;
  await page.getByText("One moment…").waitFor({ state: "attached" });
  assert.equal(await page.locator("main li").count(), 0);
  names();
  await entry(page, title).getByText(`${name} asks for`).waitFor();
  await elsewhere.close();
}

export const today = {
  async "today: a new person hears when their first digest comes"() {
    const { ana } = await office();
    const page = await ana.open("/today");
    await heading(page).waitFor();
    await page.getByRole("heading", { name: /^Your first digest comes (tomorrow )?09:00$/ }).waitFor();
    await page.getByText("Nothing is on your list either.").waitFor();
    await looked(page, "today-first");
  },

  async "today: twenty entries are emptied by the keyboard in under a minute, undone, and live"() {
    const { ana, ben, yael } = await office();
    const asked = [];
    for (let n = 1; n <= 9; n++)
      asked.push(await yael.put(`Question ${n} of the audit`, { owner_id: ana.id }));
    for (let n = 1; n <= 11; n++) {
      const made = await ana.put(`Report ${n}`, { owner_id: ana.id });
      const said = await ben.api("POST", `/tasks/${made.id}/comments`, {
        body: `See page ${n}`,
        mention_ids: [],
      });
      assert.equal(said.status, 201, JSON.stringify(said.body));
    }
    const page = await ana.open("/today");
    await heading(page).waitFor();
    await digest(ana, "Europe/Lisbon");
    // It comes by itself, without a reload.
    await entry(page, "Question 1 of the audit").waitFor();
    assert.equal(await page.locator("main section li").count(), 18, "seven to decide, eleven changed");
    await page.getByRole("link", { name: "2 more to decide" }).click();
    await entry(page, "Question 9 of the audit").waitFor();
    await entry(page, "Report 3").getByText("See page 3").waitFor();
    await looked(page, "today-twenty");
    await besideItsDay(page, "Report 3");
    await saysNothingOfNobody(ana, "Question 1 of the audit", "יעל בן־דוד");

    // Accepted where it stands; the same key as on the list.
    await page.keyboard.press("j");
    await page.keyboard.press("a");
    await until("it is accepted", async () => (await ana.serverOrder()).includes("Question 1 of the audit"));
    await entry(page, "Question 1 of the audit").waitFor({ state: "detached" });

    // Without the server: dealt with all the same, and sent when it is back.
    await ana.context.setOffline(true);
    const begun = performance.now();
    await page.keyboard.press("j");
    await page.keyboard.press("e");
    await page.keyboard.press("z");
    await page.getByText("Undone: Dealt with").waitFor();
    for (let left = 19; left > 0; left--) {
      await until(`${left} are left`, async () => (await page.locator("main section li").count()) === left);
      await page.keyboard.press("e");
    }
    await page.getByRole("heading", { name: /^That’s all until / }).waitFor();
    assert.ok(performance.now() - begun < 60_000, "in under a minute");
    await page.getByText("First on your list").waitFor();
    await looked(page, "thats-all");
    await ana.context.setOffline(false);
    await until("the server knows", async () => {
      const { body } = await ana.api("GET", "/today");
      return body.decide.length + body.changed.length + body.good_to_know.length === 0;
    });
    await page.reload();
    await page.getByRole("heading", { name: /^That’s all until / }).waitFor();
    // Enter begins what is first on the list.
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/tasks\//);
    await until("it is begun", async () => {
      const { body } = await ana.api("GET", `/tasks?owner=${ana.id}&status=in_progress`);
      return body.items.length === 1;
    });
  },

  "today: what is taken back at once stays there, whatever is still on its way": behindLine(
    [ben, ana],
    async ({ proxy, people: [ben, ana] }) => {
      await alwaysWorks(ben);
      for (const title of ["Gantry check", "Berth plan"]) await ana.put(title, { owner_id: ben.id });
      await digest(ben, "America/Denver");
      await at(ben, "/today", (page) => entry(page, "Berth plan"));
      const { page } = ben;
      const answer = proxy.next("hold", "GET /api/v1/today");
      await page.keyboard.press("j");
      await page.keyboard.press("a");
      await entry(page, "Gantry check").waitFor({ state: "detached" });
      // It is asked for when the acceptance is known, and says that this one is dealt with.
      await answer.reached;
      const undone = proxy.next("hold", batch);
      await page.keyboard.press("z");
      await entry(page, "Gantry check").waitFor();
      await page.evaluate(() => {
        const listed = () => document.querySelectorAll("main section li").length;
        window.least = listed();
        const look = () => {
          window.least = Math.min(window.least, listed());
        };
        new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
      });
      await undone.reached;
      answer.release();
      // The one after it on the same line.
      await page.evaluate(() => fetch("/healthz", { cache: "no-store" }).then((said) => said.text()));
      undone.release();
      await until("it is to be decided again", async () => {
        const { body } = await ben.api("GET", "/today");
        return body.decide.length === 2;
      });
      assert.equal(await page.evaluate(() => window.least), 2, "it stayed there");
      await page.reload();
      await entry(page, "Gantry check").waitFor();
    },
  ),

  async "today: what reaches one is chosen, and what can't be is said where it is wrong"() {
    const { ana } = await office();
    const page = await ana.open("/settings/notifications");
    await page.getByRole("heading", { level: 1, name: "What reaches me" }).waitFor();
    await page.getByLabel("Digest hour").fill("8");
    await page.getByRole("button", { name: "Add an hour" }).click();
    await page.getByLabel("Digest hour 2").fill("8.30");
    await page.getByLabel("From one person, in seven days").fill("9");
    await page.getByRole("button", { name: "Save" }).first().click();
    await page.getByText(/08:00 and 08:30 overlap; keep digests at least an hour apart/).waitFor();
    await page
      .getByText(/One person can’t interrupt you more often \(9\) than everybody together \(5\)/)
      .waitFor();
    await accessible(page, "What reaches me, refused");
    await page.getByLabel("Digest hour 2").fill("13:30");
    await page.getByLabel("From one person, in seven days").fill("2");
    await page.getByRole("button", { name: "Save" }).first().click();
    await page.getByText("Saved", { exact: true }).waitFor();
    const { body } = await ana.api("GET", "/me/notifications");
    assert.deepEqual([body.digest_hours, body.per_sender, body.per_week], [["08:00", "13:30"], 2, 5]);
    await page.locator("h1").click();
    await page.keyboard.press("z");
    await until("it is as before", async () => {
      const { body } = await ana.api("GET", "/me/notifications");
      return body.per_sender === 3 && body.digest_hours.join() === "09:00";
    });
  },
};
