// One person's work: slots, keys, quick-add, the page of a task.
import assert from "node:assert/strict";
import { clear, until } from "./rig.mjs";

const level = async (somebody, title) => (await somebody.named(title)).at(-1)?.level;

export const work = {
  async "a full level asks who steps down"({ ana }) {
    await clear(ana);
    await ana.add("call the printer urgent", "call the printer");
    await ana.line.fill("answer the court urgent");
    await ana.page.keyboard.press("Enter");
    const dialog = ana.page.getByRole("dialog", { name: "Urgent is full. Which one steps down?" });
    await dialog.getByRole("button", { name: "call the printer" }).click();
    await ana.page.keyboard.press("Escape");
    await until("both stand", async () => (await ana.order()).join() === "answer the court,call the printer");
    await until("on the server too", async () => (await ana.serverOrder()).length === 2);
    assert.equal(await level(ana, "answer the court"), "urgent");
    assert.equal(await level(ana, "call the printer"), "high");
  },

  async "who stepped down comes back with one undo, and all stand as before"({ ana }) {
    await clear(ana);
    const before = ["answer the court", "one", "two", "three", "four"];
    for (const title of before) await ana.put(title);
    const tasks = (await ana.api("GET", "/tasks?limit=50")).body.items;
    const id = (title) => tasks.find((task) => task.title === title && task.status === "todo").id;
    await ana.api("POST", `/tasks/${id("answer the court")}/move`, { level: "urgent" });
    for (const title of ["one", "two", "three"]) {
      await ana.api("POST", `/tasks/${id(title)}/move`, { level: "high" });
    }
    for (const taken of ["1 of 1", "3 of 3"])
      await ana.page.getByRole("img", { name: `${taken} places taken` }).waitFor();
    assert.deepEqual(await ana.order(), before);
    const undone = async (title, key, steps) => {
      await ana.choose(title);
      await ana.page.keyboard.press(key);
      for (const step of steps)
        await ana.page.getByRole("dialog").getByRole("button", { name: step }).click();
      await until("it stands first", async () => (await ana.order())[0] === title);
      await ana.page.getByRole("status").getByRole("button", { name: /^Undo/ }).click();
      await until("all as before", async () => (await ana.order()).join() === before.join());
      await until("on the server too", async () => (await ana.serverOrder()).join() === before.join());
      assert.equal(await ana.page.getByRole("region", { name: "Could not be done" }).count(), 0);
    };
    // Out of a full level, whose slot the other one takes; and from below, where two step down.
    await undone("two", "1", ["answer the court"]);
    await undone("four", "1", ["answer the court", "two"]);
    await ana.line.fill("a new one urgent");
    await ana.page.keyboard.press("Enter");
    for (const step of ["answer the court", "one"]) {
      await ana.page.getByRole("dialog").getByRole("button", { name: step }).click();
    }
    await until("it is there", async () => (await ana.order())[0] === "a new one");
    await ana.page.getByRole("status").getByRole("button", { name: /^Undo/ }).click();
    await until("as if it had not been", async () => (await ana.serverOrder()).join() === before.join());
    assert.deepEqual(await ana.order(), before);
  },

  async "what the server refuses says who holds the slot"({ ben, ana }) {
    await clear(ana);
    const [mine, theirs] = [await ana.put("mine"), await ana.put("theirs")];
    await ana.row("theirs").waitFor();
    await ana.context.setOffline(true);
    await ana.choose("mine");
    await ana.page.keyboard.press("1");
    await ben.api("POST", `/tasks/${theirs.id}/move`, { level: "urgent", reason: "the board asks" });
    await ana.context.setOffline(false);
    const unsent = ana.page.getByRole("region", { name: "Could not be done" });
    await unsent.getByText("theirs").waitFor();
    await unsent.getByRole("button", { name: "Choose who steps down" }).click();
    await ana.page.getByRole("dialog").getByRole("button", { name: "theirs" }).click();
    await unsent.waitFor({ state: "detached" });
    await until("swapped", async () => (await ana.serverOrder()).join() === "mine,theirs");
    assert.equal((await ana.api("GET", `/tasks/${mine.id}`)).body.level, "urgent");
  },

  async "every key does what the list of keys says"({ ana }) {
    await clear(ana);
    const { page } = ana;
    await page.keyboard.press("c");
    await page.keyboard.type("first of all");
    await page.keyboard.press("Enter");
    await page.keyboard.type("and then");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await until("the new row has the focus", async () => (await focused()) === "and then");
    await page.keyboard.press("k");
    assert.equal(await focused(), "first of all");
    await page.keyboard.press("j");
    assert.equal(await focused(), "and then");
    for (const [key, name] of [
      ["4", "low"],
      ["1", "urgent"],
      ["2", "high"],
      ["3", "medium"],
    ]) {
      await page.keyboard.press(key);
      await until(`${name} by ${key}`, async () => (await level(ana, "and then")) === name);
    }
    await page.keyboard.press("z");
    await until("undone", async () => (await level(ana, "and then")) === "high");
    await ana.choose("first of all");
    await page.keyboard.press("e");
    await ana.row("first of all").waitFor({ state: "detached" });
    await until("done", async () => (await ana.named("first of all"))[0].status === "done");
    await page.keyboard.press("z");
    await ana.row("first of all").waitFor();
    await ana.choose("first of all");
    await page.keyboard.press("n");
    await ana.row("first of all").waitFor({ state: "detached" });
    await until("let go", async () => (await ana.named("first of all"))[0].status === "canceled");
    await page.keyboard.press("z");
    await ana.row("first of all").waitFor();
    await ana.choose("first of all");
    await page.keyboard.press("d");
    await page.getByLabel("Date", { exact: true }).fill("2031-03-04");
    await page.keyboard.press("Enter");
    await ana.row("first of all").getByRole("button", { name: "Tue 4 Mar 2031" }).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await ana.choose("first of all");
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Title" }).waitFor();
  },

  async "several pasted lines become several tasks, a pasted address the source"({ ana, ben }) {
    await clear(ana, ben);
    await ana.line.fill(
      "- call finance high\n- book the room by tomorrow #offsite\nleave me out\nhttps://example.com/notes/q3-forecast",
    );
    await ana.page.getByRole("button", { name: "Leave out: leave me out" }).click();
    await ana.page.getByRole("button", { name: "Add 3 tasks" }).click();
    await ana.row("book the room").getByText("#offsite").waitFor();
    await until("three tasks", async () => (await ana.serverOrder()).length === 3);
    const tasks = (await ana.api("GET", `/people/${ana.id}/worklist`)).body.items;
    assert.equal(tasks[0].title, "call finance");
    assert.equal(tasks.find((task) => task.source_url)?.source_url, "https://example.com/notes/q3-forecast");

    await ben.page.goto(`${ben.server.url}/people/${ana.id}`);
    await ben.line.fill("one more thing");
    await ben.page.getByRole("button", { name: "No date" }).click();
    assert.equal(await ben.line.inputValue(), "one more thing no date");
    await ben.page.keyboard.press("Enter");
    await ana.row("one more thing").waitFor();
  },

  async "a list that changed since it was looked at is shown anew"({ ana, ben }) {
    await clear(ana, ben);
    const other = await ana.put("in between");
    await ben.page.goto(`${ben.server.url}/people/${ana.id}`);
    await ben.line.fill("late arrival no date");
    await ben.page.getByText("Lands at place 2 of 2").waitFor();
    await ana.api("POST", `/tasks/${other.id}/complete`, {});
    await ben.page.keyboard.press("Enter");
    const unsent = ben.page.getByRole("region", { name: "Could not be done" });
    await unsent.getByText("Lands in ").waitFor();
    await unsent.getByRole("button", { name: "Add it all the same" }).click();
    await ana.row("late arrival").waitFor();
  },

  async "a description that two people write keeps both texts, and asks"({ ana, ben }) {
    await clear(ana, ben);
    const task = await ana.put("write the brief");
    for (const somebody of [ana, ben]) await somebody.page.goto(`${ana.server.url}/tasks/${task.id}`);
    for (const somebody of [ana, ben])
      await somebody.page.getByRole("button", { name: "Add a description" }).click();
    await ben.page.getByRole("textbox", { name: "Description" }).fill("Ben's words");
    await ana.page.getByRole("textbox", { name: "Description" }).fill("Ana's **words**");
    await ben.page.getByRole("button", { name: "Save" }).click();
    await until("Ben's is saved", async () => (await ana.named(task.title)).at(-1).body === "Ben's words");
    await ana.page.getByRole("button", { name: "Save" }).click();
    const unsent = ana.page.getByRole("region", { name: "Could not be done" });
    await unsent.getByText("Ben's words").waitFor();
    await unsent.getByText("Ana's **words**").waitFor();
    await unsent.getByRole("button", { name: "Use mine" }).click();
    await ben.page.locator(".prose strong", { hasText: "words" }).waitFor();
    await unsent.waitFor({ state: "detached" });
  },

  async "checklist, thread with a mention, history, outcome"({ ana, ben }) {
    await clear(ana, ben);
    const task = await ben.put("prepare the launch", {
      owner_id: ana.id,
      due_date: "2031-03-04",
      level: "high",
    });
    const { page } = ana;
    await page.goto(`${ana.server.url}/tasks/${task.id}`);
    await page.getByRole("textbox", { name: "Add a step" }).fill("Numbers agree");
    await page.keyboard.press("Enter");
    await page.getByRole("checkbox", { name: "Numbers agree" }).check();
    await until("ticked", async () => (await ana.named(task.title))[0].checklist[0]?.done === true);
    const words = page.getByRole("textbox", { name: "Leave a word" });
    await words.fill("Is the footnote right, @be");
    await page.getByRole("option", { name: "Ben Okafor" }).click();
    await page.keyboard.type("?");
    await page.getByRole("button", { name: "Comment", exact: true }).click();
    await ben.page.goto(`${ana.server.url}/tasks/${task.id}`);
    await ben.page.getByText("Is the footnote right, @ben ?").waitFor();
    const thread = (await ben.api("GET", `/tasks/${task.id}/comments`)).body.items;
    assert.deepEqual(thread[0].mention_ids, [ben.id]);

    await page
      .getByRole("button", { name: "no date", exact: true })
      .or(page.getByRole("button", { name: /2031/ }))
      .click();
    await page.getByLabel("Date", { exact: true }).fill("2031-03-06");
    await page.getByLabel("Why does it move?").selectOption("scope");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText(/moved the date from .* \(it became more\), before it had passed/).waitFor();

    await page.getByRole("button", { name: "Done" }).click();
    await page.getByLabel("In a line, for the record").fill("Launched in four markets");
    await page.keyboard.press("Enter");
    await ben.page.getByText("Launched in four markets").waitFor();
    assert.equal((await ben.named(task.title, ana.id))[0].outcome.text, "Launched in four markets");
  },
};
