// Every text box of the app has its words again: after the tab was killed, and after a session that ended.
import assert from "node:assert/strict";
import { crash } from "./behind-line.mjs";
import { context, house, password, Server, until } from "./rig.mjs";

const main = (name) => (page) => page.getByRole("main").getByRole("textbox", { name, exact: true }).first();
const inDialog = (name) => (page) =>
  page.getByRole("dialog").getByRole("textbox", { name, exact: true }).first();
const press = (name) => (page) =>
  page.getByRole("main").getByRole("button", { name, exact: true }).first().click();
const unfold = (words) => async (page) => {
  const summary = page.locator("summary").filter({ hasText: words });
  await summary.waitFor();
  if (!(await summary.locator("xpath=..").evaluate((details) => details.open))) await summary.click();
};
/** Where words that are kept open it by themselves. */
const editing = async (page) => {
  const field = main("Description")(page);
  const button = page.getByRole("button", { name: "Add a description" });
  await field.or(button).first().waitFor();
  if (await button.isVisible()) await button.click();
};
/** A key means something once what it is for is on the page. */
const key = (name, there) => async (page) => {
  await page.getByText(there).first().waitFor();
  await page.getByRole("heading", { name: "History" }).waitFor();
  await page.keyboard.press(name);
};

/** Where they are: the address, its boxes, and what leads to them. */
function places({ mine, done, asked, report }) {
  const [own, over, triage] = [mine, done, asked].map(({ id }) => `/tasks/${id}`);
  return [
    ["/", ["Add a task"]],
    [`/people/${report}`, ["Add a task to Ana’s list"]],
    [own, ["Add a step", "Leave a word"]],
    [own, ["Title"]],
    [own, [(page) => page.getByLabel("Add a label")]],
    [own, ["Description"], editing],
    [own, [inDialog("In a few words")], key("w", "No longer needed")],
    [over, [inDialog("In a line, for the record"), inDialog("A link, if any")], press("Say what came of it")],
    [triage, [inDialog("In a line, for who asked")], key("Shift+A", "Accept")],
    [triage, [inDialog("Why, in a line")], key("p", "Accept")],
    [triage, [inDialog("Your question, in a line")], key("q", "Accept")],
    ["/requests/new", ["What you ask for", "Why, in one line"]],
    ["/requests/new", ["Details, if any"], unfold("More: details")],
    ["/start", ["What I am waiting for"]],
    ["/start", ["Email"]],
    ["/settings", ["Name", "What you do", "New address", "How to work with me"]],
    ["/settings/workspace", ["Name", "Where emergencies go"]],
    ["/settings/holidays", ["Name"]],
    ["/settings/teams", [inDialog("Name")], press("New team")],
    ["/settings/time-off", ["Note, if you like"], unfold("By exact dates")],
    ["/settings/tokens", ["What it is for"]],
    ["/settings/notifications", ["Address"]],
    ["/settings/notifications", ["Digest hour"]],
    ["/settings/hours", ["Monday from"], unfold("Working hours by exact times")],
    [`/settings/people/${report}`, ["Name", "What they do", "Email"]],
    ["/settings/people/import", ["The rows as text"], unfold("Or paste it")],
    ["/imports", ["The rows as text"], unfold("Or paste it")],
    [
      "/people",
      ["Name", "Email", "What they do, if you like"].map((name) => inDialog(name)),
      press("Invite"),
    ],
    ["/how-we-ask", ["Where emergencies go"], press("Change: Where emergencies go")],
    ["/how-we-ask", ["What counts as an interruption"], press("Change: What counts as an interruption")],
  ];
}

/** Where the words are more than words: they name somebody who is not here yet, or are an hour. */
const special = {
  "What I am waiting for": "@yael a net of 12 m, no date",
  "Digest hour": "07:15",
  "Monday from": "07:45",
};

