// A manager's pages by keys alone: no pointer is touched, and the focus is never lost.
import assert from "node:assert/strict";
import { alwaysWorks, digest } from "./digests.mjs";
import { house, until } from "./rig.mjs";

const named = [
  ["Ben Okafor", "ben@example.com", "America/Denver"],
  ["Ana Sousa", "ana@example.com", "Europe/Lisbon"],
  ["יעל בן־דוד", "yael@example.com", "Asia/Jerusalem"],
];

async function office() {
  const { people } = await house(named);
  const [ben, ana, yael] = people;
  await alwaysWorks(ben);
  return { ben, ana, yael };
}

/** What has the focus, in words; empty where nothing has it. */
const held = (page) =>
  page.evaluate(() => {
    const { activeElement: one } = document;
    return one && one !== document.body ? one.getAttribute("aria-label") || one.innerText || one.tagName : "";
  });

/** The thread that the keys are for on Today; empty where it is none. */
const current = (page) =>
  page.evaluate(() => /^today-(.+)/.exec(document.activeElement?.id ?? "")?.[1] ?? "");

const left = (page) => page.locator("main section li").count();

async function heading(page, name) {
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await until(`one arrives at ${name}`, async () => (await held(page)) !== "");
}

export const manager = {
  async "manager: twenty entries of a manager are decided and dealt with in under a minute"() {
    const { ben, ana, yael } = await office();
    for (let n = 1; n <= 9; n++) await yael.put(`Question ${n} of the audit`, { owner_id: ben.id });
    for (let n = 1; n <= 11; n++) {
      const made = await ben.put(`Report ${n}`, { owner_id: ana.id });
      const said = await ana.api("POST", `/tasks/${made.id}/comments`, {
        body: `See page ${n}`,
        mention_ids: [],
      });
      assert.equal(said.status, 201, JSON.stringify(said.body));
    }
    const page = await ben.open("/today");
    await page.getByRole("heading", { level: 1, name: "Today" }).waitFor();
    await digest(ben, "America/Denver");
    await until("it has come", async () => (await left(page)) === 18);
    const begun = performance.now();
    // What is done to one takes it away, and the keys are for the next.
    const next = async (before) => {
      await until("the keys are for another entry", async () => {
        const now = await current(page);
        return now !== "" && now !== before;
      });
      return current(page);
    };
    const dialog = page.getByRole("dialog");
    const words = async (text) => {
      await dialog.getByRole("textbox").first().waitFor();
      await page.keyboard.type(text);
      await page.keyboard.press("Enter");
      await dialog.waitFor({ state: "detached" });
    };
    await page.keyboard.press("j");
    let at = await next("");
    const deeds = [
      () => page.keyboard.press("a"),
      async () => {
        await page.keyboard.press("Shift+A");
        await words("Not mine");
      },
      async () => {
        await page.keyboard.press("q");
        await words("Which year?");
      },
      async () => {
        await page.keyboard.press("h");
        await dialog.waitFor();
        await page.keyboard.press("Enter");
        await dialog.waitFor({ state: "detached" });
      },
    ];
    for (let n = 0; n < 9; n++) {
      await (deeds[n] ?? deeds[0])();
      at = await next(at);
    }
    for (let n = 0; n < 11; n++) {
      const before = await left(page);
      await page.keyboard.press("e");
      await until("it is dealt with", async () => (await left(page)) === before - 1);
      if (before > 1) at = await next(at);
    }
    await page.getByRole("heading", { name: /^That’s all until / }).waitFor();
    assert.ok(performance.now() - begun < 60_000, `${Math.round(performance.now() - begun)} ms`);
    await until("the keys go on to what comes next", async () => (await held(page)).startsWith("Start"));
    await page.keyboard.press("z");
    await until("the last one is back, and has the keys", async () => (await current(page)) === at);
  },

  async "manager: a request is written, sent and read"() {
    const { ben, ana } = await office();
    const page = await ben.open("/requests");
    await page.getByRole("heading", { level: 1, name: "Requests" }).waitFor();
    await page.keyboard.press("r");
    await heading(page, "New request");
    await page.keyboard.press("Tab");
    await page.keyboard.type("My reports");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Boats that will renew");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Finance closes the forecast Monday");
    await page.getByRole("heading", { name: "2 people are asked" }).waitFor();
    await page.keyboard.press("Control+Enter");
    await heading(page, "Boats that will renew");
    const { body } = await ben.api("GET", page.url().slice(ben.url.length));
    const hers = body.people.find(({ person_id }) => person_id === ana.id).task_id;
    const answered = await ana.api("POST", `/tasks/${hers}/answer`, {});
    assert.equal(answered.status, 200, JSON.stringify(answered.body));
    await page.getByText(/^1 of 2\./).waitFor();

    // Through its rows, into one, and back.
    await page.keyboard.press("j");
    await until("the first row", async () => (await held(page)) === "Ana Sousa");
    await page.keyboard.press("j");
    await until("the second", async () => (await held(page)) === "יעל בן־דוד");
    await page.keyboard.press("k");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/tasks\//);
    await heading(page, "Boats that will renew");
    for (let n = 0; n < 8 && (await held(page)) !== "All answers"; n++) await page.keyboard.press("Tab");
    assert.equal(await held(page), "All answers");
    await page.keyboard.press("Enter");
    await page.getByText(/^1 of 2\./).waitFor();
    await until("one is on its page again", async () => (await held(page)) === "Boats that will renew");

    // What can be done with it is in the palette, by a few letters.
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "Search and do" }).getByRole("combobox").waitFor();
    await page.keyboard.type("how it stands");
    await page
      .getByRole("option", { name: /^Ask how it stands/ })
      .first()
      .waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("One person is asked how it stands, in their next digest").waitFor();
    await until("one is on the page still", async () => (await held(page)) !== "");
    await page.keyboard.press("Escape");
    await heading(page, "Requests");
    // Its rows come from the server: a key before them has nowhere to go.
    await page.getByRole("main").getByText("Boats that will renew").first().waitFor();
    await page.keyboard.press("j");
    await until("the request", async () => (await held(page)).startsWith("Boats that will renew"));
    await page.keyboard.press("Enter");
    await heading(page, "Boats that will renew");
  },
};
