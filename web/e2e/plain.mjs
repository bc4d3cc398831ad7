// What is said plainly: on lists that are not open, at full levels, in every script and at every size.
import assert from "node:assert/strict";
import { house, until } from "./rig.mjs";

const long = "Maximiliane-Charlotte Schwarzenberger-Donaudampfschifffahrtsgesellschaft";

/** A manager, two of their reports who share no team, and somebody whose name is read from the right. */
const four = () =>
  house([
    ["Ben Okafor", "ben@example.com", "America/Denver"],
    ["Ana Sousa", "ana@example.com", "Europe/Lisbon"],
    [long, "max@example.com", "Europe/Berlin"],
    ["ليلى حدّاد", "layla@example.com", "Asia/Dubai"],
  ]);

/** Until the page has painted what it was about to, twenty frames on. */
const painted = (page) =>
  page.evaluate(async () => {
    for (let n = 0; n < 20; n++) await new Promise(requestAnimationFrame);
  });

/** Nothing to be scrolled to the side, and no words that end at an edge without saying so. */
const spills = (page) =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const out = [...document.querySelectorAll("main *, header *")].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      if (!width || element.closest(".sr-only, svg")) return false;
      return right > innerWidth + 1 || left < -1;
    });
    return [
      ...(wide > 0 ? [`${wide} px to the side`] : []),
      ...out.slice(0, 3).map((one) => one.outerHTML.slice(0, 160)),
    ];
  });