async function eachBox(somebody, all, look) {
  for (const [path, boxes, open] of all) {
    const { page } = somebody;
    await page.goto(somebody.url + path);
    await open?.(page);
    for (const [at, one] of boxes.entries()) {
      const name = typeof one === "string" ? one : `${at}`;
      const box = typeof one === "string" ? main(one)(page) : one(page);
      await look(box, special[name] ?? `${path.slice(0, 24)} ${name}, and more`, `${path} ${name}`);
    }
  }
}

export const words = {
  async "words: every text box has them again after the tab was killed, and sends them when the session is back"() {
    const { people } = await house([
      ["Ben Okafor", "ben@example.com", "America/Denver"],
      ["Ana Sousa", "ana@example.com", "Europe/Lisbon"],
    ]);
    const [ben, ana] = people;
    const mine = await ben.put("price of the nets");
    const done = await ben.put("call the bank");
    await ben.api("POST", `/tasks/${done.id}/complete`, {});
    const asked = await ana.put("quote for the fair", { owner_id: ben.id });
    const all = places({ mine, done, asked, report: ana.id });
    await ben.open();
    await ben.row("price of the nets").waitFor();
    await eachBox(ben, all, async (box, text) => {
      await box.fill(text);
    });
    await crash(ben.page);
    await ben.open();
    await eachBox(ben, all, async (box, text, where) => {
      await until(`${where} says “${text}”`, async () => (await box.inputValue()) === text);
    });

    // What stood in a form that changes something can be taken back, and that too.
    const { page } = ben;
    await page.goto(`${ben.url}/settings/workspace`);
    const name = main("Name")(page);
    await press("Undo my changes")(page);
    await until("as it was", async () => (await name.inputValue()) === "Fernweh");
    await name.press("Escape");
    await page.getByRole("status").getByRole("button", { name: /^Undo/ }).click();
    await until("once more", async () => (await name.inputValue()) !== "Fernweh");

    // The session has ended meanwhile: the words stay, are sent after the log-in, and then are kept no more.
    await page.goto(`${ben.url}/settings/holidays`);
    const holiday = main("Name")(page);
    await holiday.fill("Day of the nets");
    await page.getByLabel("Day", { exact: true }).fill("2031-05-06");
    await ben.context.clearCookies();
    await press("Add")(page);
    const again = page.getByRole("dialog", { name: "Log in again" });
    await again.getByLabel("Password").fill(password);
    await again.getByRole("button", { name: "Log in" }).click();
    await again.waitFor({ state: "detached" });
    assert.equal(await holiday.inputValue(), "Day of the nets");
    await press("Add")(page);
    await page.getByText("Day of the nets").waitFor();
    assert.equal(await holiday.inputValue(), "");
    await page.reload();
    await page.getByText("Day of the nets").waitFor();
    assert.equal(await holiday.inputValue(), "");
  },

  async "words: who begins a workspace has the form again, but no password"() {
    const server = new Server();
    await server.start();
    const made = await context("Europe/Lisbon");
    try {
      const page = await made.newPage();
      await page.goto(server.setupLink);
      await page.getByRole("button", { name: "Make your workspace" }).click();
      await page.getByLabel("Name of the workspace").fill("Rederei Sünderup");
      await page.getByLabel("Your name").fill("Ruth Ellerbrock");
      await page.getByLabel("Password").fill(password);
      await page.reload();
      const name = page.getByLabel("Name of the workspace");
      await until("as it was", async () => (await name.inputValue()) === "Rederei Sünderup");
      assert.equal(await page.getByLabel("Your name").inputValue(), "Ruth Ellerbrock");
      assert.equal(await page.getByLabel("Password").inputValue(), "");
      const kept = await page.evaluate(() => JSON.stringify(localStorage));
      assert.ok(!kept.includes(password), "no password is kept");
      await page.getByLabel("Email").fill("ruth@example.com");
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Begin" }).click();
      await page.getByRole("heading", { name: "It works from two people" }).waitFor();
      assert.equal(await page.evaluate(() => localStorage.getItem("cairn.begin.workspace")), null);
    } finally {
      await made.close();
      await server.stop();
    }
  },
};
