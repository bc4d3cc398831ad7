// What somebody needs who has not seen it before: each screen says which, where, whose and why.
import assert from "node:assert/strict";
import { accessible } from "./axe.mjs";
import { clear, context, fill, until } from "./rig.mjs";

const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);

/** "26 Nov": what stands in every way of writing a date with its day. */
const dated = (date) =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }).format(
    new Date(`${date}T00:00:00Z`),
  );

async function onAnasList(ben, ana) {
  await ben.page.goto(`${ben.server.url}/people/${ana.id}`);
  await ben.page.getByRole("heading", { level: 1, name: "Ana’s list" }).waitFor();
}

export const newcomer = {
  async "a day that was written in words is understood with its date"({ ana }) {
    await clear(ana);
    // In four days, whatever day that is: its name alone would not say which one.
    const date = day(4);
    const name = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: "UTC" }).format(
      new Date(`${date}T00:00:00Z`),
    );
    await ana.line.fill(`water the plants by ${name}`);
    await ana.page.getByText(dated(date)).waitFor();
    await ana.line.fill("water the plants by tomorrow");
    await ana.page.locator("#understood").getByText("tomorrow", { exact: true }).waitFor();
    await ana.line.fill("");
  },

  async "added by a name, it says on whose list, and leads there"({ ana, ben }) {
    await clear(ana, ben);
    await fill(ben, 40);
    await ben.page.goto(ben.server.url);
    // A row stays marked far down the list, and one writes at its top.
    await ben.choose("task 1");
    await ben.page.keyboard.press("End");
    for (let n = 0; n < 25; n++) await ben.page.keyboard.press("j");
    await ben.page.keyboard.press("c");
    // Rows that are measured on the way may move the page once more.
    const toTheTop = () => {
      scrollTo(0, 0);
      return new Promise((seen) =>
        requestAnimationFrame(() => requestAnimationFrame(() => seen(scrollY === 0))),
      );
    };
    await until("one is at the top", () => ben.page.evaluate(toTheTop));
    await ben.line.fill("@ana the flyer no date");
    await ben.page.getByText("for Ana Sousa").waitFor();
    await ben.page.keyboard.press("Enter");
    const toast = ben.page.getByRole("status");
    await toast.getByText("Added to Ana’s list").waitFor();
    const own = `something of my own ${Date.now()}`;
    await ben.line.fill(own);
    await ben.page.keyboard.press("Enter");
    await toast.getByText("Added", { exact: true }).waitFor();
    await until("it is kept", async () => (await ben.named(own)).length === 1);
    assert.equal(await ben.page.evaluate(() => scrollY), 0, "the page stays where one writes");
    await toast.getByRole("link", { name: "Open" }).click();
    await ben.page.getByRole("heading", { name: "Thread" }).waitFor();
    const [made] = await ben.named(own);
    assert.ok(ben.page.url().endsWith(made.id));
  },

  async "“Now instead…” without a date asks for it"({ ana, ben }) {
    await clear(ana, ben);
    await onAnasList(ben, ana);
    await ben.line.fill("look at the crash");
    await ben.page.getByRole("button", { name: "Now instead…" }).click();
    const asked = () => document.activeElement?.getAttribute("type") === "date";
    await until("the date is asked for", () => ben.page.evaluate(asked));
    await ben.page.getByRole("button", { name: "No date" }).click();
    await ben.page.getByRole("button", { name: "Now instead…" }).click();
    await ben.page.getByRole("dialog").waitFor();
    await ben.page.keyboard.press("Escape");
    await ben.page.getByRole("dialog").waitFor({ state: "detached" });
    await ben.line.fill("");
  },

  async "a click on what is empty of a row stands on it, for the keys"({ ana }) {
    await clear(ana);
    for (const title of ["first", "second", "third"]) await ana.put(title);
    await ana.page.goto(ana.server.url);
    await ana.row("second").waitFor();
    const box = await ana.row("second").boundingBox();
    await ana.page.mouse.click(box.x + box.width / 2, box.y + box.height - 3);
    await until("the row has the focus", () =>
      ana.page.evaluate(() => document.activeElement?.textContent === "second"),
    );
    await ana.page.keyboard.press("2");
    await ana.page.getByText("“second” is 1 of 1 in high").waitFor();
  },

  async "a task that waits takes no place, as the dots say; who steps down has its date"({ ana }) {
    await clear(ana);
    const made = [];
    for (const title of ["one", "two", "three"])
      made.push(await ana.put(title, { level: "high", due_date: day(9) }));
    const waiting = { waiting_for: { text: "the drawings" } };
    await ana.api("POST", `/tasks/${made[0].id}/block`, waiting);
    await ana.put("four", { level: "high" });
    await ana.put("five");
    await ana.page.goto(ana.server.url);
    await ana.row("four").waitFor();
    await ana.page.getByRole("img", { name: "3 of 3 places taken" }).waitFor();
    await ana.page.getByText("1 waits and takes no place").waitFor();
    await ana.choose("five");
    await ana.page.keyboard.press("2");
    const dialog = ana.page.getByRole("dialog", { name: "High is full. Which one steps down?" });
    await dialog
      .getByRole("button", { name: /two/ })
      .getByText(dated(day(9)))
      .waitFor();
    await accessible(ana.page, "who steps down, with dates");
    await ana.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  },

  async "declining names the task, and speaks of a date only where there is one"({ ana, ben }) {
    await clear(ana, ben);
    await ana.put("a photograph of the fair", { owner_id: ben.id, due_date: null });
    await ben.page.goto(ben.server.url);
    await ben.page.getByRole("region", { name: "To decide" }).getByText("a photograph").waitFor();
    await ben.page.keyboard.press("Shift+A");
    const dialog = ben.page.getByRole("dialog", { name: "Decline, and say why" });
    await dialog.getByText("a photograph of the fair").waitFor();
    await dialog.getByRole("button", { name: "It is done already" }).waitFor();
    assert.equal(await dialog.getByRole("button", { name: "Not before that date" }).count(), 0);
    await ben.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  },

  async "a date that came with the task is asked for, not moved; starting agrees"({ ana, ben }) {
    await clear(ana, ben);
    const made = await ben.put("the hiring plan", { owner_id: ana.id, due_date: day(9) });
    await ana.page.goto(`${ana.server.url}/tasks/${made.id}`);
    await ana.page.getByText(/Ben Okafor.* asks for it by .*Starting it says yes/).waitFor();
    assert.equal(await ana.page.getByText(/^The date is now/).count(), 0);
    await ana.page.getByRole("button", { name: /^Start/ }).click();
    await ana.page.getByText(/asks for it by/).waitFor({ state: "detached" });
    const whole = async () => (await ana.api("GET", `/tasks/${made.id}`)).body;
    await until("agreed", async () => (await whole()).agreed_due_date === day(9));
  },

  async "a task leads back to where it was opened"({ ana, ben }) {
    await clear(ana, ben);
    await ben.put("the seating plan", { owner_id: ana.id, due_date: day(9) });
    const { page } = ben;
    await page.goto(`${ben.server.url}/people/${ana.id}/between`);
    await page.getByRole("link", { name: /the seating plan/ }).click();
    await page.getByRole("heading", { name: "Thread" }).waitFor();
    await page.getByRole("link", { name: "Between us" }).click();
    await page.getByRole("link", { name: /the seating plan/ }).waitFor();
    assert.ok(page.url().endsWith("/between"));
    await onAnasList(ben, ana);
    await ben.row("the seating plan").getByRole("link").click();
    await page.getByRole("link", { name: "Ana’s list" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { level: 1, name: "Ana’s list" }).waitFor();
  },

  async "a link to begin with that was used says so at once"({ ben }) {
    const outside = await context("Europe/Lisbon");
    const page = await outside.newPage();
    await page.goto(ben.server.setupLink);
    await page.getByRole("heading", { name: "This link does not work" }).waitFor();
    await page.getByText("Ask for a new one").waitFor();
    assert.equal(await page.getByRole("textbox").count(), 0, "there is nothing to fill in for nothing");
    await accessible(page, "a used link to begin with");
    await outside.close();
  },

  async "who has not joined gets a new link, which says who invites"({ ben }) {
    const { page } = ben;
    const made = await ben.api("POST", "/invitations", { name: "Mira Lang", email: "mira@example.com" });
    const before = made.body.link;
    await page.goto(`${ben.server.url}/settings/people/${made.body.person_id}`);
    await page.getByRole("heading", { name: "Has not joined yet" }).waitFor();
    await accessible(page, "who has not joined, as an admin sees them");
    await page.getByRole("button", { name: "New link" }).click();
    const dialog = page.getByRole("dialog", { name: /A link for .*Mira Lang/ });
    const link = await dialog.getByLabel("The link").textContent();
    assert.notEqual(link, before);
    await page.keyboard.press("Escape");

    const outside = await context("Europe/Berlin");
    const theirs = await outside.newPage();
    await theirs.goto(before);
    await theirs.getByRole("heading", { name: "This link does not work" }).waitFor();
    await theirs.goto(link);
    await theirs.reload();
    await theirs.getByText("Ben Okafor invites you.").waitFor();
    await theirs.getByLabel("Password").fill("a lantern in the fog");
    await theirs.getByRole("button", { name: "Join" }).click();
    await theirs.getByRole("heading", { level: 1, name: "My list" }).waitFor();
    await outside.close();
    // What she was invited with is gone from the page that an admin sees: she is here.
    await page.reload();
    await page.getByRole("heading", { name: "A forgotten password" }).waitFor();
    await ben.api("POST", `/people/${made.body.person_id}/deactivate`);
  },

  async "what was done is found again: on the list, and by who asked"({ ana, ben }) {
    await clear(ana, ben);
    const title = `the tide tables ${Date.now()}`;
    const made = await ben.put(title, { owner_id: ana.id });
    await ana.api("POST", `/tasks/${made.id}/accept`, {});
    await ana.page.goto(`${ana.server.url}/tasks/${made.id}`);
    await ana.page.getByRole("button", { name: /^Done/ }).click();
    const dialog = ana.page.getByRole("dialog", { name: "What came of it?" });
    await dialog.getByLabel("A link, if any").fill("a page somewhere");
    await dialog.getByRole("button", { name: "Done", exact: true }).click();
    await dialog.getByText("Write a whole link").waitFor();
    // As one remembers an address.
    await dialog.getByLabel("A link, if any").fill("wiki.fernweh.example/tides");
    await dialog.getByLabel("In a line").fill("Printed for all three harbours");
    await dialog.getByRole("button", { name: "Done", exact: true }).click();
    await until("it is done", async () => (await ana.api("GET", `/tasks/${made.id}`)).body.status === "done");
    const { outcome } = (await ana.api("GET", `/tasks/${made.id}`)).body;
    assert.equal(outcome.url, "https://wiki.fernweh.example/tides");

    await ana.page.goto(ana.server.url);
    await ana.page.getByText("Closed in the last 30 days").click();
    await ana.page.getByRole("link", { name: title }).getByText("Printed for all three harbours").waitFor();
    await accessible(ana.page, "what was closed of late, on the list");
    await ben.page.goto(`${ben.server.url}/requests`);
    await ben.page.getByText("Closed", { exact: true }).click();
    await ben.page.getByText("Closed in the last 30 days").click();
    const row = ben.page.getByRole("link", { name: title });
    await row.getByText("Ana Sousa").waitFor();
    await accessible(ben.page, "what was closed of late, by who asked");
    await row.click();
    await ben.page.getByRole("heading", { name: "Thread" }).waitFor();

    await fill(ana, 60);
    const { items } = (await ana.api("GET", `/tasks?owner=${ana.id}&status=todo&limit=200`)).body;
    const done = ({ id }) => ({
      key: crypto.randomUUID(),
      method: "POST",
      path: `/api/v1/tasks/${id}/complete`,
      body: {},
    });
    await ana.api("POST", "/batch", { operations: items.map(done) });
    await ana.page.goto(ana.server.url);
    await ana.page.getByText("Closed in the last 30 days").click();
    const closed = ana.page.locator("details a[data-row]");
    await until("fifty are drawn", async () => (await closed.count()) === 50);
    await ana.page.getByRole("button", { name: "More", exact: true }).click();
    await until("the others too", async () => (await closed.count()) > 60);
  },

  async "the reason of a moved date is the one that somebody gave"({ ana, ben }) {
    await clear(ana, ben);
    const made = await ben.put("the buoy contract", { owner_id: ana.id, due_date: day(9) });
    await ana.api("POST", `/tasks/${made.id}/accept`, {});
    await ana.page.goto(ana.server.url);
    await ana.choose("the buoy contract");
    await ana.page.keyboard.press("d");
    const dialog = ana.page.getByRole("dialog", { name: "Due date" });
    await dialog.getByLabel("Date").fill(day(12));
    const why = dialog.getByLabel("Why does it move?");
    assert.equal(await why.inputValue(), "", "no reason is put into anybody's mouth");
    await ana.page.keyboard.press("Enter");
    await until("one is asked for it", () => why.evaluate((box) => box === document.activeElement));
    await why.selectOption("scope");
    await dialog.getByRole("button", { name: "Save" }).click();
    const moved = async () => (await ana.api("GET", `/tasks/${made.id}`)).body.due_date === day(12);
    await until("it is moved", moved);
  },
};
