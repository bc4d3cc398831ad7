// While the line is cut the world goes on: the server comes back from a backup, another takes the slot, a manager
// changes, a session ends. What was done meanwhile is done, or says why not.
import assert from "node:assert/strict";
import { ana, at, atList, batch, behindLine, ben, crash, kenji, olga, once, unsent } from "./behind-line.mjs";
import { until } from "./rig.mjs";

export const meanwhile = {
  "far: the server comes back from a backup: its truth, and the outbox on top": behindLine(
    [ben, ana],
    async ({ proxy, server, people: [, ana] }) => {
      await ana.put("in the backup");
      await server.kill();
      await server.backup();
      await server.start();
      for (const title of ["after the backup", "and this"]) await ana.put(title);
      await atList(ana);
      await ana.row("and this").waitFor();
      proxy.cut();
      await ana.add("written meanwhile", "written meanwhile");
      await server.kill();
      await server.restore();
      await server.start();
      proxy.open();
      await once(ana, ["written meanwhile"]);
      await ana.row("after the backup").waitFor({ state: "detached" });
      assert.deepEqual(await ana.order(), ["in the backup", "written meanwhile"]);
      await ana.page.reload();
      await ana.row("written meanwhile").waitFor();
      assert.deepEqual(await ana.order(), ["in the backup", "written meanwhile"]);
    },
  ),

  "far: no longer their manager: what was readable goes, words refused stay": behindLine(
    [olga, ben, ana, kenji],
    async ({ proxy, people }) => {
      const [olga, ben, ana, kenji] = people;
      await olga.api("PATCH", "/workspace", { visibility: "line" });
      await olga.api("PATCH", `/people/${ana.id}`, { manager_id: ben.id });
      const secret = await ana.put("salary talk");
      await ana.put("other plans");
      await at(ben, `/people/${ana.id}`, () => ben.row("salary talk"));
      proxy.cut();
      await ben.row("salary talk").getByRole("link").click();
      await ben.page.getByRole("textbox", { name: "Leave a word" }).fill("A thought that took me an hour");
      await ben.page.getByRole("button", { name: "Comment", exact: true }).click();
      await ben.page.getByText("1 change is kept here and will be sent.").waitFor();
      const moved = await olga.api("PATCH", `/people/${ana.id}`, { manager_id: kenji.id });
      assert.equal(moved.status, 200);
      proxy.open();
      await unsent(ben.page).getByRole("button", { name: "Copy the words" }).waitFor();
      await ben.context.grantPermissions(["clipboard-read", "clipboard-write"]);
      await unsent(ben.page).getByRole("button", { name: "Copy the words" }).click();
      await ben.page.getByText("Copied").waitFor();
      const copied = await ben.page.evaluate(() => navigator.clipboard.readText());
      assert.equal(copied, "A thought that took me an hour");
      await until("nothing of Ana's list is kept in Ben's browser", async () => {
        const rows = await ben.page.evaluate(async (id) => {
          const database = await new Promise((resolve) => {
            const opening = indexedDB.open(`cairn-${id}`);
            opening.onsuccess = () => resolve(opening.result);
          });
          const asking = database.transaction("rows").objectStore("rows").getAll();
          const rows = await new Promise((resolve) => {
            asking.onsuccess = () => resolve(asking.result);
          });
          database.close();
          return JSON.stringify(rows);
        }, ben.id);
        return !rows.includes("salary talk") && !rows.includes("other plans");
      });
      assert.equal((await ben.api("GET", `/tasks/${secret.id}`)).status, 404);
      assert.equal(await ben.page.getByText("salary talk").count(), 0);
    },
  ),

  "far: one of five is refused, the others go on": behindLine(
    [ben, ana],
    async ({ proxy, people: [ben, ana] }) => {
      const doomed = await ana.put("doomed");
      await ana.put("spared");
      const beside = await ana.put("beside");
      await atList(ana);
      proxy.cut();
      await ana.add("first", "first");
      await ana.choose("doomed");
      await ana.page.keyboard.press("1");
      await until("raised", async () => (await ana.order())[0] === "doomed");
      await ana.choose("spared");
      await ana.page.keyboard.press("e");
      await ana.row("spared").waitFor({ state: "detached" });
      await ana.add("last", "last");
      await ana.choose("last");
      for (const below of ["doomed,beside,last,first", "doomed,last,beside,first"]) {
        await ana.page.keyboard.press("Shift+K");
        await until("moved up", async () => (await ana.order()).join() === below);
      }
      for (const { id } of [doomed, beside])
        await ben.api("POST", `/tasks/${id}/cancel`, { reason: "no_longer_needed" });
      assert.deepEqual(await ana.serverOrder(), ["spared"]);
      proxy.open();
      await once(ana, ["first", "last", "spared", "doomed", "beside"]);
      await unsent(ana.page).getByText("doomed").waitFor();
      await ana.row("doomed").waitFor({ state: "detached" });
      // Its first step up stands; the second was beside what has gone.
      const last = unsent(ana.page).getByRole("listitem").filter({ hasText: "last" });
      await last.getByText("The task beside which it was put is not there any more.").waitFor();
      await until("as it stands there", async () => (await ana.order()).join() === "last,first");
      assert.equal(await unsent(ana.page).getByRole("listitem").count(), 2);
      await last.getByRole("button", { name: "Choose its place" }).click();
      await ana.page.getByRole("dialog", { name: "Before which task?" }).getByText("first").click();
      await last.waitFor({ state: "detached" });
      assert.equal((await ana.named("spared"))[0].status, "done");
      assert.equal((await ana.named("doomed"))[0].status, "canceled");
      await unsent(ana.page).getByRole("button", { name: "Let it go" }).click();
      await unsent(ana.page).waitFor({ state: "detached" });
    },
  ),

  "far: the slot was taken meanwhile": behindLine([ben, ana], async ({ proxy, people: [ben, ana] }) => {
    await ana.put("mine");
    const theirs = await ana.put("theirs");
    await atList(ana);
    proxy.cut();
    await ana.choose("mine");
    await ana.page.keyboard.press("1");
    await ana.line.fill("a new one urgent");
    await ana.page.keyboard.press("Enter");
    await ana.page.getByRole("dialog", { name: "Urgent is full. Which one steps down?" }).waitFor();
    await ana.page.keyboard.press("Escape");
    await ana.line.fill("");
    const raised = await ben.api("POST", `/tasks/${theirs.id}/move`, {
      level: "urgent",
      reason: "the board asks",
    });
    assert.equal(raised.status, 200);
    proxy.open();
    // The answer that says so is lost on its way: it is told all the same, with who stands there.
    proxy.next("lose", batch);
    await unsent(ana.page).getByText("Urgent is full: “theirs”.").waitFor();
    await until("as it stands there", async () => (await ana.order()).join() === "theirs,mine");
    await unsent(ana.page).getByRole("button", { name: "Choose who steps down" }).click();
    await ana.page.getByRole("dialog").getByRole("button", { name: "theirs" }).click();
    await unsent(ana.page).waitFor({ state: "detached" });
    await until("swapped there too", async () => (await ana.serverOrder()).join() === "mine,theirs");
  }),

  "far: the session ended with a full outbox and a half-written comment": behindLine(
    [ben, ana],
    async ({ proxy, people }) => {
      const [, ana] = people;
      const talk = await ana.put("talk about it");
      await atList(ana);
      proxy.cut();
      const titles = Array.from({ length: 12 }, (_, at) => `offline ${at + 1}`);
      for (const title of titles) await ana.add(title, title);
      await ana.row("talk about it").getByRole("link").click();
      const words = ana.page.getByRole("textbox", { name: "Leave a word" });
      await words.fill("half a thou");
      const sessions = (await ana.api("GET", "/sessions")).body.items;
      for (const { id } of sessions) await ana.api("DELETE", `/sessions/${id}`);
      proxy.open();
      await ana.page.getByText("Your session has ended.").waitFor();
      await ana.page.getByText("12 changes are kept here and will be sent.").waitFor();
      await crash(ana.page);
      await ana.open(`/tasks/${talk.id}`);
      await ana.page.getByText("Your session has ended.").waitFor();
      await ana.logInAgain();
      await once(ana, titles);
      await ana.page.getByText("Your session has ended.").waitFor({ state: "detached" });
      await ana.page.goto(`${ana.url}/tasks/${talk.id}`);
      await until("the half thought stands there", async () => (await halfWritten(ana)) === "half a thou");
      await ana.page.getByRole("textbox", { name: "Leave a word" }).press("End");
      await ana.page.keyboard.type("ght");
      await ana.page.getByRole("button", { name: "Comment", exact: true }).click();
      await until("said once", async () => {
        const { body } = await ana.api("GET", `/tasks/${talk.id}/comments`);
        return body.items.map((comment) => comment.body).join() === "half a thought";
      });
    },
  ),

  "far: another's task arrives while a row is dragged": behindLine(
    [ben, ana],
    async ({ people: [ben, ana] }) => {
      for (const title of ["one", "two", "three", "four"]) await ana.put(title);
      await atList(ana);
      const from = await ana.row("four").boundingBox();
      await ana.page.mouse.move(from.x + 200, from.y + from.height / 2);
      await ana.page.mouse.down();
      await until("it is being dragged", async () => {
        const onto = await ana.row("three").boundingBox();
        await ana.page.mouse.move(onto.x + 200, onto.y + 10, { steps: 3 });
        return (await ana.page.locator("[data-edge]").count()) > 0;
      });
      await ben.put("from Ben", { owner_id: ana.id, level: "high" });
      await ben.put("more from Ben", { owner_id: ana.id });
      await ana.row("from Ben").waitFor();
      await ana.row("more from Ben").waitFor();
      await until("the row under the pointer says where it would land", async () => {
        const onto = await ana.row("two").boundingBox();
        await ana.page.mouse.move(onto.x + 200, onto.y + 4, { steps: 2 });
        return (await ana.row("two").getAttribute("data-edge")) === "before";
      });
      await ana.page.mouse.up();
      const order = "from Ben,one,four,two,three,more from Ben";
      await until("four before two", async () => (await ana.order()).join() === order);
      await until("there too", async () => (await ana.serverOrder()).join() === order);
      assert.equal(await ana.page.locator("[data-edge]").count(), 0);
    },
  ),
};

const halfWritten = (somebody) => somebody.page.getByRole("textbox", { name: "Leave a word" }).inputValue();