export const plain = {
  async "a list that is not open says why, and takes an ask"() {
    const { people } = await four();
    const [, ana, max] = people;
    await max.put("a secret of the house");
    const page = await ana.open(`/people/${max.id}`);
    await page.getByText("Maximiliane-Charlotte’s list is not open to you").waitFor();
    await page.getByRole("link", { name: "When Maximiliane-Charlotte works, and how to ask" }).waitFor();
    await page.getByRole("textbox", { name: /^Add a task/ }).fill("look at the draft by 2031-03-04");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "To decide" }).waitFor();
    await page.getByText("There may be more that is not open to you.").waitFor();
    assert.equal(await page.getByText("a secret of the house").count(), 0);
    // Once the workspace opens its lists, all of it is there.
    await people[0].api("PATCH", "/workspace", { visibility: "workspace" });
    await page.getByRole("link", { name: "a secret of the house" }).waitFor();
    await page.getByText("There may be more").waitFor({ state: "detached" });
  },

  async "accepting into a full level: it is named, and may stand lower"() {
    const { people } = await four();
    const [ben, ana, max] = people;
    for (const title of ["one", "two", "three"]) await ana.put(title, { level: "high" });
    await max.put("a fourth", { owner_id: ana.id, level: "high" });
    const page = await ana.open("/");
    await page.getByRole("button", { name: "Accept" }).click();
    const dialog = page.getByRole("dialog", { name: "High is full. Which one steps down?" });
    await dialog.getByText("To make room for “a fourth”").waitFor();
    await dialog.getByRole("button", { name: "Put “a fourth” at medium instead" }).click();
    await until("accepted at medium", async () => (await ana.named("a fourth"))[0].level === "medium");
    await until("on the list", async () => (await ana.serverOrder()).join() === "one,two,three,a fourth");
    assert.equal(ben.page, undefined);
  },

  async "what is selected moves together, and its reason is asked once"() {
    const { people } = await four();
    const [ben, ana] = people;
    for (const title of ["a", "b", "c", "d", "e"]) await ana.put(title);
    const tasks = (await ana.api("GET", `/people/${ana.id}/worklist`)).body.items;
    await ana.api("POST", `/tasks/${tasks[0].id}/start`);
    const page = await ben.open(`/people/${ana.id}`);
    await ben.row("e").waitFor();
    for (const title of ["c", "e"]) {
      await ben.choose(title);
      await page.keyboard.press("x");
    }
    const [from, to] = [await ben.row("e").boundingBox(), await ben.row("a").boundingBox()];
    await page.mouse.move(from.x + 300, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x + 300, to.y + 20, { steps: 8 });
    await page.mouse.move(to.x + 300, to.y + 4, { steps: 2 });
    await page.getByText("and 1 more", { exact: true }).waitFor();
    await page.mouse.up();
    const why = page.getByRole("dialog", { name: "Why do you move them?" });
    await why.getByRole("textbox").fill("the launch was moved");
    await why.getByRole("button", { name: "Move" }).click();
    await until("both, in their order", async () => (await ben.order()).join() === "c,e,a,b,d");
    await until("on the server", async () => (await ana.serverOrder()).join() === "c,e,a,b,d");
    assert.equal(await page.getByRole("region", { name: "Could not be done" }).count(), 0);
    // With the keys as well: past the next one, and back by one undo.
    await ben.choose("c");
    await page.keyboard.press("Shift+J");
    await page
      .getByRole("dialog", { name: "Why do you move them?" })
      .getByRole("button", { name: "Cancel" })
      .click();
    await page.keyboard.press("Escape");
    await page.keyboard.press("z");
    await until("undone as one", async () => (await ana.serverOrder()).join() === "a,b,c,d,e");
  },

  async "the first page tells what each line costs"() {
    const { people } = await four();
    const [ben, ana] = people;
    for (const title of ["one", "two", "three"]) await ana.put(title, { level: "high" });
    await ana.put("later", { level: "low" });
    const page = await ben.open("/start");
    await page
      .getByRole("textbox", { name: "What I am waiting for" })
      .fill("@ana forecast by 2031-03-04\n@ana contract by 2031-03-04\n@ana sign it by 2031-03-04 high");
    const list = page.getByRole("region", { name: "Ana Sousa’s list" });
    await list.getByText("Lands at place 4 of 5, in medium").waitFor();
    await list.getByText("Lands at place 5 of 6, in medium").waitFor();
    await list.getByText("High has no place left: it stands first in medium").waitFor();
    assert.equal(await list.getByText("Pushes back “later”").count(), 3);
    await page.getByRole("button", { name: "Send 3 tasks, interrupting nobody" }).click();
    const order = ["one", "two", "three", "sign it", "forecast", "contract", "later"].join();
    await until("as it was told", async () => (await ana.serverOrder()).join() === order);
  },

  async "who was only mentioned sees what becomes of the task"() {
    const { people } = await four();
    const [, ana, , layla] = people;
    const task = await ana.put("the poster");
    await ana.api("POST", `/tasks/${task.id}/comments`, {
      id: crypto.randomUUID(),
      body: "@layla what do you think?",
      mention_ids: [layla.id],
    });
    const page = await layla.open(`/tasks/${task.id}`);
    await page.getByRole("heading", { level: 1, name: "the poster" }).waitFor();
    await ana.api("PATCH", `/tasks/${task.id}`, { title: "the poster of the growers" });
    await page.getByRole("heading", { level: 1, name: "the poster of the growers" }).waitFor();
    await ana.api("POST", `/tasks/${task.id}/comments`, {
      id: crypto.randomUUID(),
      body: "It is in print.",
      mention_ids: [],
    });
    await page.getByText("It is in print.").waitFor();
    // Their own words, in the history, do not turn the sentence.
    await page.getByRole("textbox", { name: "Leave a word" }).fill("Lovely");
    await page.getByRole("button", { name: "Comment", exact: true }).click();
    const said = page.locator("li").filter({ hasText: "wrote a comment" }).last();
    await until("told", async () => /^ليلى حدّاد wrote a comment$/.test(await said.innerText()));
    assert.equal(await said.locator("bdi").innerText(), "ليلى حدّاد");
  },

  async "at 360 px with letters of twice the size, nothing is cut off or stands beside the page"() {
    const { people } = await four();
    const [ben, ana, max, layla] = people;
    await ben.api("PATCH", "/workspace", { visibility: "workspace" });
    await ben.put("تقرير عن المبيعات، today", { owner_id: layla.id });
    const task = await ben.put(
      "Rechtsschutzversicherungsgesellschaftsangelegenheiten klären, bevor der Aufsichtsrat tagt",
      {
        owner_id: max.id,
        level: "high",
        due_date: "2031-03-04",
        due_time: "15:00",
        labels: ["verkehrsgenehmigungszuständigkeitsfrage"],
      },
    );
    await max.put("noch etwas", { owner_id: ben.id, level: "high" });
    const page = await ben.open("/");
    await page.setViewportSize({ width: 360, height: 760 });
    await page.addInitScript(() => {
      const twice = new CSSStyleSheet();
      twice.replaceSync("html { font-size: 200% !important; }");
      document.adoptedStyleSheets = [twice];
    });
    const screens = [
      "/",
      `/people/${max.id}`,
      `/people/${layla.id}`,
      `/people/${max.id}/about`,
      `/people/${max.id}/between`,
      `/tasks/${task.id}`,
      "/people",
      "/people?by=line",
      "/start",
      "/how-we-ask",
      "/settings",
      "/settings/hours",
      "/settings/time-off",
      "/settings/people",
      "/settings/people/import",
      "/settings/workspace",
      "/imports",
    ];
    const found = [];
    for (const path of screens) {
      await page.goto(ana.url + path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await painted(page);
      for (const spill of await spills(page)) found.push(`${path}: ${spill}`);
    }
    assert.deepEqual(found, []);
  },

  async "how we ask: a wider circle of readers is asked about before it is made"() {
    const { people } = await four();
    const [ben] = people;
    const page = await ben.open("/how-we-ask");
    await page.getByRole("button", { name: "Change: Who reads a list" }).click();
    await page.getByRole("radio", { name: /^Everybody here/ }).check();
    await page.getByRole("button", { name: "Save" }).click();
    const asked = page.getByRole("dialog", { name: "Let more people read lists?" });
    await asked.getByRole("button", { name: "Cancel" }).click();
    assert.equal((await ben.api("GET", "/workspace")).body.visibility, "team");
    await page.getByRole("button", { name: "Save" }).click();
    await asked.getByRole("button", { name: "Change it" }).click();
    await asked.waitFor({ state: "detached" });
    await page
      .getByRole("paragraph")
      .filter({ hasText: /^Everybody here/ })
      .waitFor();
    await until("set", async () => (await ben.api("GET", "/workspace")).body.visibility === "workspace");
    await page.keyboard.press("z");
    await until("taken back", async () => (await ben.api("GET", "/workspace")).body.visibility === "team");
  },
};
