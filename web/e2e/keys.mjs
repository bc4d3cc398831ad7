// The keyboard: the palette, where the focus goes, and keys as fast as they can be pressed.
import assert from "node:assert/strict";
import { afterwards, clear, context, fill, invite, Somebody, until } from "./rig.mjs";
import { look } from "./screens.mjs";
import { focusIs, heading, narrow, search } from "./shell-parts.mjs";

/** Rows are made hidden and shown once they are measured, which may shift those below them. */
const measured = (page) =>
  until("all rows are measured", () =>
    page.evaluate(() => {
      const rows = [...document.querySelectorAll("[data-task]")];
      return rows.length > 0 && rows.every((row) => getComputedStyle(row).visibility === "visible");
    }),
  );

export const keys = {
  async "palette: everything by a few letters and no mouse"({ ana, ben }) {
    await clear(ana, ben);
    const { page } = ben;
    await ben.add("Review the pricing page", "Review the pricing page");
    await ben.choose("Review the pricing page");
    await page.keyboard.press("Control+k");
    await page.getByRole("option", { name: /^Done/ }).waitFor();
    await page.keyboard.press("Escape");
    // A slip of the finger, and the page opens with the focus on its heading.
    await search(page, "reveiw", "Review the pricing page");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/tasks\//);
    await until("title", async () => (await page.title()) === "Review the pricing page · Cairn");
    await search(page, "done", "Done");
    await page.keyboard.press("Enter");
    await until("done", async () => (await ben.named("Review the pricing page"))[0].status === "done");
    // Undo works from another page too, and says what it takes back.
    await search(page, "people", "People");
    await page.keyboard.press("Enter");
    await heading(page, "People").waitFor();
    await search(page, "undo", "Done · Review the pricing page");
    await page.keyboard.press("Enter");
    await page.getByText("Undone: Done").waitFor();
    await until("open again", async () => (await ben.named("Review the pricing page"))[0].status === "todo");
    await page.keyboard.press("/");
    await page.getByRole("combobox").fill("add ana");
    await page.getByRole("option", { name: "Add to Ana Sousa’s list" }).first().waitFor();
    await page.keyboard.press("Enter");
    await heading(page, "Ana’s list").waitFor();
    await focusIs(page, "her line has the focus", () => document.activeElement?.tagName === "TEXTAREA");
    await page.keyboard.press("Escape");
    await search(page, "zzzz");
    await page.getByText("Nothing by these words.").waitFor();
    await page.keyboard.press("Escape");
    // What was open lately stands first when nothing is typed.
    await page.keyboard.press("Control+k");
    await page.getByRole("group", { name: "Lately" }).getByText("Review the pricing page").waitFor();
    await look(page, "palette", narrow);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).getByText("New task").first().waitFor();
    const c = page.getByRole("dialog", { name: "Keys" }).locator("kbd", { hasText: /^c$/i });
    assert.equal(await c.count(), 1, "each key stands there once, with what it does here");
    await look(page, "keys", narrow);
    // A thumb finds the way out, too; it has the focus, and nothing else is framed by it.
    await focusIs(page, "the way out has the focus", () => document.activeElement?.ariaLabel === "Close");
    await page.getByRole("dialog", { name: "Keys" }).getByRole("button", { name: "Close" }).click();
    await page.getByRole("dialog", { name: "Keys" }).waitFor({ state: "detached" });
  },

  async "palette: Enter means what has been typed, not what was found for the letters before"({ ana }) {
    await clear(ana);
    const { page } = ana;
    await search(page, "settings", "Settings");
    await page.getByRole("combobox").evaluate((box) => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box, "people");
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    });
    await heading(page, "People").waitFor();
  },

  async "palette: what is typed before it is here goes into its box"({ ana }) {
    await clear(ana);
    await ana.put("never to be touched by a letter");
    const { page } = ana;
    let release;
    const held = new Promise((resolve) => {
      release = resolve;
    });
    const guest = new Somebody(
      ana.server,
      await context("Europe/Lisbon", { serviceWorkers: "block" }),
      ana.name,
      ana.email,
    );
    await guest.open("/login");
    await guest.page.route("**/assets/palette-*.js", async (route) => {
      await held;
      await route.continue();
    });
    await guest.logIn();
    await guest.row("never to be touched by a letter").waitFor();
    await guest.choose("never to be touched by a letter");
    await guest.page.keyboard.press("/");
    await guest.page.keyboard.type("noe people");
    assert.equal(await guest.page.getByRole("dialog").count(), 0);
    release();
    await until(
      "the words are in the box",
      async () => (await guest.page.getByRole("combobox").inputValue()) === "noe people",
    );
    await guest.page.keyboard.press("Escape");
    const [task] = await ana.named("never to be touched by a letter");
    assert.equal(task.status, "todo");
    // The keys act again.
    await guest.page.keyboard.press("?");
    await guest.page.getByRole("dialog", { name: "Keys" }).waitFor();
    await guest.context.close();
    await page.bringToFront();
  },

  async "palette: tasks that only the server holds, and none of it offline"({ ana, ben }) {
    await clear(ana, ben);
    await ana.put("Translate the Lisbon brochure");
    const carl = await invite(ben, "Carl Weiß", "carl@example.com", "Europe/Berlin");
    const { page } = carl;
    await page.goto(carl.server.url);
    await heading(page, "My list").waitFor();
    await ben.api("PATCH", "/workspace", { visibility: "workspace" });
    await search(page, "brochure");
    await page
      .getByRole("group", { name: "On the server" })
      .getByText("Translate the Lisbon brochure")
      .waitFor();
    await carl.context.setOffline(true);
    await page.getByRole("combobox").fill("brochures by nobody");
    await page.getByText("Nothing by these words.").waitFor();
    await page.getByRole("combobox").fill("weiss settings");
    await carl.context.setOffline(false);
    await ben.api("PATCH", "/workspace", { visibility: "team" });
  },

  async "a page begins at its heading, and going back leads to where one was"({ ana }) {
    await clear(ana);
    await fill(ana, 40, (n) => `number ${n}`);
    const { page } = ana;
    await page.setViewportSize({ width: 1200, height: 600 });
    await until("all are here", () => page.evaluate(() => document.documentElement.scrollHeight > 1500));
    await page.evaluate(() => scrollTo(0, 700));
    // In the middle of what is now in sight.
    const title = "number 20";
    await ana.row(title).waitFor();
    await measured(page);
    // A click brings its link to where nothing lies over it: where one was is where that leaves the page.
    await page.evaluate(() =>
      addEventListener("click", () => sessionStorage.setItem("there", scrollY), true),
    );
    await page.locator("[data-task]").getByRole("link", { name: title, exact: true }).click();
    const there = Number(await page.evaluate(() => sessionStorage.getItem("there")));
    assert.ok(there > 300);
    await focusIs(page, "the heading has the focus", () => document.activeElement?.tagName === "H1");
    assert.equal(await page.evaluate(() => scrollY), 0);
    await until("its title", async () => (await page.title()) === `${title} · Cairn`);
    await page.goBack();
    await heading(page, "My list").waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await until("on the link", async () => (await focused()) === title);
    // Rows that are measured on the way may shift it by one or two.
    const off = await page.evaluate((there) => Math.abs(scrollY - there), there);
    assert.ok(off < 100, `off by ${off}`);
    await page.setViewportSize({ width: 1200, height: 1000 });
    await page.goto(`${ana.server.url}/nowhere`);
    await heading(page, "There is nothing here").waitFor();
    await look(page, "nowhere", narrow);
  },

  async "c means the list that one has gone to, also while it is still on its way"({ ana, ben }) {
    await clear(ana, ben);
    const guest = new Somebody(
      ben.server,
      await context("America/Denver", { serviceWorkers: "block" }),
      ben.name,
      ben.email,
    );
    afterwards(() => guest.context.close());
    await guest.context.addCookies(await ben.context.cookies(ben.url));
    let release;
    const held = new Promise((resolve) => {
      release = resolve;
    });
    await guest.open("/people");
    await guest.page.route("**/assets/list-*.js", async (route) => {
      await held;
      await route.continue();
    });
    await guest.page.reload();
    await heading(guest.page, "People").waitFor();
    await guest.page.getByRole("main").getByRole("link", { name: "Ana Sousa" }).click();
    await guest.page.waitForURL(`**/people/${ana.id}`);
    await guest.page.keyboard.press("c");
    release();
    await heading(guest.page, "Ana’s list").waitFor();
    await focusIs(guest.page, "her line has the focus", () => document.activeElement?.tagName === "TEXTAREA");
    assert.equal(new URL(guest.page.url()).pathname, `/people/${ana.id}`);
  },

  async "a key for a dialog that is still on its way does not act on the page"({ ana }) {
    await clear(ana);
    await ana.add("Ask for the figures", "Ask for the figures");
    const { page } = ana;
    await page.reload();
    await ana.row("Ask for the figures").waitFor();
    await ana.choose("Ask for the figures");
    await Promise.all(["w", "Enter"].map((key) => page.keyboard.press(key)));
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    assert.equal(new URL(page.url()).pathname, "/", "the task below was not opened");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  },

  async "keys act on the page that the keys before them lead to, and nobody takes the line away"({ ana }) {
    await clear(ana);
    await fill(ana, 30, (n) => `number ${n}`);
    const { page } = ana;
    await page.setViewportSize({ width: 1200, height: 600 });
    await page.locator("[data-level=medium]").getByText("30").waitFor();
    // As fast as they can be pressed: none waits for what the one before has done.
    const press = (...keys) => Promise.all(keys.map((key) => page.keyboard.press(key)));
    const on = (title) =>
      until(`on ${title}, in sight`, () =>
        page.evaluate((title) => {
          const { activeElement } = document;
          const { top, bottom } = activeElement.getBoundingClientRect();
          const here = activeElement.closest("[data-task]") && activeElement.textContent === title;
          return here && top >= 0 && bottom <= innerHeight && location.pathname === "/";
        }, title),
      );
    await ana.choose("number 0");
    await press("Enter");
    await page.getByRole("heading", { name: "Thread" }).waitFor();
    await press("j", "Escape");
    await on("number 1");
    await press("Enter", "j", "j", "k", "Escape");
    await on("number 2");
    await press("j", "Enter", "Escape", "j");
    await on("number 4");
    // Far down, where its row is not drawn yet when one comes back; by the browser too.
    await press("Enter", ...Array(16).fill("j"), "Escape");
    await on("number 20");
    await press("Enter", "j");
    await page.waitForURL(/tasks/);
    await page.goBack();
    await on("number 21");
    // The line keeps the focus when the row one stood on comes into being after it.
    for (const leave of [() => press("Escape", "c"), () => page.goBack().then(() => press("c"))]) {
      await press("Enter");
      await page.getByRole("heading", { name: "Thread" }).waitFor();
      await leave();
      await page.keyboard.type("half ");
      await measured(page);
      await page.keyboard.type("a tho");
      assert.equal(await ana.line.inputValue(), "half a tho");
      await ana.line.fill("");
      await press("Escape", "j");
      await on("number 22");
      await press("k");
      await on("number 21");
    }
    // What opens above the list gives the focus back, and leaves it where it is.
    const there = await page.evaluate(() => scrollY);
    for (const key of ["Control+k", "?", "d"]) {
      await page.keyboard.press(key);
      await page.getByRole("dialog").waitFor();
      await page.keyboard.press("Escape");
      await on("number 21");
      assert.equal(await page.evaluate(() => scrollY), there);
    }
    await page.setViewportSize({ width: 1200, height: 1000 });
  },
};
