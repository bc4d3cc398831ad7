// People, settings and imports against the real server, on a company of its own:
// what one does there by mouse, finger and keyboard, then every screen with axe.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { company } from "./real-company.mjs";
import { context, password, until } from "./rig.mjs";

const folder = process.env.CAIRN_TEST_SCREENS;
let house = null;
const pages = new Map();

/** Somebody's page of a size; it is opened once, and goes from journey to journey. */
async function page(who, path, width = 1440) {
  house ??= await company();
  const name = `${who} ${width}`;
  if (!pages.has(name)) {
    const phone = width < 600;
    const theirs = await context("Europe/Berlin", {
      viewport: { width, height: phone ? 844 : 900 },
      hasTouch: phone,
      isMobile: phone,
      permissions: ["clipboard-read", "clipboard-write"],
    });
    theirs.setDefaultTimeout(8000);
    const [key, ...value] = house.cookies[who].split("=");
    await theirs.addCookies([{ name: key, value: value.join("="), url: house.url }]);
    pages.set(name, await theirs.newPage());
  }
  const found = pages.get(name);
  await found.goto(house.url + path);
  return found;
}

export async function endPeople() {
  for (const one of pages.values()) await one.context().close();
  await house?.server.stop();
}

/** What is drawn by hand, or else on a phone than on a desk: these are looked at in the dark and narrow too. */
const drawn = /^(people-by-line|settings-hours|settings-time-off|between)$/;

/** Axe in full by day; by night only the colours are others. Nothing scrolls sideways. */
async function look(page, name, problems) {
  const width = page.viewportSize().width;
  const narrow = width < 600;
  const themes = folder
    ? ["light", "dark"]
    : drawn.test(name)
      ? narrow
        ? ["light"]
        : ["light", "dark"]
      : [];
  if (!narrow && !themes.length) themes.push("light");
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    const rules = colorScheme === "dark" ? { runOnly: ["color-contrast"] } : {};
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    const { violations } = await axe.options({ resultTypes: ["violations"], ...rules }).analyze();
    for (const { id, nodes } of violations) {
      const where = nodes.map((node) => node.html.slice(0, 160)).join(" | ");
      problems.push(`${name} ${width} ${colorScheme}: ${id} ${where}`);
    }
    if (folder) {
      await mkdir(folder, { recursive: true });
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await fits(page, name, problems);
}

async function fits(page, name, problems) {
  if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth))
    problems.push(`${name} ${page.viewportSize().width}: scrolls sideways`);
}

const stored = async (who) => (await house.api(who, "GET", `/people/${house.ids[who]}`)).answer;
const bar = (page, name) => page.getByRole("slider", { name, exact: true });

async function pull(page, element, from, by) {
  const box = await element.boundingBox();
  const [x, y] = [box.x + box.width * from, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + by / 2, y, { steps: 2 });
  await page.mouse.move(x + by, y, { steps: 2 });
  await page.mouse.up();
}

/** A finger that goes along these points. */
async function touch(page, points) {
  const client = await page.context().newCDPSession(page);
  const send = (type, touchPoints) => client.send("Input.dispatchTouchEvent", { type, touchPoints });
  await send("touchStart", points.slice(0, 1));
  for (const point of points.slice(1)) await send("touchMove", [point]);
  await send("touchEnd", []);
  await client.detach();
}

const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });

async function choose(page, name, text) {
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
}

const tasks = () => `Task,Owner,Due Date,Due Time (UTC),Priority
Freeze the release notes,Ana Sousa,${house.inDays(10)},02:00,urgent
"Review the pricing page, with finance",ben@example.com,${house.inDays(13)},,high
Interview brief,Kenji,${house.inDays(20)},,medium
Rotate the certificates,Finance,${house.inDays(5)},,low
,Ana Sousa,${house.inDays(5)},,
`;
const newcomers = `name,email,title,time_zone,manager_email,team,shoe size
João Ribeiro,joao@example.com,Finance,Europe/Lisbon,olga@example.com,Money,42
Ana Sousa,ana@example.com,Head of marketing,,,,
Nobody,not an address,,,,,
`;

