// Taking back: what comes while one presses, a key that is held, and what can't be taken back any more, which says so.
import assert from "node:assert/strict";
import { ana, at, atList, batch, behindLine, ben, sent, unsent } from "./behind-line.mjs";
import { until } from "./rig.mjs";

const said = (page) => page.getByRole("status");
const undoOf = (page) => said(page).getByRole("button", { name: /^Undo/ });
/** Keys in one moment, as they come when the page is slow. */
const together = (page, ...keys) =>
  page.evaluate((keys) => {
    for (const key of keys)
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  }, keys);

export const undo = {
  "undo: a remark that comes while one presses moves nothing under the finger": behindLine(
    [ben, ana],
    async ({ proxy, people: [, ana] }) => {
      await ana.put("call the printer", { level: "urgent" });
      await ana.put("answer the court");
      await atList(ana);
      const { page } = ana;
      const answer = proxy.next("hold", batch);
      await ana.choose("answer the court");
      await page.keyboard.press("1");
      await page.getByRole("dialog").getByRole("button", { name: "call the printer" }).click();
      await answer.reached;
      await undoOf(page).hover();
      const stood = await undoOf(page).boundingBox();
      await page.mouse.down();
      answer.release();
      await said(page).getByText("stepped down").waitFor();
      assert.deepEqual(await undoOf(page).boundingBox(), stood, "the button stays where it is");
      await page.mouse.up();
      await said(page).getByText("Undone").waitFor();
      const before = "call the printer,answer the court";
      await until("the slot is back", async () => (await ana.serverOrder()).join() === before);
      assert.equal((await ana.order()).join(), before);
      assert.equal(await unsent(page).count(), 0);
    },
  ),

  "undo: in the same moment as the act, twice, and with a key that is held": behindLine(
    [ben, ana],
    async ({ people: [, ana] }) => {
      const titles = ["one", "two", "three", "four"];
      for (const title of titles) await ana.put(title);
      await atList(ana);
      const { page } = ana;
      await ana.choose("one");
      await together(page, "e", "z");
      await said(page).getByText("Undone: Done").waitFor();
      await ana.row("one").waitFor();
      await ana.choose("one");
      await together(page, "z");
      await said(page).getByText("Nothing to undo").waitFor();

      for (const title of ["one", "two"]) {
        await ana.choose(title);
        await page.keyboard.press("e");
        await ana.row(title).waitFor({ state: "detached" });
      }
      await ana.choose("four");
      // A second press that the keyboard makes by itself takes back no more.
      await page.keyboard.down("z");
      await page.keyboard.down("z");
      await page.keyboard.up("z");
      await ana.row("two").waitFor();
      await until("on the server", async () => (await ana.serverOrder()).includes("two"));
      assert.deepEqual(await ana.order(), ["two", "three", "four"]);
      await page.keyboard.press("z");
      await until("all", async () => (await ana.serverOrder()).join() === titles.join());
      assert.deepEqual(await ana.order(), titles);
      // A row goes on for as long as its key is held.
      await ana.choose("one");
      await page.keyboard.down("Shift");
      for (let n = 0; n < 2; n++) await page.keyboard.down("J");
      await page.keyboard.up("J");
      await page.keyboard.up("Shift");
      await until("it went two rows", async () => (await ana.serverOrder()).join() === "two,three,one,four");
    },
  ),

  "undo: what another has written since stays, and what was refused is not taken back": behindLine(
    [ben, ana],
    async ({ proxy, people: [ben, ana] }) => {
      const task = await ana.put("the brief");
      await at(ana, `/tasks/${task.id}`, (page) => page.getByRole("textbox", { name: "Title" }));
      const { page } = ana;
      const title = page.getByRole("textbox", { name: "Title" });
      const rename = async (words, kept = words) => {
        await title.fill(words);
        await title.press("Enter");
        await until(`${kept} is there`, async () => (await ana.named(kept)).length === 1);
      };
      await rename("the brief,  in short", "the brief, in short");
      await page.getByRole("heading", { level: 2, name: "Thread" }).click();
      await page.keyboard.press("z");
      await until("taken back", async () => (await ana.named("the brief")).length === 1);
      await rename("the long brief");
      await ben.api("PATCH", `/tasks/${task.id}`, { title: "the brief of Ben" });
      await until("it is read", async () => (await title.inputValue()) === "the brief of Ben");
      await page.getByRole("heading", { level: 2, name: "Thread" }).click();
      await page.keyboard.press("z");
      await said(page).getByText("Somebody has changed it since").waitFor();
      assert.equal((await ana.named("the brief of Ben")).length, 1);

      proxy.cut();
      await page.keyboard.press("e");
      await said(page).getByText("Done").waitFor();
      await ben.api("POST", `/tasks/${task.id}/cancel`, { reason: "no_longer_needed" });
      proxy.open();
      await unsent(page).waitFor();
      const before = sent(proxy);
      await page.getByRole("heading", { level: 2, name: "Thread" }).click();
      await page.keyboard.press("z");
      await said(page).getByText("It was refused").waitFor();
      assert.equal(sent(proxy), before);
      assert.equal(await unsent(page).getByRole("listitem").count(), 1);
    },
  ),

  "undo: a setting that the server can't be asked to take back stays, says so, and is taken back later":
    behindLine([ben], async ({ proxy, people: [ben] }) => {
      await at(ben, "/settings/hours", (page) => page.getByLabel("Time zone"));
      const { page } = ben;
      const zone = async () => (await ben.api("GET", "/me")).body.person.time_zone;
      await page.getByLabel("Time zone").selectOption("Europe/Lisbon");
      await page.getByRole("button", { name: "Save" }).click();
      await said(page).getByText("Saved").waitFor();
      assert.equal(await zone(), "Europe/Lisbon");
      await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "My list" }).click();
      await page.getByRole("heading", { level: 1, name: "My list" }).waitFor();
      proxy.cut();
      await page.keyboard.press("z");
      await said(page).getByText("No answer came from the server").waitFor();
      assert.equal(await said(page).getByText("Undone").count(), 0);
      assert.equal(await zone(), "Europe/Lisbon");
      proxy.open();
      await page.keyboard.press("z");
      await said(page).getByText("Undone: Saved").waitFor();
      assert.equal(await zone(), "America/Denver");
    }),

  "undo: changes of a form that one has left are there again": behindLine(
    [ben],
    async ({ people: [ben] }) => {
      await at(ben, "/settings", (page) => page.getByLabel("Name"));
      const { page } = ben;
      await page.getByLabel("Name").fill("Ben of the harbour");
      await page.getByRole("button", { name: "Undo my changes" }).click();
      await said(page).getByText("Your changes are gone").waitFor();
      await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "My list" }).click();
      await page.getByRole("heading", { level: 1, name: "My list" }).waitFor();
      await page.keyboard.press("z");
      await said(page).getByText("Undone").waitFor();
      await page.getByRole("link", { name: "Settings" }).click();
      await until(
        "the words are back",
        async () => (await page.getByLabel("Name").inputValue()) === "Ben of the harbour",
      );
    },
  ),
};
