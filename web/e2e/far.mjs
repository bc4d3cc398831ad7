// A server that is 250 ms away, over a line that breaks in every way there is
// while the browser believes it is online: what one sees, and what the server has.
import assert from "node:assert/strict";
import { Line } from "./proxy.mjs";
import { house, until } from "./rig.mjs";

const batch = "POST /api/v1/batch";
const olga = ["Olga Petrov", "olga@example.com", "Europe/Berlin"];
const ben = ["Ben Okafor", "ben@example.com", "America/Denver"];
const ana = ["Ana Sousa", "ana@example.com", "Europe/Lisbon"];
const kenji = ["Kenji Mori", "kenji@example.com", "Asia/Tokyo"];

/** A journey on a workspace of its own, behind a line of its own; the first of the people is everybody's manager. */
function behindLine(named, run) {
  return async () => {
    const proxy = new Line(125);
    const { server, people } = await house(named, proxy);
    try {
      await run({ proxy, server, people });
    } catch (error) {
      error.stack += `\n  over the line: ${proxy.requests.slice(-12).join(", ")}`;
      throw error;
    }
  };
}

/** Opens a screen, with all that the browser keeps for when the server is out of reach. */
async function at(somebody, path, shown) {
  const { proxy } = somebody;
  const { delay } = proxy;
  // Filling the browser's cache is not the subject.
  proxy.delay = 0;
  await somebody.open(path);
  await until("the browser keeps the app", () =>
    somebody.page.evaluate(() => navigator.serviceWorker.controller !== null),
  );
  await shown(somebody.page).waitFor();
  proxy.delay = delay;
}

async function atList(somebody) {
  const titles = await somebody.serverOrder();
  await at(somebody, "/", (page) =>
    titles.length ? somebody.row(titles.at(-1)) : page.getByText("Nothing on your list"),
  );
}

const outOfReach = (page) => page.getByText("The server is out of reach. You can go on working.");
const unsent = (page) => page.getByRole("region", { name: "Could not be done" });

/** Every title on the server, with whatever became of it, once each. */
async function once(somebody, titles) {
  await until(`the server has ${titles.join(", ")}`, async () => {
    const all = await Promise.all(titles.map((title) => somebody.named(title)));
    return all.every((found) => found.length > 0);
  });
  for (const title of titles) assert.equal((await somebody.named(title)).length, 1, title);
}

const sent = (proxy, line = batch) => proxy.requests.filter((one) => one.startsWith(line)).length;

/** Kills the tab as when the browser runs out of memory: nothing of it runs any more. */
async function crash(page) {
  await (await killer(page))();
}

/** What kills the tab when it is called: made before the tab is so busy that it could not be asked any more. */
async function killer(page) {
  const gone = new Promise((resolve) => page.once("crash", resolve));
  const session = await page.context().newCDPSession(page);
  return async () => {
    session.send("Page.crash").catch(() => {});
    await gone;
    await page.close().catch(() => {});
  };
}

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
      await ben.api("POST", `/tasks/${doomed.id}/cancel`, { reason: "no_longer_needed" });
      assert.deepEqual(await ana.serverOrder(), ["spared"]);
      proxy.open();
      await once(ana, ["first", "last", "spared", "doomed"]);
      await unsent(ana.page).getByText("doomed").waitFor();
      await ana.row("doomed").waitFor({ state: "detached" });
      assert.equal(await unsent(ana.page).getByRole("listitem").count(), 1);
      assert.deepEqual(await ana.order(), ["first", "last"]);
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