export const people = {
  async "people: working hours are dragged with the mouse, saved, and undone"() {
    const ben = await page("ben", "/settings/hours");
    const lane = await ben.locator("[data-lane=tue]").first().boundingBox();
    const hour = lane.width / 24;
    await pull(ben, bar(ben, "Tuesday, ends"), 0.5, 2 * hour);
    await bar(ben, "Tuesday, works 09:00 to 19:30").waitFor();
    await pull(ben, bar(ben, "Tuesday, works 09:00 to 19:30"), 0.5, -hour);
    await bar(ben, "Tuesday, works 08:00 to 18:30").waitFor();
    // On an empty day one draws, past the end of the day if one likes.
    const sunday = ben.locator("[data-lane=sun]").first();
    // Not below what stands at the foot of the page while there is something to save.
    await sunday.evaluate((one) => one.scrollIntoView({ block: "center" }));
    await pull(ben, sunday, 22 / 24, 4 * hour);
    await bar(ben, "Sunday, works 22:00 to 02:00").waitFor();
    await bar(ben, "Friday, works 09:00 to 17:30").dblclick();
    await ben.getByRole("button", { name: "Friday, nothing. Enter adds hours" }).first().waitFor();
    await ben.getByRole("button", { name: "More for Tuesday" }).first().click();
    await ben.getByRole("menuitem", { name: "Copy to other days…" }).click();
    for (const day of ["Monday", "Thursday", "Sunday"])
      await ben.getByRole("checkbox", { name: day }).uncheck();
    await ben.getByRole("button", { name: "Copy", exact: true }).click();
    await bar(ben, "Wednesday, works 08:00 to 18:30").waitFor();
    await ben.getByRole("button", { name: "Save" }).click();
    await ben.getByText("Saved", { exact: true }).waitFor();
    const { working_hours: hours } = await stored("ben");
    assert.deepEqual(hours.tue, [{ start: "08:00", end: "18:30" }]);
    assert.deepEqual(hours.wed, hours.tue);
    assert.deepEqual(hours.sun, [{ start: "22:00", end: "02:00" }]);
    assert.deepEqual(hours.fri, []);
    await ben.keyboard.press("z");
    await ben.getByText("As it was before").waitFor();
    assert.deepEqual((await stored("ben")).working_hours.fri, [{ start: "09:00", end: "17:30" }]);
  },

  async "people: working hours and focus by keys"() {
    const kenji = await page("kenji", "/settings/hours");
    const tuesday = bar(kenji, "Tuesday, works 10:00 to 19:00");
    await tuesday.focus();
    await kenji.keyboard.press("ArrowRight");
    await bar(kenji, "Tuesday, works 10:15 to 19:15").waitFor();
    await kenji.keyboard.press("Shift+ArrowLeft");
    await bar(kenji, "Tuesday, works 10:10 to 19:10").waitFor();
    await bar(kenji, "Tuesday, ends").first().focus();
    await kenji.keyboard.press("PageUp");
    await bar(kenji, "Tuesday, works 10:10 to 18:10").waitFor();
    await kenji.keyboard.press("ArrowDown");
    await kenji.keyboard.press("ArrowRight");
    await bar(kenji, "Wednesday, works 10:00 to 19:15").waitFor();
    await bar(kenji, "Friday, works 10:00 to 19:00").focus();
    await kenji.keyboard.press("Delete");
    // The place is left empty, and keeps the cursor; below it are Saturday and, further, Monday.
    await kenji.keyboard.press("ArrowDown");
    await kenji.keyboard.press("Enter");
    await bar(kenji, "Saturday, works 09:00 to 17:30").waitFor();
    const focus = kenji.getByRole("group", { name: "Focus", exact: true });
    await focus.getByRole("button", { name: "Monday, nothing. Enter adds hours" }).focus();
    await kenji.keyboard.press("Enter");
    await bar(kenji, "Monday, focus 09:00 to 11:00").waitFor();
    await kenji.keyboard.press("ArrowRight");
    await kenji.getByRole("button", { name: "Save" }).click();
    await kenji.getByText("Saved", { exact: true }).waitFor();
    const { working_hours: hours, focus: blocks } = await stored("kenji");
    assert.deepEqual(hours.tue, [{ start: "10:10", end: "18:10" }]);
    assert.deepEqual([hours.fri, hours.sat.length], [[], 1]);
    assert.deepEqual(blocks, [{ days: ["mon"], start: "09:15", end: "11:15" }]);
  },

  async "people: working hours with a finger, the exact times, and what is wrong said at its day"() {
    const ana = await page("ana", "/settings/hours", 390);
    const end = bar(ana, "Wednesday, ends").first();
    await end.scrollIntoViewIfNeeded();
    const from = middle(await end.boundingBox());
    const hour = (await ana.locator("[data-lane=wed]").first().boundingBox()).width / 24;
    await touch(ana, [from, { x: from.x - hour, y: from.y }, { x: from.x - 2 * hour, y: from.y }]);
    await bar(ana, "Wednesday, works 08:30 to 15:00").waitFor();
    await ana.getByText("Working hours by exact times").click();
    await ana.getByRole("button", { name: "Add hours on Monday" }).click();
    await ana.getByLabel("Monday from").last().fill("9");
    await ana.getByLabel("Monday to").last().fill("10");
    await ana.getByText("These hours overlap others").waitFor();
    await ana.getByRole("button", { name: "Save" }).click();
    await ana.getByText("Some times are not right").waitFor();
    await ana.getByLabel("Monday from").last().fill("20");
    await ana.getByLabel("Monday to").last().fill("130");
    await ana.getByText("into the next day").waitFor();
    await ana.getByRole("button", { name: "Save" }).click();
    await ana.getByText("Saved", { exact: true }).waitFor();
    const { working_hours: hours } = await stored("ana");
    assert.deepEqual(hours.mon.at(-1), { start: "20:00", end: "01:30" });
    assert.deepEqual(hours.wed, [{ start: "08:30", end: "15:00" }]);
  },

  async "people: time off is drawn, removed by a click, and taken back with z; by keys too"() {
    const lea = await page("lea", "/settings/time-off");
    await lea.getByRole("button", { name: "The year after" }).click();
    await lea.getByRole("button", { name: /^March/ }).click();
    const grid = lea.getByRole("grid");
    const year = new Date().getFullYear() + 1;
    const cell = (n) => grid.locator(`[data-date="${year}-03-${n}"]`);
    const [a, b] = [middle(await cell(10).boundingBox()), middle(await cell(17).boundingBox())];
    await lea.mouse.move(a.x, a.y);
    await lea.mouse.down();
    await lea.mouse.move(b.x, b.y, { steps: 3 });
    await lea.mouse.up();
    const off = async () => (await house.api("lea", "GET", `/people/${house.ids.lea}/time-off`)).answer.items;
    await lea.getByText(/10 – 17 Mar \d+: time off/).waitFor();
    assert.deepEqual(
      [(await off())[0].starts_on, (await off())[0].ends_on],
      [`${year}-03-10`, `${year}-03-17`],
    );
    await grid.getByRole("gridcell", { name: /12 March \d+, time off/ }).click();
    await lea.getByText(/is working time again/).waitFor();
    assert.equal((await off()).length, 0);
    await lea.keyboard.press("z");
    await lea.getByText("It is time off as before").waitFor();
    assert.equal((await off()).length, 1);
    await cell(17).waitFor();
    await cell(24).click();
    await lea.getByText(/^24 Mar \d+: time off/).waitFor();
    await lea.keyboard.press("ArrowDown");
    await lea.keyboard.press("ArrowLeft");
    await lea.keyboard.press("Shift+ArrowLeft");
    await lea.keyboard.press("Enter");
    await lea.getByText(/^29 – 30 Mar \d+: time off/).waitFor();
    assert.equal((await off()).length, 3);
    await grid.getByRole("gridcell", { name: /29 March \d+, time off/ }).waitFor();
    await lea.keyboard.press("Enter");
    await lea.getByText(/is working time again/).waitFor();

    const phone = await page("lea", "/settings/time-off", 390);
    await phone.getByRole("button", { name: "The month after" }).click();
    await phone.getByRole("grid").scrollIntoViewIfNeeded();
    const days = phone.getByRole("grid").locator("tbody tr").nth(2).locator("td");
    const [first, last] = [middle(await days.nth(1).boundingBox()), middle(await days.nth(3).boundingBox())];
    await touch(phone, [first, { x: (first.x + last.x) / 2, y: first.y }, last]);
    await phone.getByText(/: time off/).waitFor();
    await until("three days", async () => (await off()).length === 3);
  },

  async "people: the org chart by keyboard"() {
    const olga = await page("olga", "/people?by=line");
    const at = () => olga.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    const press = async (key, name) => {
      await olga.keyboard.press(key);
      await until(`${key} to ${name}, not ${await at()}`, async () => (await at())?.startsWith(name));
    };
    await olga.getByRole("tree").waitFor();
    await olga.getByRole("tree").focus();
    await press("ArrowDown", "Ben Okafor");
    await press("ArrowRight", "Ana Sousa");
    await press("ArrowDown", "Léa Martin");
    await press("ArrowLeft", "Ana Sousa");
    await press("ArrowLeft", "Ana Sousa");
    assert.equal(await olga.getByRole("treeitem", { name: /^Ana/ }).getAttribute("aria-expanded"), "false");
    assert.equal(await olga.getByRole("treeitem", { name: /^Léa/ }).count(), 0);
    await press("End", "David Nguyen");
    await press("Home", "Olga Petrov");
    await press("ArrowDown", "Ben Okafor");
    await olga.keyboard.press("Enter");
    await olga.getByRole("heading", { level: 1, name: "Ben’s list" }).waitFor();
    await olga.goBack();
    await olga.getByRole("treeitem", { name: /^Ana/ }).waitFor();
    assert.equal(await olga.getByRole("treeitem", { name: /^Léa/ }).count(), 0, "what was folded stays so");
    await olga.getByLabel("Find somebody").fill("lisbon market");
    await olga.getByText("1 person").waitFor();
    await olga.getByLabel("Find somebody").fill("nobody at all");
    await olga.getByText("Nobody is called so").waitFor();
  },

  async "people: between us is the same for both, and outlives the connection"() {
    const ana = await page("ana", "/");
    const put = (who, owner, title, more) =>
      house.api(who, "POST", "/tasks", { title, owner_id: house.ids[owner], due_date: null, ...more });
    await put("ana", "kenji", "Numbers for the fair", { due_date: house.inDays(3) });
    const { answer: done } = await put("ana", "kenji", "Logo in dark");
    await house.api("kenji", "POST", `/tasks/${done.id}/accept`, {});
    await house.api("kenji", "POST", `/tasks/${done.id}/complete`, { outcome: { text: "In the folder" } });
    await put("kenji", "ana", "Quote for the magazine");
    const sides = async (page, mine, theirs) => {
      for (const [heading, title] of [mine, theirs])
        await page.getByRole("region", { name: heading }).getByRole("link", { name: title }).waitFor();
      await page.getByText("Closed in the last 30 days (1)").click();
      await page.getByText("In the folder").waitFor();
    };
    await ana.goto(`${house.url}/people/${house.ids.kenji}/between`);
    await sides(
      ana,
      ["Waiting for Kenji", /Numbers for the fair.*to decide/],
      ["Kenji is waiting for me", "Quote for the magazine"],
    );
    const kenji = await page("kenji", `/people/${house.ids.ana}/between`);
    await sides(
      kenji,
      ["Waiting for Ana", "Quote for the magazine"],
      ["Ana is waiting for me", /Numbers for the fair.*to decide/],
    );
    await kenji.route("**/api/v1/tasks?*", (route) => route.abort());
    await kenji.reload();
    await kenji.getByText("more may stand between you").waitFor();
    await kenji.getByRole("link", { name: /Numbers for the fair/ }).waitFor();
    await kenji.getByRole("link", { name: "Quote for the magazine" }).waitFor();
    await kenji.unroute("**/api/v1/tasks?*");
    await kenji.goto(`${house.url}/people/${house.ids.tom}/between`);
    await kenji.getByText("You wait for nothing.").waitFor();
    await kenji.goto(`${house.url}/people/${house.ids.kenji}/about`);
    await kenji.getByRole("heading", { level: 1, name: "Kenji Mori" }).waitFor();
    assert.equal(await kenji.getByRole("link", { name: "Between us" }).count(), 0);
  },

  async "people: long names, names from right to left, and 200 % zoom"() {
    const problems = [];
    house ??= await company();
    const { ids } = house;
    const paths = [
      "/people",
      "/people?by=line",
      "/people?by=zone",
      `/people/${ids.annegret}/about`,
      `/people/${ids.maryam}/between`,
      "/settings/people",
      `/settings/people/${ids.annegret}`,
      "/settings/hours",
      "/settings/time-off",
    ];
    // 1280 px at 200 % are 640.
    for (const width of [390, 640]) {
      for (const path of width === 390 ? paths : paths.slice(-2)) {
        const olga = await page("olga", path, width);
        await olga.getByRole("heading", { level: 1 }).first().waitFor();
        if (path === "/people") {
          // Read in full: nothing of it is cut off.
          const name = olga.getByText("Annegret-Friederike Wollenweber-Schlüsselmüller zu Überlingen");
          await name.waitFor();
          assert.ok(
            await name.evaluate((one) => one.scrollWidth <= one.clientWidth + 1 || one.clientWidth === 0),
          );
        }
        await fits(olga, path, problems);
      }
    }
    assert.deepEqual(problems, []);
  },

  async "people: my settings keep what I type, and say what is wrong where it is"() {
    const ana = await page("ana", "/settings", 390);
    const { how_to_work_version: version } = await stored("ana");
    const text = ana.getByRole("textbox", { name: "How to work with me" });
    await text.fill("Mine, **typed** here.");
    await ana.reload();
    await until("kept through a reload", async () => (await text.inputValue()) === "Mine, **typed** here.");
    await ana.getByText("Preview").click();
    await ana.locator(".prose strong", { hasText: "typed" }).waitFor();
    await ana.getByText("Write", { exact: true }).click();
    const patch = { how_to_work: "From elsewhere.", how_to_work_version: version };
    await house.api("ana", "PATCH", `/people/${house.ids.ana}`, patch);
    await ana
      .locator("section", { hasText: "How to work with me" })
      .getByRole("button", { name: "Save" })
      .click();
    await ana.getByText("This text was changed elsewhere meanwhile.").waitFor();
    await ana.getByText("From elsewhere.").waitFor();
    await ana.getByRole("button", { name: "Use mine" }).click();
    await ana.getByText("Saved", { exact: true }).waitFor();
    assert.equal((await stored("ana")).how_to_work, "Mine, **typed** here.");
    await ana.goto(`${house.url}/people/${house.ids.ana}/about`);
    await ana.locator(".prose strong", { hasText: "typed" }).waitFor();

    await ana.goto(`${house.url}/settings/tokens`);
    await ana.getByLabel("What it is for").fill("Nightly");
    await ana.getByRole("button", { name: "Make it" }).click();
    assert.match((await ana.getByLabel("The token", { exact: true }).textContent()) ?? "", /^cairn_pat_/);
    await ana.getByRole("button", { name: "I have it" }).click();
    await ana.getByRole("button", { name: "Revoke Nightly" }).click();
    await ana.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await ana.getByRole("button", { name: "Revoke Nightly" }).waitFor({ state: "detached" });

    await ana.goto(`${house.url}/settings/access`);
    await ana.getByLabel("The one you have").fill("wrong words here");
    await ana.getByLabel("The new one").fill("other long words");
    await ana.getByRole("button", { name: "Change it" }).click();
    await ana.getByText("This is not your password.").waitFor();
    // An admin's pages do not exist for a member.
    await ana.goto(`${house.url}/settings/workspace`);
    await ana.getByText("There is nothing here").waitFor();
  },

  async "people: my own address, by my password"() {
    const ana = await page("ana", "/settings", 390);
    const before = (await stored("ana")).email;
    const change = async (email, secret) => {
      await ana.getByLabel("New address").fill(email);
      await ana.getByLabel("Your password").fill(secret);
      await ana.getByRole("button", { name: "Change the address" }).click();
    };
    await change("ana.new@example.com", "wrong words here");
    await ana.getByText("This is not your password.").waitFor();
    assert.equal((await stored("ana")).email, before);
    for (const email of ["ana.new@example.com", before]) {
      await change(email, password);
      await ana.getByText(`From now on you log in as ${email}`).waitFor();
      assert.equal((await stored("ana")).email, email);
    }
  },

  async "people: the workspace's settings ask before they widen or end anything"() {
    const olga = await page("olga", "/settings/workspace");
    const dialog = olga.getByRole("dialog");
    await olga.getByRole("radio", { name: /^Everybody/ }).check();
    await olga.getByLabel("High").fill("4");
    await olga.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("Every task, by everybody in the workspace.").waitFor();
    await dialog.getByRole("button", { name: "Change it" }).click();
    await olga.getByText("Saved", { exact: true }).waitFor();
    const { answer: now } = await house.api("olga", "GET", "/workspace");
    assert.deepEqual([now.visibility, now.high_slots], ["workspace", 4]);

    await olga.goto(`${house.url}/settings/teams`);
    await olga.getByRole("button", { name: "New team" }).click();
    await dialog.getByLabel("Name").fill("Launch");
    await dialog.getByLabel("Find somebody").fill("lea");
    await dialog.getByRole("checkbox", { name: /^Léa/ }).check();
    await dialog.getByLabel("Lead", { exact: true }).selectOption({ label: "Léa Martin" });
    // The answer is lost on its way: tried again, it is the same team, not a second one.
    let lost = 0;
    await olga.route("**/api/v1/teams", async (route) => {
      if (lost++) return route.continue();
      await route.fetch();
      await route.abort();
    });
    await dialog.getByRole("button", { name: "Make it" }).click();
    await dialog.getByText("The server is out of reach").waitFor();
    await dialog.getByRole("button", { name: "Make it" }).click();
    await olga.getByText("led by Léa Martin").waitFor();
    const teams = (await house.api("olga", "GET", "/teams")).answer.items;
    assert.equal(teams.filter((team) => team.name === "Launch").length, 1);
    await olga.unroute("**/api/v1/teams");
    await olga.getByRole("button", { name: "Delete Launch" }).click();
    await dialog.getByRole("button", { name: "Delete" }).click();
    await olga.getByText("led by Léa Martin").waitFor({ state: "detached" });

    await olga.goto(`${house.url}/settings/people/${house.ids.sofia}`);
    await olga.getByRole("button", { name: "Deactivate…" }).click();
    await dialog.getByText("Their open tasks go to Marta Kowalska-Wiśniewska").waitFor();
    await dialog.getByRole("button", { name: "Deactivate" }).click();
    await olga.getByRole("button", { name: "Give access again" }).click();
    await olga.getByText("Sofía Álvarez is back").waitFor();
    await olga.goto(`${house.url}/settings/acts`);
    await olga.getByText("All of it").click();
    await olga.getByLabel("About whom").selectOption({ label: "Sofía Álvarez" });
    await olga.getByText("You gave Sofía Álvarez access again.").waitFor();
  },

  async "people: invited one by one, and from a file with links for all"() {
    const olga = await page("olga", "/settings/people");
    const dialog = olga.getByRole("dialog");
    await olga.getByRole("button", { name: "Invite" }).click();
    await dialog.getByLabel("Name").fill("Rui Costa");
    await dialog.getByLabel("Email").fill("ana@example.com");
    await dialog.getByRole("button", { name: "Make the link" }).click();
    await dialog.getByRole("alert").waitFor();
    await dialog.getByLabel("Email").fill("rui@example.com");
    await dialog.getByRole("button", { name: "Make the link" }).click();
    assert.match((await dialog.getByLabel("The link").textContent()) ?? "", /\/join#/);
    await dialog.getByRole("button", { name: "Close" }).click();
    await olga.getByRole("button", { name: "Take back the invitation of Rui Costa" }).click();
    await dialog.getByRole("button", { name: "Take it back" }).click();
    await olga.getByText("The link of Rui Costa is void").waitFor();

    await olga.goto(`${house.url}/settings/people/import`);
    await choose(olga, "people.csv", newcomers);
    await olga.getByText("people.csv").waitFor(); // it has been read, and is kept
    await olga.reload();
    await olga.getByText("people.csv").waitFor();
    await olga.getByRole("button", { name: "Look at it" }).click();
    await olga.getByText("1 to add, 1 to change, 1 left out.").waitFor();
    assert.equal((await house.api("olga", "GET", "/people?q=joao")).answer.items.length, 0);
    await olga.getByRole("button", { name: "Bring in 2 people" }).click();
    await olga.getByText("1 added, 1 changed, 1 left out.").waitFor();
    await olga.reload();
    await olga.getByText("1 added, 1 changed, 1 left out.").waitFor();
    await olga.getByRole("button", { name: "Bring in another file" }).click();
    await olga.goto(`${house.url}/settings/people`);
    // João, Rui, and the two who were added and never invited.
    await olga.getByRole("button", { name: "Make 4 links" }).click();
    await olga.getByText("Copy them now").waitFor();
    await olga.getByRole("button", { name: "Copy all as CSV" }).click();
    await olga.getByText("Copied").waitFor();
    const copied = await olga.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied.trim().split("\n").length, 5);
    assert.match(copied, /"joao@example.com","http:\S+\/join#/);
    olga.on("dialog", (question) => void question.accept());
  },

  async "people: tasks from a file, twice"() {
    const olga = await page("olga", "/imports");
    await choose(olga, "tasks.csv", tasks());
    assert.equal(await olga.getByLabel("What is to be done").inputValue(), "Task");
    assert.equal(await olga.getByLabel("The times are in").inputValue(), "UTC");
    await olga.reload();
    await olga.getByLabel("Who Finance is").selectOption({ label: "Tom Whitfield" });
    await olga.getByRole("button", { name: "Look at it" }).click();
    await olga.getByRole("button", { name: "Bring in 4 tasks" }).click();
    await olga.getByText("What became of the file").waitFor();
    await olga.getByRole("link", { name: "Freeze the release notes" }).waitFor();
    await olga.reload();
    await olga.getByRole("link", { name: "Freeze the release notes" }).waitFor();

    await olga.goto(`${house.url}/imports`);
    await choose(olga, "tasks.csv", tasks().replace(house.inDays(20), house.inDays(21)));
    await olga.getByLabel("Who Finance is").selectOption({ label: "Tom Whitfield" });
    await olga.getByRole("button", { name: "Look at it" }).click();
    await olga.getByRole("button", { name: "Nothing to bring in" }).waitFor();
    await olga.getByRole("button", { name: /3 already imported/ }).waitFor();
    await olga.getByRole("checkbox", { name: /dates of the file/ }).check();
    await olga.getByRole("button", { name: "Bring in 1 task" }).click();
    await olga.getByText("has the new date").first().waitFor();
  },

  async "people: every screen"() {
    const problems = [];
    house ??= await company();
    const { ids } = house;
    const screens = [
      ["people", "/people", "Ana Sousa"],
      ["people-by-line", "/people?by=line", "Ana Sousa"],
      ["people-by-team", "/people?by=team", "Ana Sousa"],
      ["about", `/people/${ids.ana}/about`, "Public holidays of Portugal"],
      ["about-night", `/people/${ids.david}/about`, "Both at work"],
      ["between", `/people/${ids.ben}/between`, "is waiting for me"],
      ["settings", "/settings", "How to work with me"],
      ["settings-hours", "/settings/hours", "Drag the ends"],
      ["settings-time-off", "/settings/time-off", "Drag over the days"],
      ["settings-access", "/settings/access", "this one"],
      ["settings-tokens", "/settings/tokens", "Make a token"],
      ["settings-acts", "/settings/acts", "What concerns me"],
      ["settings-workspace", "/settings/workspace", "Who reads a worklist"],
      ["settings-people", "/settings/people", "Here ("],
      ["settings-person", `/settings/people/${ids.ana}`, "A forgotten password"],
      ["settings-import", "/settings/people/import", "Choose a CSV file"],
      ["settings-teams", "/settings/teams", "led by"],
      ["settings-holidays", "/settings/holidays", "Company winter break"],
      ["imports", "/imports", "Choose a CSV file"],
    ];
    for (const width of [1440, 390])
      for (const [name, path, words] of screens) {
        // The others have no shape of their own on a phone; that they fit is tried with the longest names.
        if (width === 390 && !folder && !drawn.test(name)) continue;
        const olga = await page("olga", path, width);
        await olga.getByText(words, { exact: false }).first().waitFor();
        await look(olga, name, problems);
      }
    const olga = await page("olga", "/people");
    await olga.getByRole("button", { name: "Invite" }).click();
    await olga.getByLabel("Reports to").waitFor();
    await look(olga, "invite-dialog", problems);
    assert.deepEqual(problems, []);
  },
};
