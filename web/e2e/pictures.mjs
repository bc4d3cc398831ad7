// Makes the pictures of the README from a small company on a real server:
//   make pictures
// It needs the built binary (CAIRN_TEST_BINARY) and Chromium (CAIRN_TEST_CHROMIUM).
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const binary = process.env.CAIRN_TEST_BINARY ?? fileURLToPath(new URL("../../bin/cairn", import.meta.url));
const browserPath = process.env.CAIRN_TEST_CHROMIUM ?? "/usr/bin/chromium";
const images = process.env.PICTURES ?? fileURLToPath(new URL("../../docs/images", import.meta.url));
const password = "nine stones on the pass";

const data = mkdtempSync(join(tmpdir(), "cairn-pictures-"));
const server = spawn(binary, ["serve", "--addr", "127.0.0.1:0", "--data", data], {
  stdio: ["ignore", "pipe", "inherit"],
});

/** The one-time link that the server prints. */
function firstRunLink() {
  return new Promise((resolve, reject) => {
    let text = "";
    server.stdout.on("data", (part) => {
      text += part;
      const link = /http:\/\/\S+\/setup#\S+/.exec(text);
      if (link) resolve(link[0]);
    });
    server.on("exit", () => reject(new Error("the server ended")));
  });
}

const iso = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Somebody with a session of their own. */
function person(base) {
  let cookie = "";
  return async function call(method, path, body) {
    const response = await fetch(`${base}/api/v1${path}`, {
      method,
      headers: { "content-type": "application/json", cookie },
      body: body && JSON.stringify(body),
    });
    cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return Object.assign(text ? JSON.parse(text) : {}, { cookie });
  };
}

async function company() {
  const link = new URL(await firstRunLink());
  const ben = person(link.origin);
  const me = await ben("POST", "/setup", {
    token: link.hash.slice(1),
    workspace: "Harbour & Hill",
    name: "Ben Ortiz",
    email: "ben@example.com",
    password,
    time_zone: "America/Denver",
  });
  await ben("PATCH", `/people/${me.person.id}`, { title: "Head of product" });
  const invite = async (name, title, zone, manager) => {
    const email = `${name.split(" ")[0].toLowerCase()}@example.com`;
    const { link: join } = await ben("POST", "/invitations", { email, name, title, manager_id: manager });
    const call = person(link.origin);
    const joined = await call("POST", "/invitations/accept", {
      token: new URL(join).hash.slice(1),
      name,
      password,
      time_zone: zone,
    });
    return { call, id: joined.person.id, cookie: joined.cookie };
  };
  const ana = await invite("Ana Silva", "Designer", "Europe/Lisbon", me.person.id);
  const kenji = await invite("Kenji Watanabe", "Engineer", "Asia/Tokyo", me.person.id);
  await invite("Priya Nair", "Engineer", "Asia/Kolkata", kenji.id);
  await invite("Léa Martin", "Support lead", "Europe/Paris", me.person.id);

  const add = (call, title, level, days, more = {}) =>
    call("POST", "/tasks", { title, level, due_date: days === null ? null : iso(days), ...more });
  const own = (title, level, days, more) => add(ana.call, title, level, days, more);
  const asked = (title, level, days, more) => add(ben, title, level, days, { owner_id: ana.id, ...more });
  const pricing = await asked("Pricing page for the spring launch", "urgent", 2, {
    labels: ["launch"],
    body: "Finance closes the forecast on Monday, so the three plans must stand by then.\n\n- the table on a phone\n- what *annual* saves, in words\n- the question that everybody asks first",
    checklist: [
      { id: "", text: "Copy agreed with Léa", done: true },
      { id: "", text: "Phone layout", done: false },
      { id: "", text: "Dark mode", done: false },
    ],
  });
  await asked("Forecast update for the board", "high", 4);
  await own("Interview notes: five customers who left", "high", 6, { labels: ["research"] });
  await own("Icons for the mobile app", "medium", 9);
  await own("Rewrite the welcome mail", "medium", 11, { labels: ["launch"] });
  await asked("Try the new sign-up on an old phone", "medium", 12);
  await own("Colour contrast in the charts", "medium", 16, { labels: ["accessibility"] });
  await own("Tidy the shared library of components", "low", null);
  await own("Read Kenji's proposal on drafts", "low", null);
  await add(kenji.call, "Look at the error page before we ship it", "medium", 5, { owner_id: ana.id });
  await ana.call("POST", `/tasks/${pricing.id}/start`);
  await ana.call("POST", `/tasks/${pricing.id}/comments`, {
    body: "The phone layout is the hard part; I'll show two versions tomorrow.",
  });
  await ben("POST", `/tasks/${pricing.id}/comments`, {
    body: "Two is right. Kenji can look at them in his morning.",
  });
  return { origin: link.origin, ana, ben: me.cookie, pricing };
}

async function shoot(browser, { origin, cookie, path, name, dark, phone, act }) {
  const context = await browser.newContext({
    viewport: phone ? { width: 390, height: 844 } : { width: 1280, height: 800 },
    colorScheme: dark ? "dark" : "light",
    timezoneId: "Europe/Lisbon",
    deviceScaleFactor: phone ? 2 : 1,
  });
  const [key, value] = cookie.split("=");
  await context.addCookies([{ name: key, value, url: origin }]);
  const page = await context.newPage();
  await page.goto(origin + path);
  await page.getByRole("heading").first().waitFor();
  await act?.(page);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(images, `${name}-${dark ? "dark" : "light"}.png`) });
  await context.close();
}

try {
  const { origin, ana, ben, pricing } = await company();
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const listed = (page) => page.getByText("Pricing page for the spring launch").waitFor();
  const typed = async (page) => {
    await listed(page);
    await page.keyboard.press("c");
    await page.keyboard.type("Numbers for the board by wed 3pm high #launch");
    await page.getByText("Lands at place").waitFor();
  };
  for (const dark of [false, true]) {
    await shoot(browser, { origin, cookie: ana.cookie, path: "/", name: "my-list", dark, act: listed });
    await shoot(browser, {
      origin,
      cookie: ana.cookie,
      path: "/",
      name: "my-list-phone",
      dark,
      phone: true,
      act: listed,
    });
    await shoot(browser, {
      origin,
      cookie: ana.cookie,
      path: `/tasks/${pricing.id}`,
      name: "task",
      dark,
      act: (page) => page.getByText("Two is right").waitFor(),
    });
    await shoot(browser, { origin, cookie: ben, path: `/people/${ana.id}`, name: "add", dark, act: typed });
    await shoot(browser, {
      origin,
      cookie: ben,
      path: "/people",
      name: "people",
      dark,
      act: (page) => page.getByText("Priya Nair").waitFor(),
    });
  }
  await browser.close();
} finally {
  server.kill();
  rmSync(data, { recursive: true, force: true });
}
