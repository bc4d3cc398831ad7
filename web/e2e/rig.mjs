// What every journey needs: a server, a browser, and people in it.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { Server, servers, until } from "./server.mjs";

export { Server, servers, until };

const { CAIRN_TEST_CHROMIUM: chrome = "/usr/bin/chromium", CAIRN_TEST_CHROMIUM_SHELL: shell } = process.env;
export const password = "a few words to enter";

const launch = (executablePath) => chromium.launch({ executablePath, args: ["--no-sandbox"] });

/** Without windows, where that is to be had: each window costs more than most journeys. */
export const browser = await launch(shell || chrome);

/** With all that belongs to windows, such as notices; for the journey under way. */
export async function wholeBrowser() {
  const whole = await launch(chrome);
  afterwards(() => whole.close());
  return whole;
}

/** What went wrong in any page: an error nobody caught, or a refused script or style. */
export const faults = [];

/** What the pages of the journey under way have asked the server, and written to the console. */
export const said = [];

/** Scripts of workers that this journey's pages could not have: right where the line is cut, and nowhere else. */
const unfetched = [];

/** Called when a journey ends: what no cut explains is a fault. */
export function judgeScripts() {
  const cut = said.some((line) => /net::ERR_(?!ABORTED)/.test(line));
  const scripts = unfetched.splice(0);
  if (!cut) faults.push(...scripts);
}

/** A browser of somebody's own, in their zone. */
export async function context(timezoneId, { inside = browser, ...options } = {}) {
  const made = await inside.newContext({
    viewport: { width: 1200, height: 1000 },
    locale: "en-GB",
    reducedMotion: "reduce",
    timezoneId,
    ...options,
  });
  made.setDefaultTimeout(20_000);
  made.on("page", (page) => {
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("response", (answer) => {
      const asked = answer.request();
      if (!asked.url().includes("/api/")) return;
      const path = asked.url().replace(/^.*\/api\/v1/, "");
      said.push(
        `${new Date().toISOString()} ${answer.status()} ${asked.method()} ${path} ${asked.postData() ?? ""}`,
      );
    });
    page.on("console", (message) => {
      said.push(`${page.url()} ${message.type()}: ${message.text()}`);
      // Answers that are no 2xx, and a network that is off, are what these journeys are about.
      const expected = /Failed to load resource|net::ERR|EventSource/;
      if (message.type() !== "error" || expected.test(message.text())) return;
      (message.text().includes("fetching the script") ? unfetched : faults).push(message.text());
    });
    page.on("requestfailed", (asked) => {
      said.push(`${asked.method()} ${asked.url()} ${asked.failure()?.errorText}`);
    });
  });
  return made;
}

/** One person at one browser. */
export class Somebody {
  /** Where their browser finds the server: at the end of a long line (proxy.mjs), or itself. */
  get url() {
    return this.proxy?.url ?? this.server.url;
  }

  constructor(server, context, name, email, proxy = null) {
    Object.assign(this, { server, context, name, email, proxy, id: "" });
  }

  async open(path = "/") {
    this.page = await this.context.newPage();
    await this.page.goto(this.url + path);
    return this.page;
  }

  /** Into the browser with a session that the API gave: where the log-in is not the subject. */
  async enter(cookie) {
    const [name, ...value] = cookie.split("=");
    await this.context.addCookies([{ name, value: value.join("="), url: this.url }]);
  }

