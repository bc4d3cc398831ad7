// From the link that the server prints to a colleague's done task, without a mouse.
import assert from "node:assert/strict";
import { goTo, on, press, standsOn, tabTo } from "./by-keys.mjs";
import { afterwards, context, password, Server, Somebody, until } from "./rig.mjs";
import { heading } from "./shell-parts.mjs";

const type = (page, words) => page.keyboard.type(words);

/** Back by the Tab key. */
async function tabBackTo(page, what) {
  for (let n = 0; n < 60; n++) {
    await page.keyboard.press("Shift+Tab");
    if ((await standsOn(page)).includes(what)) return;
  }
  assert.fail(`Shift and Tab do not lead to ${what}`);
}

async function newcomer(server, zone, name, email) {
  const made = await context(zone, { permissions: ["clipboard-read", "clipboard-write"] });
  afterwards(() => made.close());
  const somebody = new Somebody(server, made, name, email);
  somebody.page = await made.newPage();
  return somebody;
}

/** A workspace, with what one waits for on the list of who is invited. Gives the link for them. */
async function begin({ page, email, server }) {
  await page.goto(server.setupLink);
  await page.getByText("What would you like to do?").waitFor();
  await tabTo(page, "Make your workspace");
  await press(page, "Enter");
  await on(page, "Name of the workspace");
  for (const [words, next] of [
    ["Fernweh", "Your name"],
    ["Ben Okafor", "Email"],
    [email, "Password"],
  ]) {
    await type(page, words);
    await press(page, "Tab");
    await on(page, next);
  }
  // What is wrong is said once, at its field, and there one goes on.
  await type(page, "password1234");
  await page.keyboard.press("Enter");
  await page.getByText(/this password is easy to guess/i).waitFor();
  await on(page, "Password");
  assert.equal(await page.getByText(/this password is easy to guess/i).count(), 1);
  await press(page, "Control+a");
  await type(page, password);
  await page.keyboard.press("Enter");
  await heading(page, "It works from two people").waitFor();
  await on(page, "What I am waiting for");
  await type(page, "@ana forecast update by friday");
  await press(page, "Enter");
  await type(page, "@ana pricing page");
  await page.getByRole("heading", { name: "Not here yet" }).waitFor();
  await tabTo(page, "Email");
  await type(page, "ana@example.com");
  await press(page, "Enter");
  await on(page, "BUTTON Copy");
  await press(page, "Enter");
  await on(page, "BUTTON Copied");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /\/join#/);
  await page.getByText(/^Only this computer can open it, for its address is 127\.0\.0\.1/).waitFor();
  await tabBackTo(page, "BUTTON No date");
  await press(page, "Enter");
  await on(page, "BUTTON Send 2 tasks");
  await press(page, "Enter");
  await heading(page, "Sent, and nobody was interrupted").waitFor();
  // The link is what is left to hand over, if it was not: it says that it is copied.
  await on(page, "BUTTON Copied");
  await tabTo(page, "How we ask here");
  await press(page, "Enter");
  await on(page, "H1 How we ask here");
  await tabTo(page, "Change: What counts as an interruption");
  await press(page, "Enter");
  await on(page, "TEXTAREA What counts as an interruption");
  await type(page, "The ferry waits.");
  await tabTo(page, "BUTTON Save");
  await press(page, "Enter");
  await page.getByText("The ferry waits.").waitFor();
  await on(page, "Change: What counts as an interruption");
  return link;
}

