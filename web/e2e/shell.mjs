// What is around the screens: coming and going, offline, updates, ask links, first run, a phone.
import assert from "node:assert/strict";
import { Deploys } from "./deploys.mjs";
import { clear, context, faults, invite, password, Somebody, until } from "./rig.mjs";
import { look } from "./screens.mjs";
import { focusIs, heading, narrow, search, tooSmall } from "./shell-parts.mjs";

/** The worker has all files and answers for this page. */
const kept = (page) =>
  until("the app is kept on this device", () =>
    page.evaluate(async () => {
      const { active } = await navigator.serviceWorker.ready;
      return active.state === "activated" && navigator.serviceWorker.controller !== null;
    }),
  );

export const shell = {
  async "light and dark are chosen by name, and are there before the first paint"({ ben }) {
    await clear(ben);
    const { page } = ben;
    await page.emulateMedia({ colorScheme: "light" });
    await search(page, "dark", "Dark");
    await page.keyboard.press("Enter");
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    const colour = () => page.locator("meta[name=theme-color]").getAttribute("content");
    assert.equal(await theme(), "dark");
    assert.equal(await colour(), "#191815");
    // The page's own script is held up: the colours are there all the same.
    await page.route("**/assets/*.js", () => {});
    await page.reload({ waitUntil: "commit" });
    await until("dark before the app runs", async () => (await theme()) === "dark");
    await page.unroute("**/assets/*.js");
    await page.goto(ben.server.url);
    await heading(page, "My list").waitFor();
    await search(page, "device has it", "Light or dark as the device has it");
    await page.keyboard.press("Enter");
    assert.equal(await theme(), "light");
    assert.equal(await colour(), "#faf8f3");
  },

  async "a toast stays while it is looked at"({ ana }) {
    await clear(ana);
    const { page } = ana;
    await page.clock.install();
    await page.goto(ana.server.url);
    await ana.add("read me", "read me");
    const toast = page.getByText("Added", { exact: true });
    await toast.hover();
    await page.clock.fastForward(60_000);
    assert.ok(await toast.isVisible());
    await page.mouse.move(0, 0);
    await page.clock.fastForward(10_000);
    await toast.waitFor({ state: "detached" });
    await page.clock.resume();
  },

  async "a page that fails leaves the others usable"({ server }) {
    const before = faults.length;
    const guest = new Somebody(
      server,
      await context("Europe/Lisbon", { serviceWorkers: "block" }),
      "Ana",
      "ana@example.com",
    );
    const page = await guest.open("/login");
    await guest.logIn();
    // Gone after a deploy: the page is loaded anew by itself, once.
    let asked = 0;
    await page.route("**/assets/people-screen-*.js", (route) =>
      asked++ ? route.continue() : route.fulfill({ status: 404, body: "" }),
    );
    await page.getByRole("link", { name: "People" }).click();
    await heading(page, "People").waitFor();
    assert.equal(asked, 2);
    await page.unroute("**/assets/people-screen-*.js");
    await page.route("**/assets/how-we-ask-screen-*.js", (route) =>
      route.fulfill({
        contentType: "text/javascript",
        body: "export const HowWeAskScreen = () => { throw new TypeError('made to fail') };",
      }),
    );
    await search(page, "how we ask", "How we ask here");
    await page.keyboard.press("Enter");
    await heading(page, "This page has met a fault").waitFor();
    await look(page, "fault", narrow);
    await page.getByRole("link", { name: "My list" }).click();
    await heading(page, "My list").waitFor();
    await guest.context.close();
    // What was made to fail here is no fault of the page; anything else is.
    const made = /people-screen|made to fail/;
    faults.push(...faults.splice(before).filter((fault) => !made.test(fault)));
  },

  async "offline it opens at any address"({ ana }) {
    await clear(ana);
    const task = await ana.put("read on the train");
    await ana.row("read on the train").waitFor();
    const { page } = ana;
    await kept(page);
    await ana.context.setOffline(true);
    await page.goto(`${ana.server.url}/tasks/${task.id}`);
    await until("the task", async () => (await page.title()) === "read on the train · Cairn");
    await page.goto(`${ana.server.url}/people`);
    await page.getByRole("link", { name: /Ben Okafor/ }).waitFor();
    await page.goto(`${ana.server.url}/how-we-ask`);
    await heading(page, "How we ask here").waitFor();
    await ana.context.setOffline(false);
  },

  async "what is not on this device opens by itself when the server is back"({ ana, ben }) {
    await clear(ana, ben);
    const task = await ben.put("only the server holds this one");
    await ben.api("PATCH", "/workspace", { visibility: "workspace" });
    const { page } = ana;
    await kept(page);
    await ana.context.setOffline(true);
    await page.goto(`${ana.server.url}/tasks/${task.id}`);
    await page.getByText("It opens by itself when the server is back.").waitFor();
    await ana.context.setOffline(false);
    await until("the task", async () => (await page.title()) === "only the server holds this one · Cairn");
    await ben.api("PATCH", "/workspace", { visibility: "team" });
  },

  async "what was cut off is asked for again, though nothing else met the fault"({ ana, ben }) {
    await clear(ana, ben);
    const task = await ben.put("lost on its way, once");
    await ben.api("PATCH", "/workspace", { visibility: "workspace" });
    // A browser of its own: for two minutes a copy goes on holding a list that it has shown, and Ben's with this task.
    const guest = new Somebody(ana.server, await context("Europe/Lisbon"), ana.name, ana.email);
    const page = await guest.open("/login");
    await guest.logIn();
    let asked = 0;
    await page.route(`**/api/v1/tasks/${task.id}`, (route) =>
      ++asked === 1 ? route.abort() : route.continue(),
    );
    await page.goto(`${ana.server.url}/tasks/${task.id}`);
    await until("the task", async () => (await page.title()) === "lost on its way, once · Cairn");
    assert.ok(asked > 1, `asked ${asked}`);
    await guest.context.close();
    await ben.api("PATCH", "/workspace", { visibility: "team" });
  },

  async "a new version waits for a word, and no word is lost"({ server }) {
    const proxy = new Deploys();
    await proxy.start(server.url);
    const guest = new Somebody({ url: proxy.url }, await context("Europe/Lisbon"), "Ana", "ana@example.com");
    const page = await guest.open("/login");
    await guest.logIn();
    await kept(page);
    await guest.line.fill("half a sentence");
    await page.evaluate(() => {
      window.same = true;
    });
    proxy.next = true;
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
    await page.getByText("A new version is here.").waitFor();
    assert.ok(await page.evaluate(() => window.same && document.activeElement?.tagName === "TEXTAREA"));
    await page.getByRole("button", { name: "Reload" }).click();
    await until("loaded anew", () => page.evaluate(() => !window.same).catch(() => false));
    await heading(page, "My list").waitFor();
    assert.equal(await guest.line.inputValue(), "half a sentence");
    const caches = await page.evaluate(() => window.caches.keys());
    assert.ok(caches.includes("cairn-newer"), caches.join());
    assert.equal(await page.getByText("A new version is here.").count(), 0);
    await guest.line.fill("");
    await guest.context.close();
    proxy.stop();
  },

  async "a session that ends is begun again in place"({ ana }) {
    await clear(ana);
    const task = await ana.put("write the report");
    const { page } = ana;
    await page.goto(`${ana.server.url}/tasks/${task.id}`);
    await page.getByRole("textbox", { name: "Leave a word" }).fill("a thought that is not finished");
    await ana.context.clearCookies();
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText("1 change is kept here").waitFor();
    await page.getByRole("button", { name: "Log in" }).click();
    const dialog = page.getByRole("dialog", { name: "Log in again" });
    assert.equal(await dialog.getByLabel("Email").inputValue(), ana.email);
    await look(page, "log-in-again", narrow);
    await dialog.getByLabel("Password").fill("not this one");
    await page.keyboard.press("Enter");
    await dialog.getByRole("alert").waitFor();
    await dialog.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    await page.getByText("Your session has ended.").waitFor({ state: "detached" });
    assert.match(page.url(), new RegExp(task.id));
    assert.equal(
      await page.getByRole("textbox", { name: "Leave a word" }).inputValue(),
      "a thought that is not finished",
    );
    await until("sent", async () => (await ana.named("write the report"))[0].status === "in_progress");
    await page.getByRole("textbox", { name: "Leave a word" }).fill("");
  },

  async "an ask link leads to the list, also through the log-in"({ ana, ben }) {
    await clear(ana, ben);
    const { server } = ben;
    await ben.page.goto(`${server.url}/ask/ana`);
    await focusIs(ben.page, "ready to be written on", () => document.activeElement?.tagName === "TEXTAREA");
    await ben.page.keyboard.type("send the figures by friday high");
    await ben.page.getByText("Lands in high; nothing else").waitFor();
    await ben.page.keyboard.press("Enter");
    await ben.row("send the figures").waitFor();
    const guest = new Somebody(server, await context("America/Denver"), ben.name, ben.email);
    const page = await guest.open("/ask/ana-sousa");
    await page.getByLabel("Email").fill(guest.email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
    await heading(page, "Ana’s list").waitFor();
    await page.goto(`${server.url}/ask/zoltan`);
    await heading(page, "Nobody here is called so").waitFor();
    await invite(ben, "Ana Ferreira", "ferreira@example.com", "Europe/Lisbon");
    await page.goto(`${server.url}/ask/ana`);
    await heading(page, "Whom do you mean?").waitFor();
    await look(page, "which-ana", narrow);
    await page.getByRole("link", { name: /Ana Ferreira/ }).click();
    await heading(page, "Ana’s list").waitFor();
    await guest.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await search(page, "reply with my", "Reply with my ask link");
    await page.keyboard.press("Enter");
    const said = () => page.evaluate(() => navigator.clipboard.readText());
    await until(
      "copied",
      async () => (await said()) === `Put it here and I’ll see it in my day: ${server.url}/ask/ben`,
    );
    await guest.context.close();
  },

  async "first run: ten lines, one of them for somebody who is not here"({ ana, ben }) {
    await clear(ana, ben);
    const { page, server } = ben;
    await page.goto(`${server.url}/start`);
    const box = page.getByRole("textbox", { name: "What I am waiting for" });
    const lines = Array.from({ length: 8 }, (_, n) => `@ana.sousa figure ${n} by friday`);
    await box.fill([...lines, "@ana.sousa the last word", "@zoltan sign the contract by friday"].join("\n"));
    const hers = page.getByRole("region", { name: "Ana Sousa’s list" });
    await hers.getByText("figure 7").waitFor();
    await look(page, "start", narrow);
    const stranger = page.getByRole("form", { name: "Invite Zoltan" });
    await stranger.getByLabel("Email").fill("zoltan@example.com");
    await stranger.getByRole("button", { name: "Invite" }).click();
    await page.getByRole("region", { name: "Zoltan’s list" }).getByText("sign the contract").waitFor();
    await hers.getByRole("button", { name: "No date" }).click();
    await page.getByRole("button", { name: "Send 10 tasks, interrupting nobody" }).click();
    await heading(page, "Sent, and nobody was interrupted").waitFor();
    await page.getByText(/\/join#/).waitFor();
    await until("they are on her list", async () => (await ben.serverOrder(ana.id)).length === 9);
    await look(page, "sent", narrow);
    await page.getByRole("link", { name: "How we ask here" }).click();
    await heading(page, "How we ask here").waitFor();
    await page.getByRole("button", { name: "Change: Where emergencies go" }).click();
    await page.getByRole("textbox", { name: "Where emergencies go" }).fill("Call the desk in Lisbon.");
    await look(page, "how-we-ask", narrow);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("paragraph").filter({ hasText: "Call the desk in Lisbon." }).waitFor();
    // The others read it, and change nothing.
    await ana.page.goto(`${server.url}/how-we-ask`);
    await ana.page.getByText("Call the desk in Lisbon.").waitFor();
    assert.equal(await ana.page.getByRole("button", { name: /^Change/ }).count(), 0);
  },

  async "a phone: by touch, with room for a thumb"({ server }) {
    const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
    const guest = new Somebody(server, await context("Europe/Lisbon", phone), "Ana", "ana@example.com");
    const page = await guest.open("/login");
    await guest.logIn();
    const bar = page.getByRole("navigation", { name: "Places" });
    for (const entry of await bar.locator("a, button").all()) {
      const box = await entry.boundingBox();
      assert.ok(
        box.height >= 44 && box.width >= 44,
        `${await entry.innerText()} is ${box.width} × ${box.height}`,
      );
    }
    await bar.getByRole("button", { name: "Search" }).tap();
    await page.getByRole("combobox").fill("ben");
    const option = page.getByRole("option", { name: /Ben Okafor/ }).first();
    assert.ok((await option.boundingBox()).height >= 44);
    await option.tap();
    await heading(page, "Ben’s list").waitFor();
    assert.ok(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    );
    await bar.getByRole("link", { name: "My list" }).tap();
    await heading(page, "My list").waitFor();
    await guest.whoAmI();
    await clear(guest);
    const task = await guest.put("under a thumb", { checklist: [{ text: "One step" }], labels: ["launch"] });
    await guest.row("under a thumb").waitFor();
    const paths = [
      "/",
      `/tasks/${task.id}`,
      "/people",
      `/people/${guest.id}/about`,
      "/settings",
      "/settings/me",
    ];
    const settings = ["hours", "time-off", "notifications", "access", "tokens"].map(
      (one) => `/settings/${one}`,
    );
    for (const path of [...paths, ...settings]) {
      await page.goto(guest.url + path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      assert.deepEqual(await tooSmall(page), [], path);
    }
    await guest.context.close();
  },
};
