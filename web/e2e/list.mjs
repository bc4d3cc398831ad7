// A long list, many at once, with mouse, finger and keys.
import assert from "node:assert/strict";
import { accessible } from "./axe.mjs";
import { clear, context, fill, Somebody, until } from "./rig.mjs";

/** Tells how long it takes from each key to the picture after it, in milliseconds. */
async function measured(page, keys) {
  await page.evaluate(() => {
    window.took = [];
    window.addEventListener(
      "keydown",
      () => {
        const begun = performance.now();
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => window.took.push(performance.now() - begun);
          port2.postMessage(null);
        });
      },
      { capture: true },
    );
  });
  for (const key of keys) await page.keyboard.press(key);
  const took = await page.evaluate(() => window.took.sort((a, b) => a - b));
  const at = (part) => took[Math.floor((took.length - 1) * part)]?.toFixed(0);
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms of ${took.length}`;
}

const inSight = (page, title) =>
  page.getByRole("link", { name: title, exact: true }).evaluate((link) => {
    const { top, bottom } = link.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });

const described = (page) =>
  page.evaluate(() => {
    const id = document.activeElement?.getAttribute("aria-describedby");
    return id ? document.getElementById(id)?.textContent : null;
  });

/** The middle of a row, on screen. */
async function middle(somebody, title, page = somebody.page) {
  const box = await somebody.row(title, page).boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, height: box.height };
}

export const list = {
  async "a thousand rows: keys keep the row in sight and say its place"({ ana }) {
    await clear(ana);
    const { page } = ana;
    await fill(ana, 1000);
    await page.goto(ana.server.url);
    await ana.row("task 1").waitFor();
    await until("all of them are here", async () =>
      page.evaluate(() => document.documentElement.scrollHeight > 30_000),
    );
    assert.ok((await page.locator("[data-task]").count()) < 100, "only what is in sight is drawn");
    await ana.choose("task 1");
    console.log(`      j: ${await measured(page, Array(60).fill("j"))}`);
    // The focus comes after the cursor once its row has been drawn: on a slow machine some frames later.
    await until(
      "the focus is where the keys have led",
      async () => (await described(page)) === "61st of 1000 in medium",
    );
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "task 61");
    assert.ok(await inSight(page, "task 61"));
    console.log(`      ⇧J: ${await measured(page, Array(12).fill("Shift+J"))}`);
    await until("it has moved", async () => (await described(page)) === "73rd of 1000 in medium");
    assert.ok(await inSight(page, "task 61"));
    await page.getByText("“task 61” is 73 of 1000 in medium").waitFor();
    console.log(`      x: ${await measured(page, ["x", "j", "x", "j", "x"])}`);
    await page.keyboard.press("Escape");
    await until("the server has the order", async () => (await ana.serverOrder())[72] === "task 61");
    await accessible(page, "a thousand rows");
  },

  async "who scrolls away goes on from where the keys have led"({ ana }) {
    await clear(ana);
    const { page } = ana;
    await fill(ana, 300);
    const tall = () => page.evaluate(() => document.documentElement.scrollHeight);
    await until("all are here", async () => (await tall()) > 13_000);
    await ana.choose("task 1");
    await page.keyboard.press("j");
    await page.mouse.move(600, 500);
    await page.mouse.wheel(0, 9000);
    await ana.row("task 200").waitFor();
    // Whatever would take the focus of a row that is far away has had the time for it.
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const frames = (n) => (n ? requestAnimationFrame(() => frames(n - 1)) : resolve());
          frames(20);
        }),
    );
    const before = await tall();
    await ana.put("another one meanwhile");
    await until("it is here", async () => (await tall()) > before);
    assert.ok((await page.evaluate(() => scrollY)) > 8000, "nobody is brought back");
    assert.ok(
      !(await page.evaluate(() => document.activeElement?.closest("[data-task]"))),
      "no other row is taken",
    );
    await page.keyboard.press("j");
    await until("the next is in sight", () => inSight(page, "task 3"));
    assert.equal(await described(page), "3rd of 301 in medium");
  },

  async "a click counts while the list still moves"({ ana }) {
    await clear(ana);
    const { page } = ana;
    await fill(ana, 40);
    await page.setViewportSize({ width: 1200, height: 600 });
    await until("all are here", () => page.evaluate(() => document.documentElement.scrollHeight > 1500));
    const { x, y } = await page.evaluate(async () => {
      await new Promise((moved) => {
        addEventListener("scroll", () => requestAnimationFrame(() => requestAnimationFrame(moved)), {
          once: true,
        });
        scrollTo(0, 600);
      });
      const links = [...document.querySelectorAll("[data-task] a")].map((link) =>
        link.getBoundingClientRect(),
      );
      return links.find(({ top }) => top > 200);
    });
    await page.mouse.click(x + 20, y + 10);
    await until("a task is open", () => /\/tasks\//.test(page.url()));
  },

  async "a row that is dragged to the edge scrolls the list, and lands where the line is"({ ana }) {
    const { page } = ana;
    await clear(ana);
    await fill(ana, 300);
    await ana.row("task 2").waitFor();
    const from = await middle(ana, "task 2");
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x, from.y + 40, { steps: 3 });
    await page.mouse.move(from.x, 992, { steps: 3 });
    await until("it has scrolled", () => page.evaluate(() => scrollY > 1500));
    await page.mouse.move(from.x, 500, { steps: 2 });
    let onto = null;
    await until("a line is shown", async () => {
      await page.mouse.move(from.x, 503, { steps: 2 });
      const edge = page.locator("[data-edge]");
      if ((await edge.count()) === 0) return false;
      onto = { title: await edge.getByRole("link").innerText(), half: await edge.getAttribute("data-edge") };
      return true;
    });
    await page.mouse.up();
    await until("it stands there", async () => {
      const order = await ana.order();
      const at = order.indexOf(onto.title);
      return order[onto.half === "before" ? at - 1 : at + 1] === "task 2";
    });
    assert.ok(page.url().endsWith("/"), "the drag has opened nothing");
    await clear(ana);
  },

  async "a finger that rests lifts the row; a second one, or Escape, puts it back"({ ana }) {
    await clear(ana);
    for (const title of ["one", "two", "three", "four"]) await ana.put(title);
    const phone = await context("Europe/Lisbon", {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const touching = new Somebody(ana.server, phone, ana.name, ana.email);
    const page = await touching.open("/login");
    await touching.logIn();
    touching.id = ana.id;
    await touching.row("four").waitFor();
    const finger = await phone.newCDPSession(page);
    const touch = (type, ...points) =>
      finger.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(({ x, y }) => ({ x, y })) });
    const dragging = () => page.evaluate(() => document.documentElement.classList.contains("dragging"));
    const lift = async (title) => {
      const at = await middle(touching, title);
      await touch("touchStart", at);
      await until("it is lifted", dragging);
      return at;
    };

    // Swiping scrolls, and lifts nothing.
    const four = await middle(touching, "four");
    await touch("touchStart", four);
    await touch("touchMove", { ...four, y: four.y - 30 });
    await touch("touchMove", { ...four, y: four.y - 60 });
    await touch("touchEnd");
    assert.equal(await dragging(), false);

    await lift("four");
    const one = await middle(touching, "one");
    await touch("touchMove", { x: one.x, y: one.y + 20 });
    await touch("touchMove", { x: one.x, y: one.y - one.height / 4 });
    await until(
      "the line is above the first",
      async () => (await touching.row("one").getAttribute("data-edge")) === "before",
    );
    await touch("touchEnd");
    await until("four first", async () => (await touching.order()).join() === "four,one,two,three");
    await until("for everybody", async () => (await ana.serverOrder()).join() === "four,one,two,three");
    assert.equal(new URL(page.url()).pathname, "/", "lifting opened nothing");

    const held = await lift("three");
    await touch("touchMove", { ...held, y: held.y - 90 });
    await touch("touchStart", { ...held, y: held.y - 90 }, { x: 40, y: 300 });
    await until("put back", async () => !(await dragging()));
    await touch("touchEnd");
    await lift("three");
    await page.keyboard.press("Escape");
    await until("put back again", async () => !(await dragging()));
    await touch("touchEnd");
    assert.deepEqual(await touching.order(), ["four", "one", "two", "three"]);

    // For those who cannot drag.
    const more = () => touching.row("three").getByRole("button", { name: /^More for/ });
    await more().tap();
    await page.getByRole("menuitem", { name: "Before…" }).tap();
    await page.getByRole("dialog").getByRole("button", { name: "one" }).tap();
    await until("before one", async () => (await touching.order()).join() === "four,three,one,two");
    await more().tap();
    await page.getByRole("menuitem", { name: "To the bottom" }).tap();
    await until("at the bottom", async () => (await touching.order()).join() === "four,one,two,three");
    await accessible(page, "a list on a phone");
    await phone.close();
  },

  async "another's change while a row is held neither drops it nor moves where it lands"({ ben, ana }) {
    await clear(ana, ben);
    for (const title of ["one", "two", "three", "four"]) await ana.put(title);
    const { page } = ana;
    await ana.row("four").waitFor();
    const from = await middle(ana, "four");
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    const two = await middle(ana, "two");
    await page.mouse.move(from.x, two.y, { steps: 4 });
    await ben.put("from Ben", { owner_id: ana.id, level: "high" });
    await ana.row("from Ben").waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.classList.contains("dragging")), true);
    let onto = null;
    await until("the line is where the pointer is", async () => {
      const edge = page.locator("[data-edge]");
      if ((await edge.count()) === 0) return false;
      const box = await edge.boundingBox();
      onto = { title: await edge.innerText(), half: await edge.getAttribute("data-edge") };
      return Math.abs(box.y + box.height / 2 - two.y) <= box.height;
    });
    await page.mouse.up();
    const wanted = onto.title.split("\n")[0];
    await until("it stands beside the row with the line", async () => {
      const order = await ana.order();
      const at = order.indexOf(wanted);
      return at < 0 || order[onto.half === "before" ? at - 1 : at + 1] === "four";
    });
    await until("on the server too", async () => {
      return (await ana.serverOrder()).join() === (await ana.order()).join();
    });
  },

  async "several at once: selected by key and by range, changed and undone as one"({ ana }) {
    await clear(ana);
    for (const title of ["a", "b", "c", "d", "e"]) await ana.put(title);
    const { page } = ana;
    await ana.row("e").waitFor();
    const bar = page.getByRole("region", { name: "Selected" });
    await ana.choose("a");
    await page.keyboard.press("x");
    await bar.getByText("1 selected").waitFor();
    await ana
      .row("d")
      .getByRole("link", { name: "d" })
      .click({ modifiers: ["Shift"] });
    await bar.getByText("4 selected").waitFor();
    await accessible(page, "a list with rows selected");
    // High has three places.
    await page.keyboard.press("2");
    await page.getByRole("dialog", { name: "High has no room for all of them" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assert.deepEqual(await ana.order(), ["a", "b", "c", "d", "e"]);
    await ana.choose("a");
    await page.keyboard.press("x");
    await bar.getByText("3 selected").waitFor();
    await page.keyboard.press("2");
    await until("three in high", async () => (await ana.order()).join() === "b,c,d,a,e");
    await until("on the server", async () => (await ana.serverOrder()).join() === "b,c,d,a,e");
    await bar.waitFor({ state: "detached" });
    await page.keyboard.press("z");
    await until("undone as one", async () => (await ana.order()).join() === "a,b,c,d,e");
    await until("on the server too", async () => (await ana.serverOrder()).join() === "a,b,c,d,e");

    await ana.choose("b");
    await page.keyboard.press("x");
    await ana.choose("d");
    await page.keyboard.press("x");
    await bar.getByRole("button", { name: "Label" }).click();
    await page.getByLabel("Label", { exact: true }).fill("#Launch");
    await page.keyboard.press("Enter");
    await ana.row("d").getByText("#launch").waitFor();
    await page.keyboard.press("z");
    await ana.row("b").getByText("#launch").waitFor({ state: "detached" });
    await page.keyboard.press("d");
    await page.getByLabel("Date", { exact: true }).fill("2031-03-04");
    await page.keyboard.press("Enter");
    await ana
      .row("b")
      .getByRole("button", { name: /4 Mar 2031/ })
      .waitFor();
    await page.keyboard.press("e");
    await until("both done", async () => (await ana.order()).join() === "a,c,e");
    await page.keyboard.press("z");
    await until("both back", async () => (await ana.order()).join() === "a,b,c,d,e");
    await until("both back on the server", async () => (await ana.serverOrder()).join() === "a,b,c,d,e");
    await ana.choose("a");
    await page.keyboard.press("x");
    await bar.waitFor();
    await page.keyboard.press("Escape");
    await bar.waitFor({ state: "detached" });
  },

  async "what it costs them stands in their list, and follows it"({ ben, ana }) {
    await clear(ana, ben);
    for (const title of ["first", "second"]) await ana.put(title);
    const { page } = ben;
    await page.goto(`${ben.server.url}/people/${ana.id}`);
    await ben.row("second").waitFor();
    await ben.line.fill("call the printer by tomorrow high");
    const ghost = page.locator("[data-ghost]");
    await ghost.getByText("call the printer").waitFor();
    const cost = page.getByRole("list", { name: "What it costs" });
    await cost.getByText("Lands at place 1 of 3, in high").waitFor();
    await accessible(page, "adding to a report's list");
    await ana.put("third", { level: "urgent" });
    await cost.getByText("Lands at place 2 of 4, in high").waitFor();
    await page.keyboard.press("Enter");
    await ben.row("call the printer").waitFor();
    assert.equal(await ghost.count(), 0);
  },

  async "on a phone the line that one writes on another's list stays in sight"({ ben, ana }) {
    await clear(ana, ben);
    for (let n = 1; n <= 14; n++) await ana.put(`Something that is on the list already, number ${n}`);
    const phone = { viewport: { width: 390, height: 740 }, hasTouch: true, isMobile: true };
    const hand = new Somebody(ben.server, await context("America/Denver", phone), ben.name, ben.email);
    const page = await hand.open("/login");
    await hand.logIn();
    await page.goto(`${hand.url}/people/${ana.id}`);
    await page.getByText("number 1", { exact: false }).first().waitFor();
    await hand.line.tap();
    await hand.line.fill("cover for the board low, no date");
    await page.getByText("Lands at place 15").waitFor();
    const seen = await hand.line.evaluate((box) => {
      const { top, bottom } = box.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
    assert.ok(seen, "the line went out of sight");
    // The last thing in a row's menu is as near as the first.
    await hand.line.fill("");
    await page
      .getByRole("button", { name: "More for Something that is on the list already, number 3" })
      .tap();
    await page.getByRole("menuitem", { name: "No longer needed" }).tap();
    await hand.row("Something that is on the list already, number 3", page).waitFor({ state: "detached" });
    await hand.context.close();
  },
};
