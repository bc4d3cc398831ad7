// A first run and a working day with nothing but a thumb: all can be reached, and nothing is hidden.
import assert from "node:assert/strict";
import { accessible } from "./axe.mjs";
import { afterwards, context, password, Server, Somebody, until } from "./rig.mjs";
import { heading, tooSmall } from "./shell-parts.mjs";

/** As much as a keyboard takes on a phone. */
const keyboardHeight = 336;

/** The on-screen keyboard, which no browser without a screen has: told to the page as a phone tells it. */
const withKeyboard = () => {
  const seen = Object.assign(new EventTarget(), { offsetTop: 0, scale: 1, covered: 0 });
  Object.defineProperty(seen, "height", { get: () => innerHeight - seen.covered });
  Object.defineProperty(window, "visualViewport", { value: seen });
};

const keyboard = (page, covered) =>
  page.evaluate((covered) => {
    visualViewport.covered = covered;
    visualViewport.dispatchEvent(new Event("resize"));
  }, covered);

async function phone(server, width, zone, name, email) {
  const made = await context(zone, {
    viewport: { width, height: width === 360 ? 740 : 844 },
    hasTouch: true,
    isMobile: true,
  });
  afterwards(() => made.close());
  await made.addInitScript(withKeyboard);
  const somebody = new Somebody(server, made, name, email);
  somebody.page = await made.newPage();
  return somebody;
}

/** Nothing is too small, stands beside the page, or stays below the bar when one has scrolled to the end. */
async function fits(page, where) {
  assert.deepEqual(await tooSmall(page), [], where);
  assert.ok(
    await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    `${where} is wider than the phone`,
  );
  const hidden = await page.evaluate(() => {
    const bar = document.querySelector("header nav")?.closest("header");
    if (!bar) return [];
    const { scrollY } = window;
    window.scrollTo(0, document.documentElement.scrollHeight);
    const { top } = bar.getBoundingClientRect();
    const controls = [...document.querySelectorAll("main :is(a, button, input, textarea, select)")];
    const under = controls.filter((one) => one.checkVisibility() && one.getBoundingClientRect().bottom > top);
    window.scrollTo(0, scrollY);
    return under.map((one) => one.outerHTML.slice(0, 120));
  });
  assert.deepEqual(hidden, [], `${where}: below the bar`);
}

/** Types with the keyboard on the screen; in a dialog nothing may be beneath it. */
async function write(box, words, check = () => {}) {
  const page = box.page();
  await box.tap();
  await keyboard(page, keyboardHeight);
  const dialog = page.getByRole("dialog");
  if (await dialog.count()) {
    await until("the dialog is above the keyboard", () =>
      dialog.evaluate((one) => one.getBoundingClientRect().bottom <= visualViewport.height),
    );
    for (const one of await dialog.getByRole("button").all()) await one.scrollIntoViewIfNeeded();
    const { y, height } = await dialog.getByRole("button").last().boundingBox();
    assert.ok(
      y + height <= page.viewportSize().height - keyboardHeight,
      "its buttons are above the keyboard",
    );
  }
  await page.keyboard.type(words);
  await check();
  await keyboard(page, 0);
}

const main = (page) => page.getByRole("main");
const box = (page, name) => page.getByRole("textbox", { name, exact: true });
const tap = (page, name, role = "button") => page.getByRole(role, { name, exact: true }).first().tap();

/** By the bar at the bottom. */
async function go(page, name, shown = name) {
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name, exact: true }).tap();
  await heading(page, shown).waitFor();
}

