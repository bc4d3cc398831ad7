// A server that is 250 ms away, over a line that breaks in every way there is
// while the browser believes it is online: what one sees, and what the server has.
import assert from "node:assert/strict";
import {
  ana,
  atList,
  batch,
  behindLine,
  ben,
  crash,
  killer,
  once,
  outOfReach,
  sent,
  unsent,
} from "./behind-line.mjs";
import { until } from "./rig.mjs";

export const far = {
  "far: what one does is on screen before the server knows": behindLine(
    [ben, ana],
    async ({ proxy, people: [, ana] }) => {
      for (const title of ["one", "two", "three"]) await ana.put(title);
      await atList(ana);
      const held = proxy.next("hold", batch, { times: 99 });
      await ana.add("quick thought urgent", "quick thought");
      await ana.choose("one");
      await ana.page.keyboard.press("Shift+J");
      await until("one below two", async () => (await ana.order()).join() === "quick thought,two,one,three");
      await ana.page.keyboard.press("e");
      await ana.row("one").waitFor({ state: "detached" });
      await held.reached;
      proxy.open();
      await until(
        "the server has it all",
        async () => (await ana.serverOrder()).join() === "quick thought,two,three",
      );
      assert.deepEqual(await ana.order(), ["quick thought", "two", "three"]);
    },
  ),

  "far: what the app needs to open offline is fetched again where the line broke": behindLine(
    [ben, ana],
    async ({ proxy, people: [, ana] }) => {
      proxy.delay = 0;
      // Of all the files only the worker asks for this one.
      const broken = proxy.next("busy", "GET /icon-512.png");
      await ana.open();
      await broken.reached;
      await until("the browser keeps the app", () =>
        ana.page.evaluate(() => navigator.serviceWorker.controller !== null),
      );
    },
  ),

  "far: cut off while the browser believes it is online": behindLine(
    [ben, ana],
    async ({ proxy, people: [, ana] }) => {
      await atList(ana);
      proxy.cut();
      await ana.add("in the tunnel", "in the tunnel");
      await ana.add("still in the tunnel", "still in the tunnel");
      await outOfReach(ana.page).waitFor();
      await ana.page.getByText("2 changes are kept here and will be sent.").waitFor();
      await ana.page.reload();
      await ana.row("still in the tunnel").waitFor();
      assert.deepEqual(await ana.serverOrder(), []);
      proxy.open();
      await once(ana, ["in the tunnel", "still in the tunnel"]);
      await outOfReach(ana.page).waitFor({ state: "detached" });
      assert.deepEqual(await ana.order(), ["in the tunnel", "still in the tunnel"]);
    },
  ),

  "far: a line that hangs stops nobody": behindLine([ben, ana], async ({ proxy, people: [, ana] }) => {
    await ana.put("from yesterday");
    await atList(ana);
    proxy.hang();
    await ana.add("while it hangs", "while it hangs");
    await ana.page.reload();
    await ana.row("while it hangs").waitFor();
    await ana.choose("from yesterday");
    await ana.page.keyboard.press("1");
    await until("raised", async () => (await ana.order())[0] === "from yesterday");
    await ana.row("from yesterday").getByRole("link").click();
    await ana.page.getByRole("textbox", { name: "Title" }).waitFor();
    proxy.open();
    await once(ana, ["while it hangs"]);
    await until("raised there too", async () => (await ana.named("from yesterday"))[0].level === "urgent");
  }),

  "far: an answer lost after the server did it: done exactly once": behindLine(
    [ben, ana],
    async ({ proxy, people }) => {
      const [ben, ana] = people;
      const talk = await ana.put("talk about it");
      await atList(ana);
      const lost = proxy.next("lose", batch, { times: 3 });
      await ana.add("only once", "only once");
      await lost.reached;
      assert.equal((await ana.named("only once")).length, 1, "the server did it");
      await ana.row("talk about it").getByRole("link").click();
      await ana.page.getByRole("textbox", { name: "Leave a word" }).fill("said once");
      await ana.page.getByRole("button", { name: "Comment", exact: true }).click();
      const thread = async () => (await ben.api("GET", `/tasks/${talk.id}/comments`)).body.items;
      await until("it is said", async () => (await thread()).length > 0);
      await until("sent until answered", () => lost.met === 3 && sent(proxy) > 3);
      await outOfReach(ana.page).waitFor({ state: "detached" });
      await once(ana, ["only once"]);
      assert.equal((await thread()).length, 1);
      await ana.page.getByText("said once").waitFor();
      assert.equal(await ana.page.getByText("said once").count(), 1);
    },
  ),

  "far: half an answer, a 503, a broken request: nothing lost, nothing doubled": behindLine(
    [ben, ana],
    async ({ proxy, people }) => {
      const [, ana] = people;
      await atList(ana);
      for (const [kind, more] of [["half"], ["drop"], ["busy", { retryAfter: 1 }]]) {
        const fault = proxy.next(kind, batch, more);
        await ana.add(`through ${kind}`, `through ${kind}`);
        await fault.reached;
      }
      await once(ana, ["through half", "through drop", "through busy"]);
      // Half of what changed is nothing that changed.
      const fault = proxy.next("half", "GET /api/v1/changes");
      await ana.put("from the other browser");
      await fault.reached;
      await ana.row("from the other browser").waitFor();
      await outOfReach(ana.page).waitFor({ state: "detached" });
      assert.deepEqual(await ana.order(), await ana.serverOrder());
      assert.equal(await unsent(ana.page).count(), 0);
    },
  ),

  "far: a tab killed in the moment of a write": behindLine([ben, ana], async ({ proxy, people: [, ana] }) => {
    await atList(ana);
    const titles = [];
    for (const reachable of [true, false, true]) {
      if (!reachable) proxy.hang();
      const title = `written and killed ${titles.length}`;
      titles.push(title);
      await ana.line.fill(title);
      const kill = await killer(ana.page);
      // Once the key press has been handled, nothing of this tab runs any more: no timer, no database. It says so by
      // a cookie: a request may wait behind those that hang, and the browser repeats one whose connection broke,
      // which would then speak for the next tab.
      ana.line
        .evaluate(async (box, handled) => {
          box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
          for (let turn = 0; turn < 1000; turn++) await null;
          // biome-ignore lint/suspicious/noDocumentCookie: the other way to write one takes turns of the tab.
          document.cookie = `handled=${handled}`;
          for (;;);
        }, titles.length)
        .catch(() => {});
      await until("it is handled", async () => {
        const cookies = await ana.context.cookies(ana.url);
        return cookies.find(({ name }) => name === "handled")?.value === String(titles.length);
      });
      await kill();
      await ana.open();
      await ana.row(title).waitFor();
      assert.equal(await ana.line.inputValue(), "", "not in the line as well");
      if (!reachable) proxy.open();
      await once(ana, titles);
    }
    assert.deepEqual(await ana.order(), titles);
  }),

  "far: the tab that sends is killed, the other goes on": behindLine(
    [ben, ana],
    async ({ proxy, people: [, ana] }) => {
      await atList(ana);
      const second = await ana.context.newPage();
      await second.goto(ana.url);
      await second.getByText("Nothing on your list").waitFor();
      const held = proxy.next("hold", batch);
      await ana.add("from the first", "from the first");
      await held.reached;
      await ana.row("from the first", second).waitFor();
      const box = second.getByRole("textbox", { name: "Add a task" });
      await box.fill("from the second");
      await box.press("Enter");
      await ana.row("from the second").waitFor();
      await crash(ana.page);
      await once(ana, ["from the first", "from the second"]);
      await until("the second tab has sent", () => sent(proxy) > 1);
      assert.deepEqual(await ana.order(second), ["from the first", "from the second"]);
      ana.page = second;
    },
  ),
};
