// Every screen, light and dark, wide and narrow: no accessibility finding, nothing
// that scrolls sideways. With CAIRN_TEST_SCREENS=folder it keeps the pictures.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { clear, context, Server, Somebody } from "./rig.mjs";

const folder = process.env.CAIRN_TEST_SCREENS;
const usual = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

const narrow = { "360 px": { width: 360, height: 740 }, "200 % zoom": { width: 720, height: 450 } };

const sideways = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** In the system's own colours a control that only a wash of colour marked would be lost. */
async function inForcedColours(page, name) {
  await page.emulateMedia({ forcedColors: "active", colorScheme: "light" });
  const lost = await page.evaluate(() => {
    const drawn = (element) => {
      const style = getComputedStyle(element);
      return style.outlineStyle !== "none" || style.borderStyle !== "none" || style.fontWeight >= 600;
    };
    const marked =
      '[aria-selected="true"], [aria-current="page"], [aria-pressed="true"], [role=radio][aria-checked="true"]';
    const seen = [...document.querySelectorAll(marked)].filter((element) => element.checkVisibility());
    const unmarked = seen.filter((element) => !drawn(element));
    // What nobody has done yet must not look done: a colour that is none becomes one.
    const ticked = [...document.querySelectorAll("button[aria-label^='Done:'] svg")].filter((tick) =>
      tick.checkVisibility({ opacityProperty: true }),
    );
    return [...unmarked, ...ticked].map((element) => element.outerHTML.slice(0, 120));
  });
  await page.emulateMedia({ forcedColors: "none" });
  return lost.map((html) => `${name} forced colours: wrongly marked ${html}`);
}

/** Looks at the page in both themes and at every size. */
export async function look(page, name, sizes = usual) {
  const problems = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => document.fonts.ready.then(() => true));
      if (folder) {
        await mkdir(folder, { recursive: true });
        await page.screenshot({ path: `${folder}/${name}-${size.width}-${colorScheme}.png` });
      }
      // In the dark only the colours are others.
      const runOnly = colorScheme === "dark" ? { runOnly: ["color-contrast"] } : {};
      const axe = new AxeBuilder({ page })
        .setLegacyMode(true)
        .options({ resultTypes: ["violations"], ...runOnly });
      const { violations } = await axe.analyze();
      for (const { id, nodes } of violations) {
        const where = nodes.map((node) => node.html.slice(0, 160)).join(" | ");
        problems.push(`${name} ${size.width} ${colorScheme}: ${id} ${where}`);
      }
      if (await sideways(page)) problems.push(`${name} ${size.width}: scrolls sideways`);
    }
  }
  // The narrowest phone, and 200 % zoom on a desk: nothing is cut off or has to be pushed sideways.
  for (const [what, size] of Object.entries(narrow)) {
    await page.setViewportSize(size);
    if (await sideways(page)) problems.push(`${name} ${what}: scrolls sideways`);
  }
  problems.push(...(await inForcedColours(page, name)));
  await page.setViewportSize({ width: 1200, height: 1000 });
  assert.deepEqual(problems, []);
}

/** What one decides by stands in one line on the narrowest phone, too. */
async function inOneLine(page) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  const buttons = page.getByRole("region", { name: "To decide" }).locator("li").first().getByRole("button");
  const tops = await buttons.evaluateAll((all) =>
    all
      .filter((one) => one.checkVisibility() && !one.ariaPressed)
      .map((one) => one.getBoundingClientRect().top),
  );
  assert.equal(tops.length, 4, "Accept, Another date, Decline, and more");
  assert.equal(new Set(tops).size, 1, `not in one line: ${tops}`);
  await page.setViewportSize(size);
}

const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);

/** Ana's list as it looks on an ordinary day. */
async function fill(ben, ana) {
  const asked = (title, more) => ben.put(title, { owner_id: ana.id, ...more });
  const freeze = await asked("Freeze the 4.2 release notes", {
    level: "urgent",
    due_date: day(1),
    due_time: "15:00",
    labels: ["launch"],
    body: "The **final** wording goes to translation at three.\n\n- pricing footnote\n- thanks to the beta teams",
  });
  await asked("Review the pricing page", { level: "high", due_date: day(3), labels: ["launch", "pricing"] });
  await ana.put("Interview brief for the two research candidates", { level: "high", due_date: day(5) });
  const moved = await asked("Forecast update for the Iberian accounts", { due_date: day(6) });
  await ana.put(
    "Datenschutz-Folgenabschätzung für die Kundenzufriedenheitsbefragungsauswertung im Unternehmensbereich Rechtsschutzversicherungsgesellschaften fertigstellen",
    { due_date: day(9), labels: ["datenschutz"] },
  );
  await ana.put("مراجعة صفحة الأسعار قبل إطلاق الموقع الجديد في الخليج", { due_date: day(4) });
  const waiting = await ana.put("Draft the case study with Fábrica do Porto", {
    checklist: [{ text: "Numbers agree with finance", done: true }, { text: "Footnotes" }],
  });
  for (let i = 1; i <= 18; i++)
    await ana.put(
      [
        "Shorten the tone-of-voice guide to one page",
        "Alternative texts for the new screenshots",
        "Archive last year's campaign folders",
      ][i % 3] + (i > 3 ? `, part ${i}` : ""),
      { level: i % 2 ? "low" : "medium", due_date: i % 4 ? null : day(i + 7) },
    );
  await ana.api("POST", `/tasks/${freeze.id}/start`, {});
  await ana.api("POST", `/tasks/${waiting.id}/block`, {
    waiting_for: { text: "their legal review", person_id: null, task_ids: [] },
  });
  await ben.api("POST", `/tasks/${moved.id}/move`, {
    before_id: waiting.id,
    reason: "finance closes on Monday",
  });
  const quote = await ana.put("Two quotes for the Tokyo press kit", { owner_id: ben.id, due_date: day(6) });
  assert.equal(quote.status, "triage");
  await ben.api("POST", `/tasks/${freeze.id}/comments`, {
    body: "Translation has a slot until five, so three is comfortable.",
  });
  await ana.api("POST", `/tasks/${freeze.id}/comments`, {
    body: "Good. The *footnote* is the only open line.",
  });
}

