// Makes the pictures of README and guide from the demo company:
//   make screenshots
// The seed and the moment are fixed, so that a picture changes only when its screen does. It needs the built
// binary (CAIRN_TEST_BINARY) and Chromium (CAIRN_TEST_CHROMIUM); a part of a name as argument makes only those.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { smaller } from "./png.mjs";

const binary = process.env.CAIRN_TEST_BINARY ?? fileURLToPath(new URL("../../bin/cairn", import.meta.url));
const executablePath = process.env.CAIRN_TEST_CHROMIUM ?? "/usr/bin/chromium";
const images = process.env.PICTURES ?? fileURLToPath(new URL("../../docs/images", import.meta.url));
const only = process.argv[2] ?? "";
/** A Wednesday: evening in Auckland, morning in Denver. */
const moment = "2026-11-18T16:30:00Z";
const most = 150 * 1024;

/** A server that says a line by which it is known to be there. */
async function start(args, pattern) {
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "inherit"] });
  const found = await new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (part) => {
      said += part;
      const match = pattern.exec(said);
      if (match) resolve(match[1]);
    });
    child.on("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { child, found };
}

const folder = await mkdtemp(join(tmpdir(), "cairn-screenshots-"));
const at = (name) => ["--data", join(folder, name), "--addr", "127.0.0.1:0"];
const [empty, demo] = await Promise.all([
  start(["serve", ...at("empty")], /(http\S+\/setup#\S+)\s/),
  start(["demo", ...at("demo"), "--at", moment], /Cairn is at (http:\/\/[\d.:]+)/),
]);
const base = demo.found;
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"],
});

const zones = { ruth: "America/Denver", bea: "Europe/Lisbon", katrin: "Europe/Berlin" };