export const firstDay = {
  async "first day: from the set-up link to a colleague's done task, by keyboard alone"() {
    const server = new Server();
    await server.start();
    afterwards(() => server.stop());
    const ben = await newcomer(server, "America/Denver", "Ben Okafor", "ben@example.com");
    const ana = await newcomer(server, "Europe/Lisbon", "Ana Sousa", "ana@example.com");
    const { page } = ben;
    const link = await begin(ben);

    // Another task for her: what it costs, then moved, raised, taken back.
    await goTo(page, "ana", "Ana");
    await heading(page, "Ana’s list").waitFor();
    await on(page, "H1 Ana’s list");
    await press(page, "c");
    await type(page, "review the contract by tomorrow high");
    const costs = page.getByRole("list", { name: "What it costs" });
    await costs.getByText("Lands at place 1").waitFor();
    await press(page, "Enter", "Escape");
    await on(page, "review the contract");
    await press(page, "3");
    await on(page, "In a line, for its owner");
    await type(page, "the harbour answers on Monday");
    await press(page, "Enter");
    await page.getByText("moved it here: the harbour answers").waitFor();
    await on(page, "review the contract");
    await press(page, "Shift+J");
    await until("second", async () => (await ben.order())[1] === "review the contract");
    await press(page, "z");
    await until("first again", async () => (await ben.order())[0] === "review the contract");
    await on(page, "review the contract");

    // Somebody more, from anywhere; the focus comes back to where one was.
    await goTo(page, "invite", "Invite somebody");
    await on(page, "INPUT Name");
    await type(page, "Kenji Mori");
    await press(page, "Tab");
    await type(page, "kenji@example.com");
    await press(page, "Enter");
    await on(page, "BUTTON Copy");
    await press(page, "Escape");
    await on(page, "review the contract");

    // She joins, reads, asks back, does it.
    await ana.page.goto(link);
    await ana.page.getByRole("heading", { name: "Join Fernweh" }).waitFor();
    await on(ana.page, "Password");
    await type(ana.page, password);
    await ana.page.keyboard.press("Enter");
    await heading(ana.page, "My list").waitFor();
    await ana.row("forecast update").waitFor();
    await on(ana.page, "H1 My list");
    await press(ana.page, "j", "Enter");
    await heading(ana.page, "review the contract").waitFor();
    await ana.page.getByRole("heading", { name: "History" }).waitFor();
    await tabTo(ana.page, "Leave a word");
    await type(ana.page, "Which of the two?");
    await press(ana.page, "Control+Enter");
    await ana.page.getByText("Which of the two?").waitFor();
    await press(ana.page, "Escape");
    await on(ana.page, "H2 Thread");
    await press(ana.page, "e");
    await on(ana.page, "In a line, for the record");
    await type(ana.page, "Signed, with one change");
    await press(ana.page, "Enter");
    await ana.whoAmI();
    const hers = () => ben.named("review the contract", ana.id);
    await until("done", async () => (await hers())[0]?.status === "done");
    await ana.page.getByText("Signed, with one change").first().waitFor();
    assert.notEqual(await standsOn(ana.page), "", "after the dialog one stands somewhere");
    await press(ana.page, "Escape");
    await heading(ana.page, "My list").waitFor();
    await on(ana.page, "forecast update");

    // Her hours, then out, and in again.
    await goTo(ana.page, "working time", "Working time");
    await on(ana.page, "H1 Working time");
    await tabTo(ana.page, "Monday, begins");
    await press(ana.page, "ArrowRight");
    await tabTo(ana.page, "BUTTON Save");
    await press(ana.page, "Enter");
    await ana.page.getByText("Saved", { exact: true }).waitFor();
    await goTo(ana.page, "log out", "Log out");
    await on(ana.page, "Email");
    await type(ana.page, ana.email);
    await press(ana.page, "Tab");
    await type(ana.page, password);
    await ana.page.keyboard.press("Enter");
    await heading(ana.page, "My list").waitFor();
    await ana.row("forecast update").waitFor();
    await on(ana.page, "H1 My list");

    // What the two of them wait for, and the word that she left.
    await goTo(page, "ana", "Ana");
    await heading(page, "Ana’s list").waitFor();
    await tabTo(page, "Between us");
    await press(page, "Enter");
    await page.getByRole("link", { name: "forecast update" }).waitFor();
    await tabTo(page, "forecast update");
    await press(page, "Enter");
    await heading(page, "forecast update").waitFor();
    await press(page, "?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await press(page, "Escape");
    await on(page, "forecast update");
  },
};
