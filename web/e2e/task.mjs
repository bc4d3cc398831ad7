// The page of a task, and words that outlive the page.
import assert from "node:assert/strict";
import { accessible } from "./axe.mjs";
import { clear, until } from "./rig.mjs";

const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);

async function open(somebody, task) {
  await somebody.page.goto(`${somebody.server.url}/tasks/${task.id}`);
  await somebody.page.getByRole("heading", { name: "Thread" }).waitFor();
}

const whole = async (somebody, task) => (await somebody.api("GET", `/tasks/${task.id}`)).body;

/** The tab is gone in the middle of a word; another one is opened. */
async function killed(somebody, path) {
  await somebody.page.close({ runBeforeUnload: false });
  await somebody.open(path);
}

export const task = {
  async "labels are taken from those in use, added and taken off"({ ana }) {
    await clear(ana);
    await ana.put("another", { labels: ["launch", "pricing"] });
    const made = await ana.put("write the launch note");
    await open(ana, made);
    const { page } = ana;
    const line = page.getByRole("combobox", { name: "Add a label" });
    // The other task's come with the copy, which may be a moment behind.
    const option = (label) => page.locator(`datalist option[value="${label}"]`);
    for (const label of ["launch", "pricing"]) await option(label).waitFor({ state: "attached" });
    await line.fill("#Launch Week");
    await page.keyboard.press("Enter");
    await page.getByText("#launch-week").waitFor();
    await line.fill("pricing");
    await page.keyboard.press("Enter");
    await until(
      "both are kept",
      async () => (await whole(ana, made)).labels.join() === "launch-week,pricing",
    );
    await page.getByRole("button", { name: "Remove label pricing" }).click();
    await until("one is kept", async () => (await whole(ana, made)).labels.join() === "launch-week");
    await accessible(page, "a task with labels");
  },

  async "what waits for a task names it; two can't wait for each other"({ ana }) {
    await clear(ana);
    const [first, second] = [await ana.put("numbers from finance"), await ana.put("the forecast")];
    await open(ana, second);
    const { page } = ana;
    await page.keyboard.press("w");
    let dialog = page.getByRole("dialog", { name: "Waiting for what, or whom?" });
    await dialog.getByLabel("Other tasks").fill("numbers");
    await page.keyboard.press("Enter");
    await dialog.getByRole("list", { name: "Waits for these" }).getByText("numbers from finance").waitFor();
    await accessible(page, "what a task waits for");
    await dialog.getByRole("button", { name: "Wait", exact: true }).click();
    await page.getByRole("region", { name: "Waiting for" }).getByRole("link", { name: first.title }).click();
    await page.getByRole("heading", { name: "Thread" }).waitFor();
    await until("the other page", () => page.url().endsWith(first.id));
    await page.keyboard.press("w");
    dialog = page.getByRole("dialog", { name: "Waiting for what, or whom?" });
    await dialog.getByLabel("Other tasks").fill("forecast");
    await page.keyboard.press("Enter");
    await dialog.getByText("“the forecast” waits for this task already").waitFor();
    assert.ok(await dialog.getByRole("button", { name: "Wait", exact: true }).isDisabled());
    await page.keyboard.press("Escape");
  },

  async "a moved date asks the other side, who agrees"({ ben, ana }) {
    await clear(ana, ben);
    const made = await ben.put("quarterly forecast", { owner_id: ana.id, due_date: day(10) });
    await ana.api("POST", `/tasks/${made.id}/start`, {});
    await ana.api("PATCH", `/tasks/${made.id}`, { due_date: day(14), due_reason: "slip" });
    await open(ben, made);
    await ben.page.getByText(/^The date is now/).waitFor();
    await accessible(ben.page, "a date to agree to");
    await ben.page.getByRole("button", { name: "Agree", exact: true }).click();
    await until("agreed", async () => (await whole(ana, made)).agreed_due_date === day(14));
    await ben.page.getByText(/^The date is now/).waitFor({ state: "detached" });
  },

  async "declined by key, with a reason that is offered"({ ben, ana }) {
    await clear(ana, ben);
    const asked = await ana.put("badges for the fair", { owner_id: ben.id, due_date: day(3) });
    await ben.page.goto(ben.server.url);
    await ben.page.getByRole("region", { name: "To decide" }).getByText("badges for the fair").waitFor();
    await ben.page.keyboard.press("Shift+A");
    await ben.page.getByRole("button", { name: "It is done already" }).click();
    await ben.page.keyboard.press("Enter");
    await ben.page.getByRole("dialog").getByRole("button", { name: "Decline" }).click();
    await until("declined", async () => (await whole(ana, asked)).cancel_reason === "declined");
  },

  async "an outcome is told later, a comment and a task are deleted"({ ben, ana }) {
    await clear(ana, ben);
    const made = await ana.put("close the books");
    await open(ana, made);
    const { page } = ana;
    await page.getByRole("textbox", { name: "Leave a word" }).fill("said too early");
    await page.getByRole("button", { name: "Comment", exact: true }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("said too early").waitFor({ state: "detached" });
    await until(
      "gone",
      async () => (await ana.api("GET", `/tasks/${made.id}/comments`)).body.items.length === 0,
    );
    await page.getByRole("button", { name: "Done", exact: false }).first().click();
    await page.getByRole("button", { name: "Say what came of it" }).click();
    await page.getByLabel("In a line, for the record").fill("Closed two days early");
    await page.keyboard.press("Enter");
    await until("told", async () => (await whole(ana, made)).outcome?.text === "Closed two days early");
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    await page
      .getByRole("dialog", { name: "Delete this task?" })
      .getByRole("button", { name: "Delete" })
      .click();
    await page.getByRole("heading", { level: 1, name: "My list" }).waitFor();
    await until("deleted", async () => (await ana.api("GET", `/tasks/${made.id}`)).status === 404);
  },

  async "confidential says first who will read it"({ ben, ana }) {
    await clear(ana, ben);
    const made = await ana.put("a difficult letter");
    await open(ana, made);
    await ana.page.getByRole("button", { name: "Make it confidential" }).click();
    const dialog = ana.page.getByRole("dialog", { name: "Make it confidential?" });
    await dialog.getByText("Read by: you, Ben Okafor").waitFor();
    await dialog.getByRole("button", { name: "Make it confidential" }).click();
    await until("set", async () => (await whole(ana, made)).confidential);
    await ana.page.getByRole("button", { name: "Confidential; open it again" }).click();
    await ana.page.getByRole("dialog").getByRole("button", { name: "Open it" }).click();
    await until("lifted", async () => !(await whole(ana, made)).confidential);
  },

  async "words survive a tab that is killed, in every box"({ ben, ana }) {
    await clear(ana, ben);
    const made = await ana.put("the brief", { level: "high" });
    const path = `/tasks/${made.id}`;
    await open(ana, made);
    await ana.page.getByRole("textbox", { name: "Leave a word" }).fill("half a sen");
    await ana.page.getByRole("button", { name: "Add a description" }).click();
    await ana.page.getByRole("textbox", { name: "Description" }).fill("half a descr");
    await ana.page.getByRole("textbox", { name: "Add a step" }).fill("half a st");
    await ana.page.getByRole("textbox", { name: "Title" }).fill("the brief, shor");
    await killed(ana, path);
    const { page } = ana;
    const has = async (name, words) =>
      assert.equal(await page.getByRole("textbox", { name }).inputValue(), words);
    await page.getByRole("textbox", { name: "Description" }).waitFor();
    await has("Leave a word", "half a sen");
    await has("Description", "half a descr");
    await has("Add a step", "half a st");
    await has("Title", "the brief, shor");
    assert.equal((await whole(ana, made)).title, "the brief");
    await page.getByRole("textbox", { name: "Title" }).press("Enter");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Comment", exact: true }).click();
    await page.getByRole("textbox", { name: "Add a step" }).press("Enter");
    await until("all is kept", async () => {
      const { title, body, checklist, comment_count } = await whole(ana, made);
      return title === "the brief, shor" && body === "half a descr" && checklist.length + comment_count === 2;
    });
    await page.keyboard.press("Escape");
    await page.goto(`${ana.server.url}${path}`);
    await page.getByRole("heading", { name: "Thread" }).waitFor();
    await has("Leave a word", "");
    await has("Add a step", "");
    await page.getByRole("button", { name: "Done e" }).click();
    await page.getByLabel("In a line, for the record").fill("half an outc");
    await killed(ana, path);
    await ana.page.getByRole("button", { name: "Done e" }).click();
    assert.equal(await ana.page.getByLabel("In a line, for the record").inputValue(), "half an outc");
    // A text that was begun is kept until it is taken back, and log-out would warn of it.
    await ana.page.getByLabel("In a line, for the record").fill("");
    await ana.page.keyboard.press("Escape");
    await ana.page.goto(ana.server.url);
    await ana.line.fill("half a task");
    await killed(ana, "/");
    assert.equal(await ana.line.inputValue(), "half a task");
    await ana.line.fill("");
  },

  async "on paper the whole list stands, without what one can only press"({ ana }) {
    await clear(ana);
    const operations = Array.from({ length: 90 }, (_, n) => ({
      key: crypto.randomUUID(),
      method: "POST",
      path: "/api/v1/tasks",
      body: { title: `line ${n + 1}`, due_date: null },
    }));
    await ana.api("POST", "/batch", { operations });
    const { page } = ana;
    await page.goto(ana.server.url);
    await ana.row("line 1").waitFor();
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.emulateMedia({ media: "print" });
    await until("all of it", async () => (await page.locator("[data-task]").count()) === 90);
    assert.equal(await page.getByRole("button").count(), 0);
    await page.emulateMedia({ media: "screen" });
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await until("as before", async () => (await page.locator("[data-task]").count()) < 90);
    await clear(ana);
  },
};