let filled = null;

/** Fills the lists, once: any of these journeys may be the first. */
function ordinaryDay(ben, ana) {
  filled ??= clear(ben, ana).then(() => fill(ben, ana));
  return filled;
}

export const screens = {
  async "screens: doors"() {
    const server = new Server();
    await server.start();
    const stranger = new Somebody(server, await context("Europe/Lisbon"), "", "");
    const page = await stranger.context.newPage();
    await page.goto(server.setupLink);
    await page.getByRole("button", { name: "Make your workspace" }).waitFor();
    await look(page, "setup");
    await page.goto(`${server.url}/login`);
    await page.getByText("This server has no workspace yet.").waitFor();
    await look(page, "login");
    await page.goto(`${server.url}/join`);
    await page.getByText("This link does not work").waitFor();
    await look(page, "join");
    await stranger.context.close();
    await server.stop();
  },

  async "screens: a list"({ ben, ana }) {
    await clear(ben, ana);
    await look(ana.page, "empty");
    await ordinaryDay(ben, ana);
    await ana.row("Review the pricing page").waitFor();
    await look(ana.page, "list");
    await ana.line.fill("review pricing page by fri 3pm high #launch");
    await ana.page.locator("#understood").getByText("#launch").waitFor();
    await look(ana.page, "quick-add");
    await ana.line.fill(
      "- call finance high\n- book the room by fri #offsite\nhttps://example.com/notes/q3-forecast",
    );
    await ana.page.getByRole("button", { name: "Add 3 tasks" }).waitFor();
    await look(ana.page, "pasted");
    await ana.line.fill("one more thing urgent");
    await ana.page.keyboard.press("Enter");
    await ana.page.getByRole("dialog").waitFor();
    await look(ana.page, "slot-full");
    await ana.page.keyboard.press("Escape");
    await ana.line.fill("");
    await ana.page.keyboard.press("Escape");
    await ana
      .row("Review the pricing page")
      .getByRole("button", { name: /^More for/ })
      .click();
    await ana.page.getByRole("menu").waitFor();
    await look(ana.page, "menu");
    await ana.page.keyboard.press("Escape");
    await ana.page.keyboard.press("?");
    await ana.page.getByRole("dialog", { name: "Keys" }).waitFor();
    await look(ana.page, "keys");
    await ana.page.keyboard.press("Escape");
  },

  async "screens: a report's list and what adding costs"({ ben, ana }) {
    await ordinaryDay(ben, ana);
    await ben.page.goto(ben.server.url);
    await ben.page.getByRole("region", { name: "To decide" }).waitFor();
    await look(ben.page, "to-decide");
    await inOneLine(ben.page);
    await ben.page.goto(`${ben.server.url}/people/${ana.id}`);
    await ben.row("Review the pricing page").waitFor();
    await ben.line.fill("answer the board high");
    await ben.page.getByText("By when does Ana need to have it?").waitFor();
    await ben.page.getByText(/Lands at place/).waitFor();
    await look(ben.page, "report");
  },

  async "screens: a task"({ ben, ana }) {
    await ordinaryDay(ben, ana);
    const [task] = await ana.named("Freeze the 4.2 release notes");
    await ana.page.goto(`${ana.server.url}/tasks/${task.id}`);
    await ana.page.getByText("Translation has a slot").waitFor();
    await ana.page.getByRole("heading", { name: "History" }).waitFor();
    await look(ana.page, "task");
    await ana.page.getByRole("button", { name: "Edit" }).click();
    await look(ana.page, "task-writing");
    await ana.page.getByRole("button", { name: "Cancel" }).click();
    await ana.page.keyboard.press("d");
    await ana.page.getByLabel("Date", { exact: true }).fill(day(8));
    await ana.page.getByLabel("Why does it move?").waitFor();
    await look(ana.page, "due");
    await ana.page.keyboard.press("Escape");
    await ana.page.keyboard.press("e");
    await ana.page.getByLabel("In a line, for the record").waitFor();
    await look(ana.page, "outcome");
    await ana.page.keyboard.press("Escape");
  },

  async "screens: people and settings"({ ben }) {
    await ben.page.goto(`${ben.server.url}/people`);
    await ben.page.getByText("Ana Sousa").waitFor();
    await look(ben.page, "people");
    await ben.page.goto(`${ben.server.url}/settings`);
    await ben.page.getByRole("button", { name: "Log out" }).waitFor();
    await look(ben.page, "settings");
  },
};