async function call(cookie, method, path, body) {
  const answer = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: { "content-type": "application/json", cookie },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

const cookies = {};
for (const who of Object.keys(zones)) {
  const { demo: door } = await (await call("", "GET", "/setup")).json();
  const answer = await call("", "POST", "/session", {
    email: `${who}@ternandtide.example`,
    password: door.password,
  });
  cookies[who] = answer.headers.get("set-cookie").split(";")[0];
}
const { items: people } = await (await call(cookies.ruth, "GET", "/people?limit=100")).json();
const idOf = (who) => people.find(({ email }) => email.startsWith(`${who}@`)).id;
const named = async (words) =>
  (await (await call(cookies.bea, "GET", `/tasks?status=in_progress&q=${encodeURIComponent(words)}`)).json())
    .items[0].id;

/** One picture in both themes; `as` is whose browser it is, null somebody's at the first-run link. */
async function shoot(name, { as = null, path = "", phone = false, height = 800, act }) {
  if (!name.includes(only)) return;
  for (const theme of ["light", "dark"]) {
    const context = await browser.newContext({
      viewport: phone ? { width: 390, height: 844 } : { width: 1280, height },
      deviceScaleFactor: phone ? 2 : 1,
      colorScheme: theme,
      hasTouch: phone,
      isMobile: phone,
      locale: "en-GB",
      reducedMotion: "reduce",
      timezoneId: zones[as] ?? "Europe/Lisbon",
    });
    await context.clock.setFixedTime(moment);
    if (as) {
      const [key, value] = cookies[as].split("=");
      await context.addCookies([{ name: key, value, url: base }]);
    }
    const page = await context.newPage();
    await page.goto(as ? base + path : empty.found);
    await act(page, context);
    await page.evaluate(() => {
      document.documentElement.dataset.letters = "own";
      return document.fonts.ready;
    });
    const file = `${name}-${theme}.png`;
    const picture = smaller(await page.screenshot({ caret: "hide" }));
    if (picture.length > most) throw new Error(`${file} has ${picture.length} bytes`);
    await writeFile(join(images, file), picture);
    console.log(`${file} ${Math.ceil(picture.length / 1024)} KB`);
    await context.close();
  }
}

const seen = (words) => (page) => page.getByText(words).first().waitFor();
const heading = (page) => page.getByRole("heading", { level: 1 }).waitFor();
const brought = seen("Anjali Kulkarni");
const task = seen("Sign-in with wet hands: final drawings");

try {
  await mkdir(images, { recursive: true });
  const wet = await named("final drawings for release");
  const bea = idOf("bea");
  const { items: asked } = await (await call(cookies.ruth, "GET", "/requests")).json();
  const forecast = asked.find(({ kind }) => kind === "number");
  await shoot("first-run", { act: seen("Look around in a demo company first") });
  await shoot("my-list", { as: "bea", path: "/", height: 1046, act: task });
  await shoot("my-list-phone", { as: "bea", path: "/", phone: true, act: task });
  await shoot("add", {
    as: "ruth",
    path: `/people/${bea}`,
    act: async (page) => {
      await task(page);
      await page.keyboard.press("c");
      await page.keyboard.type("Cover for the board's letter by friday 3pm high #board");
      await page.getByText("Lands at place").waitFor();
      await page.getByText("It lands here").waitFor();
    },
  });
  await shoot("task", {
    as: "bea",
    path: `/tasks/${wet}`,
    act: seen("No zero, no O, no I."),
  });
  await shoot("task-phone", {
    as: "bea",
    path: `/tasks/${wet}`,
    phone: true,
    act: seen("Farmers log in"),
  });
  await shoot("today", { as: "bea", path: "/today", act: brought });
  await shoot("today-phone", { as: "bea", path: "/today", phone: true, act: brought });
  await shoot("request", {
    as: "ruth",
    path: "/requests/new",
    height: 1130,
    act: async (page) => {
      await page.getByRole("combobox", { name: /^To/ }).fill("My reports");
      await page.locator("option[value='My reports']").waitFor({ state: "attached" });
      await page.keyboard.press("Enter");
      await page.getByLabel("What you ask for").fill("Farms that will renew by June");
      await page.getByLabel("Why, in one line").fill("Rui orders the spring batch on Monday");
      await page.getByLabel("The answer").selectOption({ label: "A number; they are summed" });
      await page.getByText(/people are asked$/).waitFor();
      await page.evaluate(() => document.activeElement?.blur());
    },
  });
  await shoot("answers", { as: "ruth", path: `/requests/${forecast.id}`, act: seen("Arjun Deshpande") });
  await shoot("clock", { as: "ruth", path: "/team/clock", act: seen("Arjun Deshpande") });
  await shoot("focus", { as: "bea", path: "/team/focus", act: heading });
  await shoot("people", { as: "ruth", path: "/people", act: seen("Camila Rojas Fuentes") });
  await shoot("about", { as: "ruth", path: `/people/${idOf("kenji")}/about`, act: seen("Sensors, Tokyo.") });
  await shoot("hours", {
    as: "bea",
    path: "/settings/hours",
    act: heading,
  });
  await shoot("imports", {
    as: "ruth",
    path: "/imports",
    act: heading,
  });
  await shoot("palette", {
    as: "ruth",
    path: "/",
    act: async (page) => {
      await seen("To decide")(page);
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").getByRole("combobox").fill("low oxygen");
      await seen("On the server")(page);
    },
  });
  await shoot("how-we-ask", { as: "ruth", path: "/how-we-ask", act: seen("ring the watch") });
  await shoot("between", {
    as: "bea",
    path: `/people/${idOf("ruth")}/between`,
    act: seen("Waiting for Ruth"),
  });
  await shoot("try", { as: "ruth", path: "/try", act: seen("Decide what you take on") });
  await shoot("offline", {
    as: "bea",
    path: "/",
    act: async (page, context) => {
      await task(page);
      await context.setOffline(true);
      await page.keyboard.press("c");
      await page.keyboard.type("Thank Dona Fátima for the eleven seconds");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Escape");
      await page.getByText("out of reach").first().waitFor();
      await page.evaluate(() => scrollTo(0, 0));
    },
  });
} finally {
  await browser.close();
  empty.child.kill();
  demo.child.kill();
  await rm(folder, { recursive: true, force: true });
}
