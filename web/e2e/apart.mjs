// Two people apart: one writes without the server, on many screens, while the other changes the same things. What
// both did is there, once; what can't be is said, with its words.
import assert from "node:assert/strict";
import { ana, at, atList, behindLine, ben, crash, once, outOfReach, unsent } from "./behind-line.mjs";
import { until } from "./rig.mjs";

const whole = async (who, task) => (await who.api("GET", `/tasks/${task.id}`)).body;
const thread = async (who, task) => (await who.api("GET", `/tasks/${task.id}/comments`)).body.items;
const change = async (who, task, body) => {
  const answer = await who.api("PATCH", `/tasks/${task.id}`, body);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
};

/** To another screen without loading the page anew. */
const goTo = async (page, name) => {
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name, exact: true }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
};

export const apart = {
  "apart: two change title, text, steps and date of one task": behindLine(
    [ben, ana],
    async ({ proxy, people: [ben, ana] }) => {
      const made = await ana.put("Lighthouse tour", { level: "high", due_date: "2031-05-06" });
      const [ropes, lamps] = [crypto.randomUUID(), crypto.randomUUID()];
      const checklist = [
        { id: ropes, text: "Check the ropes" },
        { id: lamps, text: "Clean the lamps" },
      ];
      await change(ana, made, { checklist });
      await at(ana, `/tasks/${made.id}`, (page) => page.getByRole("checkbox", { name: "Clean the lamps" }));
      const { page } = ana;
      await page.getByRole("button", { name: "Add a description" }).waitFor();
      proxy.cut();
      await page.getByRole("checkbox", { name: "Check the ropes" }).check();
      const step = page.getByRole("textbox", { name: "Add a step" });
      await step.fill("Ask the keeper");
      await step.press("Enter");
      await page.getByRole("checkbox", { name: "Ask the keeper" }).waitFor();
      const title = page.getByRole("textbox", { name: "Title" });
      await title.fill("Lighthouse tour, by boat");
      await title.press("Enter");
      await page.getByRole("button", { name: "Add a description" }).click();
      await page.getByRole("textbox", { name: "Description" }).fill("Two boats, eleven o’clock");
      await page.getByRole("button", { name: "Save" }).click();

      await change(ben, made, { due_date: "2031-05-08", due_reason: "scope", title: "The lighthouse" });
      await change(ben, made, { body: "One boat is enough", body_version: 1 });
      await change(ben, made, {
        steps: [
          { id: lamps, done: true },
          { id: crypto.randomUUID(), text: "Pack the lunch" },
        ],
      });
      proxy.open();
      await unsent(page).getByText("Two boats, eleven o’clock").waitFor();
      await unsent(page).getByText("One boat is enough").waitFor();
      const after = await whole(ana, made);
      assert.deepEqual(
        after.checklist.map(({ text, done }) => `${text}: ${done}`),
        ["Check the ropes: true", "Clean the lamps: true", "Pack the lunch: false", "Ask the keeper: false"],
      );
      assert.equal(after.title, "Lighthouse tour, by boat", "the later word counts");
      assert.equal(after.due_date, "2031-05-08");
      await page.getByRole("checkbox", { name: "Pack the lunch" }).waitFor();
      // A tick that is taken back leaves what the other has added.
      await page.getByRole("checkbox", { name: "Check the ropes" }).uncheck();
      await change(ben, made, { steps: [{ id: crypto.randomUUID(), text: "Count heads" }] });
      await page.getByRole("checkbox", { name: "Count heads" }).waitFor();
      await page.getByRole("heading", { level: 2, name: "Thread" }).click();
      await page.keyboard.press("z");
      await until("ticked again", async () => (await whole(ana, made)).checklist[0].done);
      assert.equal((await whole(ana, made)).checklist.length, 5);
      await unsent(page).getByRole("button", { name: "Use mine" }).click();
      await unsent(page).waitFor({ state: "detached" });
      await until("hers", async () => (await whole(ana, made)).body === "Two boats, eleven o’clock");
    },
  ),

  "apart: lines, a mention, steps, an answer and a move without the server, the tab killed: each is there once":
    behindLine([ben, ana], async ({ proxy, people: [ben, ana] }) => {
      const talk = await ana.put("Winter storage");
      for (const title of ["Sails", "Masts"]) await ana.put(title);
      const asked = await ben.api("POST", "/requests", {
        title: "Berths to let",
        why: "The list goes to print",
        to: { person_ids: [ana.id] },
        kind: "number",
        due_date: null,
      });
      assert.equal(asked.status, 201, JSON.stringify(asked.body));
      await atList(ana);
      const { page } = ana;
      await page.getByRole("region", { name: "To decide" }).getByText("Berths to let").waitFor();
      // Read once, a task is on this device.
      await ana.row("Winter storage").getByRole("link").click();
      await page.getByRole("textbox", { name: "Leave a word" }).waitFor();
      await goTo(page, "My list");
      proxy.cut();

      await ana.line.fill("- paint the hull\n- order bolts #yard");
      await page.getByRole("button", { name: "Add 2 tasks" }).click();
      await ana.row("order bolts").waitFor();
      // It stands above the list, and moves it when it comes.
      await page.getByText("2 changes are kept here and will be sent.").waitFor();
      const from = await ana.row("Masts").boundingBox();
      const onto = await ana.row("Winter storage").boundingBox();
      await page.mouse.move(from.x + 200, from.y + from.height / 2);
      await page.mouse.down();
      await until("the row under the pointer says where it would land", async () => {
        await page.mouse.move(onto.x + 200, onto.y + 20, { steps: 3 });
        await page.mouse.move(onto.x + 200, onto.y + 4, { steps: 2 });
        return (await ana.row("Winter storage").getAttribute("data-edge")) === "before";
      });
      await page.mouse.up();
      await until("moved", async () => (await ana.order())[0] === "Masts");
      const toDecide = page.getByRole("region", { name: "To decide" });
      await toDecide.getByRole("button", { name: /^Answer/ }).click();
      await page.getByRole("dialog", { name: "Your answer" }).getByRole("textbox").first().fill("17");
      await page.keyboard.press("Enter");
      await toDecide.waitFor({ state: "detached" });

      await ana.row("Winter storage").getByRole("link").click();
      const step = page.getByRole("textbox", { name: "Add a step" });
      await step.fill("Book the shed");
      await step.press("Enter");
      const words = page.getByRole("textbox", { name: "Leave a word" });
      await words.fill("Which shed do you mean, @be");
      await page.getByRole("option", { name: "Ben Okafor" }).click();
      await page.keyboard.type("?");
      await page.getByRole("button", { name: "Comment", exact: true }).click();
      await crash(page);
      const again = await ana.open();
      await again.getByText("6 changes are kept here and will be sent.").waitFor();
      const order = (await ana.order()).join();
      assert.equal(order, "Masts,Winter storage,Sails,paint the hull,order bolts");
      await ana.row("Winter storage").getByRole("link").click();
      await again.getByText("Which shed do you mean").waitFor();
      await again.getByRole("checkbox", { name: "Book the shed" }).waitFor();
      assert.equal(await again.getByRole("textbox", { name: "Leave a word" }).inputValue(), "");
      proxy.open();
      await once(ana, ["paint the hull", "order bolts"]);
      await until("answered", async () => (await ana.named("Berths to let"))[0].status === "done");
      await until("said", async () => (await thread(ana, talk)).length === 1);
      const [comment] = await thread(ana, talk);
      assert.deepEqual(comment.mention_ids, [ben.id]);
      assert.equal((await whole(ana, talk)).checklist.length, 1);
      assert.equal((await ana.serverOrder()).join(), order);
      assert.equal(await unsent(again).count(), 0);
    }),

  "apart: a device without room says so, keeps the words in their box, and goes on by itself": behindLine(
    [ben, ana],
    async ({ people: [ben, ana] }) => {
      await ana.put("there before");
      await atList(ana);
      const { page } = ana;
      // Not even who is here can be kept: the page opens all the same.
      await page.evaluate(() => {
        localStorage.removeItem("cairn.me");
        for (let words = "x".repeat(2 ** 20), n = 0; words; n++)
          try {
            localStorage.setItem(`full.${n}`, words);
          } catch {
            words = words.slice(0, words.length / 2);
          }
      });
      await page.reload();
      await ana.row("there before").waitFor();
      await page.evaluate(() => {
        for (const name of Object.keys(localStorage))
          if (name.startsWith("full.")) localStorage.removeItem(name);
      });
      await page.evaluate(() => {
        window.full = true;
        for (const name of ["add", "put"]) {
          const real = IDBObjectStore.prototype[name];
          IDBObjectStore.prototype[name] = function (...given) {
            if (window.full) throw new DOMException("The disk is full", "QuotaExceededError");
            return real.apply(this, given);
          };
        }
      });
      await ana.line.fill("nowhere to stand");
      await page.keyboard.press("Enter");
      await page.getByText("This could not be kept on this device. Free some space on it").waitFor();
      await until("the words are in the box again", async () => {
        return (await ana.line.inputValue()) === "nowhere to stand";
      });
      assert.deepEqual(await ana.order(), ["there before"]);
      await ben.put("from Ben", { owner_id: ana.id });
      await page.getByText("There is no room left on this device.").waitFor();
      assert.equal(await outOfReach(page).count(), 0, "the server is well");
      await page.evaluate(() => {
        window.full = false;
      });
      await ana.row("from Ben").waitFor();
      await page.getByText("There is no room left on this device.").waitFor({ state: "detached" });
      await ana.line.press("Enter");
      await once(ana, ["nowhere to stand"]);
    },
  ),

  "apart: a device whose clock is a day wrong says so; nothing is lost by it, nor doubled": behindLine(
    [ben, ana],
    async ({ people: [, ana] }) => {
      for (const [by, words] of [
        [86_400_000, "ahead"],
        [-86_400_000, "behind"],
      ]) {
        await ana.context.clock.setFixedTime(Date.now() + by);
        await ana.open();
        await ana.page.getByText(`The clock of this device is ${words}`).waitFor();
        await ana.add(`written ${words}`, `written ${words}`);
        await once(ana, [`written ${words}`]);
        await ana.page.close();
      }
      await ana.context.clock.setFixedTime(Date.now());
      await ana.open();
      await ana.row("written behind").waitFor();
      await ana.add("written in time", "written in time");
      await once(ana, ["written in time"]);
      assert.equal(await ana.page.getByText("The clock of this device").count(), 0);
      assert.deepEqual(await ana.order(), ["written ahead", "written behind", "written in time"]);
    },
  ),
};