async function begin({ page, server, email }) {
  await page.goto(server.setupLink);
  await page.getByText("What would you like to do?").waitFor();
  await fits(page, "first page");
  await page.getByRole("button", { name: "Make your workspace" }).tap();
  await write(page.getByLabel("Name of the workspace"), "Fernweh");
  await write(page.getByLabel("Your name"), "Ben Okafor");
  await write(page.getByLabel("Email"), email);
  await write(page.getByLabel("Password"), password);
  await fits(page, "Begin a workspace");
  await tap(page, "Begin");
  await heading(page, "It works from two people").waitFor();
  await write(box(page, "What I am waiting for"), "@ana forecast update by friday\n@ana pricing page");
  await write(box(page, "Email"), "ana@example.com");
  await fits(page, "It works from two people");
  await tap(page, "Invite");
  const link = await page.getByText(/\/join#/).innerText();
  await tap(page, "No date");
  await tap(page, "Send 2 tasks, interrupting nobody");
  await heading(page, "Sent, and nobody was interrupted").waitFor();
  await fits(page, "Sent");
  await tap(page, "How we ask here", "link");
  await heading(page, "How we ask here").waitFor();
  await tap(page, "Change: Where emergencies go");
  await write(box(page, "Where emergencies go"), "Call the harbour.");
  await fits(page, "How we ask here");
  await tap(page, "Save");
  await page.getByText("Call the harbour.").waitFor();
  return link;
}

/** A finger that rests on a row, and takes it to above another one. */
async function drag(somebody, title, onto) {
  const { page, context: made } = somebody;
  const finger = await made.newCDPSession(page);
  const touch = (type, ...points) => finger.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  const middle = async (one) => {
    const { x, y, width, height } = await somebody.row(one).boundingBox();
    return { x: x + width / 2, y: y + height / 2, height };
  };
  const from = await middle(title);
  await touch("touchStart", { x: from.x, y: from.y });
  await until("it is lifted", () =>
    page.evaluate(() => document.documentElement.classList.contains("dragging")),
  );
  const to = await middle(onto);
  await until("the line is above it", async () => {
    await touch("touchMove", { x: to.x, y: to.y + to.height / 4 });
    await touch("touchMove", { x: to.x, y: to.y - to.height / 4 });
    return (await somebody.row(onto).getAttribute("data-edge")) === "before";
  });
  await touch("touchEnd");
}

export const phones = {
  async "phone: first run and a working day by touch alone, at 390 and 360 px"() {
    const server = new Server();
    await server.start();
    afterwards(() => server.stop());
    const ben = await phone(server, 390, "America/Denver", "Ben Okafor", "ben@example.com");
    const ana = await phone(server, 360, "Europe/Lisbon", "Ana Sousa", "ana@example.com");
    const link = await begin(ben);
    await ben.whoAmI();

    await ana.page.goto(link);
    await write(ana.page.getByLabel("Password"), password);
    await fits(ana.page, "Join");
    await tap(ana.page, "Join");
    await heading(ana.page, "My list").waitFor();
    await ana.row("pricing page").waitFor();
    await ana.whoAmI();
    await fits(ana.page, "My list");

    // Somebody's list, from the bar: what it costs, and the way to take it back, above the keyboard.
    const { page } = ben;
    await go(page, "People");
    await main(page).getByRole("link", { name: /Ana/ }).first().tap();
    await heading(page, "Ana’s list").waitFor();
    const line = ben.line;
    await write(line, "review the contract by tomorrow", async () => {
      await page.getByRole("list", { name: "What it costs" }).getByText("Lands at place 3").waitFor();
      await page.keyboard.press("Enter");
      const undo = page.getByRole("status").getByRole("button", { name: /^Undo/ });
      const { y, height } = await undo.boundingBox();
      assert.ok(y + height <= page.viewportSize().height - keyboardHeight, "Undo is above the keyboard");
    });
    await ben.row("review the contract").waitFor();
    await fits(page, "Ana’s list");
    await drag(ben, "pricing page", "forecast update");
    await until("dragged", async () => (await ben.order()).join().includes("pricing page,forecast update"));
    await page.getByRole("status").getByRole("button", { name: /^Undo/ }).tap();
    await until("put back", async () => (await ben.order()).join().includes("forecast update,pricing page"));

    // Hers: open, ask back, wait, do, say what came of it.
    await ana.row("review the contract").getByRole("link", { name: "review the contract" }).tap();
    await heading(ana.page, "review the contract").waitFor();
    await ana.page.getByRole("heading", { name: "History" }).waitFor();
    await fits(ana.page, "a task");
    await write(box(ana.page, "Leave a word"), "Which of the two?");
    await tap(ana.page, "Comment");
    await ana.page.getByText("Which of the two?").waitFor();
    await tap(ana.page, "Waiting for…");
    await write(box(ana.page, "In a few words"), "the lawyer");
    await fits(ana.page, "Waiting for what");
    await tap(ana.page, "Wait");
    await ana.page.getByText("the lawyer").first().waitFor();
    await tap(ana.page, "Done");
    await write(box(ana.page, "In a line, for the record"), "Signed");
    await ana.page.getByRole("dialog").getByRole("button", { name: "Done", exact: true }).tap();
    await ana.page.getByText("Signed").first().waitFor();
    await tap(ana.page, "My list", "link");
    await heading(ana.page, "My list").waitFor();
    await write(ana.line, "water the plants low", () => ana.page.keyboard.press("Enter"));
    await ana.row("water the plants").waitFor();
    await tap(ana.page, "Done: water the plants");
    await ana.row("water the plants").waitFor({ state: "detached" });

    // Every place of the bar, and what is behind it.
    for (const [name, shown] of [["Today"], ["Requests"], ["People"], ["Team", "Team clock"], ["Settings"]]) {
      await go(ana.page, name, shown ?? name);
      await fits(ana.page, name);
    }
    await go(ana.page, "Requests");
    await tap(ana.page, "New request", "link");
    await heading(ana.page, "New request").waitFor();
    await write(box(ana.page, "What you ask for"), "Hours of March");
    await fits(ana.page, "New request");
    await ana.page.goto(`${ana.url}/people/${ben.id}/between`);
    await heading(ana.page, /Ben/).waitFor();
    await fits(ana.page, "Between us");
    const settings = [
      "me",
      "hours",
      "time-off",
      "notifications",
      "access",
      "tokens",
      "workspace",
      "people",
      "teams",
    ];
    for (const one of [...settings, "holidays", "people/import"]) {
      await page.goto(`${ben.url}/settings/${one}`);
      await heading(page, /./).first().waitFor();
      await fits(page, one);
    }
    // The longest word that a law was called by: it breaks, and widens no page.
    const name = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz";
    const named = await ben.api("POST", "/teams", { name, lead_id: null, person_ids: [ben.id, ana.id] });
    assert.equal(named.status, 201, JSON.stringify(named.body));
    const task = await ben.put(name);
    for (const path of [`/people/${ana.id}/about`, `/tasks/${task.id}`]) {
      await page.goto(`${ben.url}${path}`);
      await page.getByText(name).first().waitFor();
      await fits(page, path);
    }
    await page.goto(`${ben.url}/people`);
    await tap(page, "Invite");
    await write(box(page, "Name"), "Kenji Mori");
    await write(box(page, "Email"), "kenji@example.com");
    await fits(page, "Invite somebody");
    await accessible(page, "Invite, on a phone");
    await tap(page, "Cancel");
    await page.getByRole("navigation", { name: "Places" }).getByRole("button", { name: "Search" }).tap();
    const search = page.getByRole("combobox");
    await write(search, "log out", async () => {
      const { y, height } = await page.getByRole("option").last().boundingBox();
      assert.ok(
        y + height <= page.viewportSize().height - keyboardHeight,
        "what is found is above the keyboard",
      );
    });
    await page.getByRole("option", { name: /Log out/ }).tap();
    await page.getByRole("heading", { name: "Log in" }).waitFor();
    await fits(page, "Log in");
  },
};
