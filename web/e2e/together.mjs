// Two people on one list: Ben in Denver is the manager, Ana in Lisbon the owner.
import assert from "node:assert/strict";
import { clear, invite, until } from "./rig.mjs";

async function both(ben, ana) {
  await clear(ana, ben);
  await ben.page.goto(`${ben.server.url}/people/${ana.id}`);
  await ben.page.getByRole("heading", { level: 1, name: "Ana’s list" }).waitFor();
}

async function sameOrder(ben, ana) {
  await until("both see the server's order", async () => {
    const order = JSON.stringify(await ben.serverOrder(ana.id));
    return JSON.stringify(await ana.order()) === order && JSON.stringify(await ben.order()) === order;
  });
}

export const together = {
  async "a task slides in at the other's, its due time in both zones"({ ben, ana }) {
    await both(ben, ana);
    await ben.line.fill("forecast update");
    await ben.page.keyboard.press("Enter");
    await ben.page.getByText("By when does Ana need to have it?").waitFor();
    await ben.line.fill("forecast update by tomorrow 5pm");
    await ben.page.getByRole("list", { name: "What it costs" }).getByText("Lands in ").waitFor();
    await ben.page.keyboard.press("Enter");
    await ana.row("forecast update").getByText("Asked by Ben Okafor").waitFor();
    await ana.row("forecast update").getByRole("button", { name: "tomorrow 17:00" }).waitFor();
    await ben
      .row("forecast update")
      .getByText(/\d\d:\d\d Denver/)
      .waitFor();
  },

  async "keys and drags of one are the other's order"({ ben, ana }) {
    await both(ben, ana);
    for (const title of ["one", "two", "three", "four"]) await ana.put(title);
    await ana.row("four").waitFor();
    await ana.choose("one");
    await ana.page.keyboard.press("Shift+J");
    await until("one below two", async () => (await ana.order())[0] === "two");
    await sameOrder(ben, ana);
    assert.deepEqual(await ben.order(), ["two", "one", "three", "four"]);
    await ana.page.keyboard.press("Shift+K");
    await sameOrder(ben, ana);
    assert.deepEqual(await ben.order(), ["one", "two", "three", "four"]);

    const from = await ana.row("four").boundingBox();
    const onto = await ana.row("one").boundingBox();
    await ana.page.mouse.move(from.x + 200, from.y + from.height / 2);
    await ana.page.mouse.down();
    await ana.page.mouse.move(onto.x + 200, onto.y + 30, { steps: 4 });
    await until("the row under the pointer says where it would land", async () => {
      await ana.page.mouse.move(onto.x + 200, onto.y + 4, { steps: 2 });
      return (await ana.row("one").getAttribute("data-edge")) === "before";
    });
    await ana.page.mouse.up();
    await until("four first", async () => (await ana.order())[0] === "four");
    await sameOrder(ben, ana);
    assert.deepEqual(await ben.order(), ["four", "one", "two", "three"]);
  },

  async "moves at the same time end in one order"({ ben, ana }) {
    await both(ben, ana);
    for (const title of ["a1", "a2", "a3", "a4", "a5", "a6"]) await ana.put(title);
    await ben.row("a6").waitFor();
    await ana.row("a6").waitFor();
    await ana.choose("a1");
    await ben.choose("a6");
    for (let i = 0; i < 4; i++) {
      await Promise.all([ana.page.keyboard.press("Shift+J"), ben.page.keyboard.press("Shift+K")]);
    }
    await sameOrder(ben, ana);
    assert.deepEqual((await ana.order()).sort(), ["a1", "a2", "a3", "a4", "a5", "a6"]);
  },

  async "a manager's move past started work says why, and is put back with one key"({ ben, ana }) {
    await both(ben, ana);
    const [first] = [await ana.put("started"), await ana.put("second"), await ana.put("third")];
    await ana.api("POST", `/tasks/${first.id}/start`, {});
    await ben.row("started").getByText("In progress").waitFor();
    await ben.choose("third");
    await ben.page.keyboard.press("Shift+K");
    await until("third second", async () => (await ben.order())[1] === "third");
    assert.equal(await ben.page.getByRole("dialog").count(), 0, "no reason for what weighs nothing");
    await ben.page.keyboard.press("Shift+K");
    await ben.page.getByLabel("In a line, for its owner").fill("finance closes on Monday");
    await ben.page.keyboard.press("Enter");
    await ana.row("third").getByText("Ben Okafor moved it here: finance closes on Monday").waitFor();
    assert.deepEqual(await ana.order(), ["third", "started", "second"]);
    await ana.row("third").getByRole("button", { name: "Put back" }).click();
    await until("put back", async () => (await ana.order()).join() === "started,second,third");
    await sameOrder(ben, ana);
    await ben.row("third").getByText("stands until the two of you agree").waitFor();
  },

  async "what is asked of somebody else's waits for their word"({ ben, ana }) {
    await clear(ana, ben);
    await ana.page.goto(`${ana.server.url}/people/${ben.id}`);
    await ana.line.fill("quote for the fair by tomorrow");
    await ana.page.getByText("Ben decides whether to take it.").waitFor();
    await ana.page.keyboard.press("Enter");
    await ana.line.fill("badges no date");
    await ana.page.keyboard.press("Enter");
    const section = ben.page.getByRole("region", { name: "To decide" });
    await section.getByRole("link", { name: "badges" }).waitFor();
    await section.getByText("Ana Sousa asks · tomorrow").waitFor();
    await ben.page.keyboard.press("a");
    await ben.row("quote for the fair").waitFor();
    await section.getByRole("button", { name: "Decline" }).click();
    await ben.page.getByLabel("In a line, for who asked").fill("We don't go this year");
    await ben.page.keyboard.press("Enter");
    await section.waitFor({ state: "detached" });
    await ana.row("quote for the fair").waitFor();
    await until("declined on the server, too", async () => {
      const [badges] = await ana.named("badges", ben.id);
      return badges.cancel_reason === "declined";
    });
  },

  async "a colleague's list can be read, and not arranged"({ ben, ana }) {
    const kenji = await invite(ben, "Kenji Mori", "kenji@example.com", "Asia/Tokyo");
    await clear(ana);
    await ana.put("visible to the workspace");
    await ben.api("PATCH", "/workspace", { visibility: "workspace" });
    await kenji.page.goto(`${kenji.server.url}/people/${ana.id}`);
    await kenji.choose("visible to the workspace");
    await kenji.page.keyboard.press("1");
    const more = kenji.row("visible to the workspace").getByRole("button", { name: /^More for/ });
    assert.equal(await more.count(), 0);
    // It is live while it is open, and gone with the access to it.
    await ana.put("said a moment later");
    await kenji.row("said a moment later").waitFor();
    await ana.api("POST", `/tasks/${(await ana.named("said a moment later"))[0].id}/complete`, {});
    await kenji.row("said a moment later").waitFor({ state: "detached" });
    await ben.api("PATCH", "/workspace", { visibility: "team" });
    await kenji.row("visible to the workspace").waitFor({ state: "detached" });
    await ben.api("PATCH", "/workspace", { visibility: "workspace" });
    await kenji.row("visible to the workspace").waitFor();
    assert.equal((await ana.named("visible to the workspace"))[0].level, "medium");
    await ben.api("PATCH", "/workspace", { visibility: "team" });
    await kenji.context.close();
  },
};