  async logIn(page = this.page) {
    await page.getByLabel("Email").fill(this.email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByRole("heading", { level: 1, name: "My list" }).waitFor();
  }

  /** Whatever an earlier journey that failed has left: the server up, one page, online, logged in as themselves. */
  async stand() {
    if (!this.server.up) await this.server.start();
    await this.context.setOffline(false);
    const [first, ...others] = this.context.pages();
    for (const page of others) await page.close({ runBeforeUnload: false });
    this.page = first ?? (await this.context.newPage());
    const me = await this.api("GET", "/me");
    if (me.body?.person?.id === this.id) return;
    await this.context.clearCookies();
    await this.page.goto(`${this.url}/login`);
    await this.logIn();
  }

  /** Where a session has ended: over the page that is open. */
  async logInAgain() {
    await this.page.getByRole("button", { name: "Log in" }).click();
    const dialog = this.page.getByRole("dialog", { name: "Log in again" });
    await dialog.getByLabel("Password").fill(password);
    await dialog.getByRole("button", { name: "Log in" }).click();
    await dialog.waitFor({ state: "detached" });
  }

  /** Asks the API as this person, past the app and whatever lies between. */
  async api(method, path, body) {
    const cookies = await this.context.cookies(this.url);
    return this.server.ask(
      method,
      path,
      body,
      cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
    );
  }

  async whoAmI() {
    this.id = (await this.api("GET", "/me")).body.person.id;
  }

  async put(title, more = {}) {
    const answer = await this.api("POST", "/tasks", { title, due_date: null, ...more });
    assert.equal(answer.status, 201, `${title}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** The titles on a list, as the server orders them. */
  async serverOrder(owner = this.id) {
    const page = await this.api("GET", `/people/${owner}/worklist?limit=200`);
    return page.body.items.map((task) => task.title);
  }

  /** Every task of an owner with this title, whatever became of it: also of hundreds that were closed before. */
  async named(title, owner = this.id) {
    const found = [];
    let cursor = "";
    do {
      const { body } = await this.api("GET", `/tasks?owner=${owner}&limit=200${cursor}`);
      found.push(...body.items.filter((task) => task.title === title));
      cursor = body.next_cursor ? `&cursor=${encodeURIComponent(body.next_cursor)}` : "";
    } while (cursor);
    return found;
  }

  row(title, page = this.page) {
    return page.locator("[data-task]").filter({ has: page.getByRole("link", { name: title, exact: true }) });
  }

  /** The titles on the list that this person sees. */
  order(page = this.page) {
    return page.locator("[data-task] a[href^='/tasks/']").allInnerTexts();
  }

  get line() {
    return this.page.getByRole("textbox", { name: /^Add a task/ });
  }

  /** Types a line and leaves it again. */
  async add(line, title) {
    await this.line.fill(line);
    await this.page.keyboard.press("Enter");
    if (title) await this.row(title).waitFor();
    await this.page.keyboard.press("Escape");
  }

  /** Puts the cursor onto a row. */
  async choose(title) {
    await this.row(title).getByRole("link", { name: title, exact: true }).focus();
  }
}

/** Makes the workspace by the first-run screen and brings Ana into it by an invitation. */
export async function company() {
  const server = new Server();
  await server.start();
  const ben = new Somebody(server, await context("America/Denver"), "Ben Okafor", "ben@example.com");
  ben.page = await ben.context.newPage();
  await ben.page.goto(server.setupLink);
  await ben.page.getByRole("button", { name: "Make your workspace" }).click();
  await ben.page.getByLabel("Name of the workspace").fill("Fernweh");
  await ben.page.getByLabel("Your name").fill(ben.name);
  await ben.page.getByLabel("Email").fill(ben.email);
  await ben.page.getByLabel("Password").fill(password);
  await ben.page.getByRole("button", { name: "Begin" }).click();
  await ben.page.getByRole("heading", { level: 1, name: "It works from two people" }).waitFor();
  await ben.whoAmI();
  const ana = await invite(ben, "Ana Sousa", "ana@example.com", "Europe/Lisbon");
  return { server, ben, ana };
}

/** Somebody joins by an invitation; they report to whoever invites. */
export async function invite(host, name, email, zone) {
  const { page } = host;
  await page.goto(`${host.server.url}/people`);
  await page.getByRole("button", { name: "Invite" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Email").fill(email);
  await dialog.getByRole("button", { name: "Make the link" }).click();
  const link = await dialog.getByText(/\/join#/).innerText();
  await page.keyboard.press("Escape");
  const guest = new Somebody(host.server, await context(zone), name, email);
  guest.page = await guest.context.newPage();
  await guest.page.goto(link);
  await guest.page.getByLabel("Password").fill(password);
  await guest.page.getByRole("button", { name: "Join" }).click();
  await guest.page.getByRole("heading", { level: 1, name: "My list" }).waitFor();
  await guest.whoAmI();
  return guest;
}

/** Puts many tasks onto somebody's own list, each with its title by its place. */
export async function fill(somebody, count, titled = (n) => `task ${n + 1}`) {
  for (let from = 0; from < count; from += 100) {
    const operations = Array.from({ length: Math.min(100, count - from) }, (_, n) => ({
      key: crypto.randomUUID(),
      method: "POST",
      path: "/api/v1/tasks",
      body: { title: titled(from + n), due_date: null },
    }));
    const { body } = await somebody.api("POST", "/batch", { operations });
    for (const result of body.results) assert.equal(result.status, 201, JSON.stringify(result));
  }
}

/** Ends everything that is open on somebody's list, so that the next journey begins on an empty one. */
export async function clear(...people) {
  for (const person of people) {
    await person.stand();
    const open = "triage,todo,in_progress,blocked";
    const left = async () =>
      (await person.api("GET", `/tasks?owner=${person.id}&status=${open}&limit=100`)).body.items;
    for (let items = await left(); items.length; items = await left()) {
      const operations = items.map((task) => ({
        key: crypto.randomUUID(),
        method: "POST",
        path: `/api/v1/tasks/${task.id}/cancel`,
        body: { reason: "no_longer_needed" },
      }));
      const { body } = await person.api("POST", "/batch", { operations });
      // What an earlier journey still had to send may have ended one meanwhile.
      for (const result of body.results)
        assert.ok([200, 409].includes(result.status), JSON.stringify(result));
    }
  }
  for (const person of people) {
    await person.page.goto(person.url);
    await person.page.getByText("Nothing on your list").waitFor();
    // What an earlier journey has left, such as undoing what was cleared away above.
    const left = person.page.getByRole("button", { name: "Let it go" });
    for (let n = await left.count(); n > 0; n--) await left.first().click();
  }
}

/** A workspace of people in their zones, made by the API; each reports to the first. Nobody has a page yet. */
export async function house(people, proxy = null, options = {}, told = {}) {
  const server = new Server(told);
  await server.start();
  afterwards(() => server.stop());
  if (proxy) {
    await proxy.start(() => server.url);
    afterwards(() => proxy.stop());
  }
  const token = server.setupLink.split("#")[1];
  const all = [];
  for (const [name, email, time_zone] of people) {
    const mine = { name, password, time_zone };
    let entered;
    if (!all.length)
      entered = await server.ask("POST", "/setup", { ...mine, email, token, workspace: "Fernweh" });
    else {
      const host = all[0];
      const invited = await host.api("POST", "/invitations", {
        name,
        email,
        manager_id: host.id,
        role: "member",
        by_mail: false,
      });
      const link = invited.body.link.split("#")[1];
      entered = await server.ask("POST", "/invitations/accept", { ...mine, token: link });
    }
    assert.ok(entered.cookie, JSON.stringify(entered.body));
    const somebody = new Somebody(server, await context(time_zone, options), name, email, proxy);
    afterwards(() => somebody.context.close());
    await somebody.enter(entered.cookie);
    somebody.id = entered.body.person.id;
    all.push(somebody);
  }
  return { server, people: all };
}

/** What the journey under way has made and must be ended after it, when a failure has been pictured. */
const endings = [];
export const afterwards = (end) => endings.push(end);

export async function endAll() {
  for (const end of endings.splice(0).reverse()) await end();
}
