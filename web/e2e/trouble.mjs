// What must never lose or double a word: no network, a killed page, a killed
// server, an ended session, another person at the same browser.
import assert from "node:assert/strict";
import { clear, until } from "./rig.mjs";

const once = (somebody, title, owner) =>
  until(`"${title}" is there`, async () => (await somebody.named(title, owner)).length > 0, 70_000);

export const trouble = {
  async "offline, the page killed after a write: sent exactly once"({ ana, ben, server }) {
    await clear(ana, ben);
    await ana.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    // Not by the browser's switch: it does not hold while a page is closing or opening.
    await server.kill();
    await ana.line.fill("written offline");
    await ana.page.keyboard.press("Enter");
    await ana.row("written offline").waitFor();
    await ana.page.close({ runBeforeUnload: false });
    await ana.open();
    await ana.row("written offline").waitFor();
    await server.start();
    await once(ben, "written offline", ana.id);
    await ana.page.reload();
    await ana.row("written offline").waitFor();
    assert.equal((await ben.named("written offline", ana.id)).length, 1);
  },

  async "two tabs write while the server is killed: nothing is lost, nothing doubled"({ ana, ben, server }) {
    await clear(ana, ben);
    const second = await ana.context.newPage();
    await second.goto(server.url);
    await second.getByText("Nothing on your list").waitFor();
    await ana.add("acknowledged before", "acknowledged before");
    await once(ben, "acknowledged before", ana.id);
    await server.kill();
    await ana.add("in the first tab", "in the first tab");
    await second.getByRole("textbox", { name: "Add a task" }).fill("in the second tab");
    await second.keyboard.press("Enter");
    await ana.row("in the second tab").waitFor();
    await second.close({ runBeforeUnload: false });
    await server.start();
    await ana.page.bringToFront();
    for (const title of ["in the first tab", "in the second tab"]) await once(ben, title, ana.id);
    const titles = (await ben.serverOrder(ana.id)).sort();
    assert.deepEqual(titles, ["acknowledged before", "in the first tab", "in the second tab"]);
  },

  async "a session that ends keeps the words until one logs in again"({ ana, ben }) {
    await clear(ana, ben);
    await ana.context.clearCookies();
    await ana.add("written after the end", "written after the end");
    await ana.page.getByText("Your session has ended.").waitFor();
    await ana.page.getByText("1 change is kept here").waitFor();
    assert.equal((await ben.named("written after the end", ana.id)).length, 0);
    await ana.page.getByRole("button", { name: "Log in" }).click();
    await ana.logIn();
    await once(ben, "written after the end", ana.id);
    await ana.page.getByText("Your session has ended.").waitFor({ state: "detached" });
  },

  async "another person who logs in sends nothing of the first one's"({ ana, ben }) {
    await clear(ana, ben);
    await ana.context.clearCookies();
    await ana.add("only Ana's", "only Ana's");
    await ana.page.getByText("1 change is kept here").waitFor();
    await ana.page.goto(`${ana.server.url}/login`);
    await ben.logIn(ana.page);
    await ana.page.getByText("Nothing on your list").waitFor();
    await ana.add("Ben's own", "Ben's own");
    await once(ben, "Ben's own");
    assert.equal((await ben.named("only Ana's", ana.id)).length, 0);
    assert.equal((await ben.named("only Ana's")).length, 0);
    await ana.context.clearCookies();
    await ana.page.goto(`${ana.server.url}/login`);
    await ana.logIn();
    await ana.row("only Ana's").waitFor();
    await once(ben, "only Ana's", ana.id);
    assert.equal((await ben.named("only Ana's", ana.id)).length, 1);
  },

  async "log-out warns of what is unsent, and leaves nothing behind"({ ana, ben }) {
    await clear(ana, ben);
    await ana.context.setOffline(true);
    await ana.add("not sent yet", "not sent yet");
    await ana.page.getByRole("link", { name: "Settings" }).click();
    await ana.page.getByRole("button", { name: "Log out" }).click();
    await ana.page.getByRole("dialog", { name: "Not everything has been sent" }).waitFor();
    await ana.page.getByRole("button", { name: "Stay" }).click();
    await ana.context.setOffline(false);
    await once(ben, "not sent yet", ana.id);
    await ana.page.getByRole("link", { name: "My list" }).click();
    await ana.row("not sent yet").waitFor();
    await ana.page.getByRole("link", { name: "Settings" }).click();
    await ana.page.evaluate(() => {
      window.same = true;
    });
    await ana.page.getByRole("button", { name: "Log out" }).click();
    const email = ana.page.getByRole("textbox", { name: "Email", exact: true });
    await email.fill("typed at once");
    await until("no copy of Ana's", async () => {
      const names = await ana.page.evaluate(async () => (await indexedDB.databases()).map((d) => d.name));
      return !names.includes(`cairn-${ana.id}`);
    });
    assert.equal(await email.inputValue(), "typed at once");
    assert.ok(await ana.page.evaluate(() => window.same), "the page has loaded anew");
    await ana.logIn();
  },
};
