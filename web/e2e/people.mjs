// People, settings and imports against the real server: every screen with axe in
// both widths and themes, then what people do there. node e2e/people.mjs [folder] [story]
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";
import { company } from "./real-company.mjs";

const folder = process.argv[2] ?? "test-results/people";
await mkdir(folder, { recursive: true });
const house = await company(process.env.CAIRN_TEST_BINARY ?? "../bin/cairn");
const browser = await chromium.launch({
  executablePath: process.env.CAIRN_TEST_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const problems = [];

async function open(who, { width = 1440, colorScheme = "light" } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: width > 600 ? 900 : 844 },
    colorScheme,
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
    hasTouch: width < 600,
    isMobile: width < 600,
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const [name, ...value] = house.cookies[who].split("=");
  await context.addCookies([{ name, value: value.join("="), url: house.url }]);
  const page = await context.newPage();
  page.on("console", (message) => {
    // A refusal is an answer; the forms show it.
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.setDefaultTimeout(8000);
  const go = (path) => page.goto(house.url + path);
  async function shot(name) {
    await page.waitForTimeout(150);
    await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const found of violations) {
      const where = found.nodes.map((node) => node.html.slice(0, 160)).join(" | ");
      problems.push(`${name} ${width} ${colorScheme}: ${found.id} ${where}`);
    }
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth))
      problems.push(`${name} ${width}: scrolls sideways`);
  }
  return { page, go, shot, close: () => context.close() };
}

const { ids, inDays } = house;
const tasks = `Task,Owner,Due Date,Due Time (UTC),Priority
Freeze the release notes,Ana Sousa,${inDays(10)},02:00,urgent
"Review the pricing page, with finance",ben@example.com,${inDays(13)},,high
Interview brief,Kenji,${inDays(20)},,medium
Rotate the certificates,Finance,${inDays(5)},,low
,Ana Sousa,${inDays(5)},,
`;
const newcomers = `name,email,title,time_zone,manager_email,team,shoe size
João Ribeiro,joao@example.com,Finance,Europe/Lisbon,olga@example.com,Money,42
Ana Sousa,ana@example.com,Head of marketing,,,,
Nobody,not an address,,,,,
`;

async function everyScreen(look) {
  const { page, go, shot, close } = await open("olga", look);
  const screens = [
    ["people", "/people", "Ana Sousa"],
    ["people-by-line", "/people?by=line", "Ana Sousa"],
    ["about", `/people/${ids.ana}/about`, "Public holidays of Portugal"],
    ["about-night", `/people/${ids.david}/about`, "Both at work"],
    ["about-me", `/people/${ids.olga}/about`, "As others"],
    ["settings", "/settings", "How to work with me"],
    ["settings-hours", "/settings/hours", "Your week"],
    ["settings-time-off", "/settings/time-off", "Add days off"],
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
  for (const [name, path, words] of screens) {
    await go(path);
    if (name !== "about-me") await page.getByText(words, { exact: false }).first().waitFor();
    else await page.getByRole("heading", { name: "Olga Petrov" }).waitFor();
    await shot(name);
  }
  await go("/settings/teams");
  await page.getByRole("button", { name: "Change Product" }).click();
  await page.getByRole("dialog").waitFor();
  await shot("team-dialog");
  await go("/people");
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByLabel("Reports to").waitFor();
  await shot("invite-dialog");
  await go(`/settings/people/${ids.ana}`);
  await page.getByRole("button", { name: "Deactivate…" }).click();
  await page.getByText("Léa Martin will report to Ben Okafor.").waitFor();
  await shot("deactivate");
  await go("/imports");
  await choose(page, "tasks.csv", tasks);
  await page.getByLabel("Who Kenji is").waitFor();
  await shot("imports-questions");
  await page.getByRole("button", { name: "Look at it" }).click();
  await page.getByText("Nothing is changed yet").waitFor();
  await shot("imports-preview");
  await go("/settings/people/import");
  await choose(page, "people.csv", newcomers);
  await page.getByRole("button", { name: "Look at it" }).click();
  await page.getByText("Columns that mean nothing here: shoe size.").waitFor();
  await shot("people-preview");
  await close();
}

async function choose(page, name, text) {
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
}

async function mySettings() {
  const { page, go, shot, close } = await open("ana", { width: 390 });
  const saved = () => page.getByText("Saved", { exact: true }).waitFor();

  await go("/settings/hours");
  await page.getByRole("button", { name: "Add hours on Monday" }).click();
  await page.getByLabel("Monday from").last().fill("9");
  await page.getByLabel("Monday to").last().fill("10");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Some times are not right").waitFor();
  await shot("hours-refused");
  await page.getByLabel("Monday from").last().fill("20");
  await page.getByLabel("Monday to").last().fill("130");
  await page.getByText("into the next day").waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await saved();
  const { answer } = await house.api("ana", "GET", `/people/${ids.ana}`);
  assert.deepEqual(answer.working_hours.mon.at(-1), { start: "20:00", end: "01:30" });

  await go("/settings/time-off");
  await page.getByLabel("First day").fill(inDays(40));
  await page.getByLabel("Last day").fill(inDays(41));
  await page.getByLabel("Note, if you like").fill("Dentist");
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByText("only you read this").waitFor();
  await page
    .getByRole("button", { name: /^Remove/ })
    .last()
    .click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await page.getByText("Dentist").waitFor({ state: "detached" });

  await go("/settings/me");
  await go("/settings");
  const text = page.getByRole("textbox", { name: "How to work with me" });
  await text.fill("Mine, typed here.");
  const { how_to_work_version } = answer;
  await house.api("ana", "PATCH", `/people/${ids.ana}`, {
    how_to_work: "From elsewhere.",
    how_to_work_version,
  });
  await page
    .locator("section", { hasText: "How to work with me" })
    .getByRole("button", { name: "Save" })
    .click();
  await page.getByText("This text was changed elsewhere meanwhile.").waitFor();
  await page.getByText("From elsewhere.").waitFor();
  assert.equal(await text.inputValue(), "Mine, typed here.");
  await shot("conflict");
  await page.getByRole("button", { name: "Use mine" }).click();
  await saved();
  assert.equal((await house.api("ana", "GET", `/people/${ids.ana}`)).answer.how_to_work, "Mine, typed here.");

  await go("/settings/tokens");
  await page.getByLabel("What it is for").fill("Nightly");
  await page.getByRole("button", { name: "Make it" }).click();
  const secret = await page.getByLabel("The token", { exact: true }).textContent();
  assert.match(secret ?? "", /^cairn_pat_/);
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByText("Copied").waitFor();
  await shot("token");
  await page.getByRole("button", { name: "I have it" }).click();
  await page.getByRole("button", { name: "Revoke Nightly" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await page.getByText("Nightly").waitFor({ state: "detached" });

  await go("/settings/access");
  await page.getByLabel("The one you have").fill("wrong words here");
  await page.getByLabel("The new one").fill("other long words");
  await page.getByRole("button", { name: "Change it" }).click();
  await page.getByText("This is not your password.").waitFor();
  // An admin's pages do not exist for a member.
  await go("/settings/workspace");
  await page.getByText("There is nothing here").waitFor();
  await close();
}

async function workspace() {
  const { page, go, shot, close } = await open("olga");
  const dialog = page.getByRole("dialog");

  await go("/settings/workspace");
  await page.getByRole("radio", { name: /^Everybody/ }).check();
  await page.getByLabel("High").fill("4");
  await page.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("Every task, by everybody in the workspace.").waitFor();
  await shot("visibility");
  await dialog.getByRole("button", { name: "Change it" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  const { answer: now } = await house.api("olga", "GET", "/workspace");
  assert.deepEqual([now.visibility, now.high_slots], ["workspace", 4]);

  await go("/settings/teams");
  await page.getByRole("button", { name: "New team" }).click();
  await dialog.getByLabel("Name").fill("Launch");
  await dialog.getByLabel("Find somebody").fill("lea");
  await dialog.getByRole("checkbox", { name: /^Léa/ }).check();
  await dialog.getByLabel("Lead", { exact: true }).selectOption({ label: "Léa Martin" });
  await dialog.getByRole("button", { name: "Make it" }).click();
  await page.getByText("led by Léa Martin").waitFor();
  await page.getByRole("button", { name: "Delete Launch" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await page.getByText("led by Léa Martin").waitFor({ state: "detached" });

  await go("/settings/people");
  await page.getByRole("button", { name: "Invite" }).click();
  await dialog.getByLabel("Name").fill("Rui Costa");
  await dialog.getByLabel("Email").fill("ana@example.com");
  await dialog.getByRole("button", { name: "Make the link" }).click();
  await dialog.getByRole("alert").waitFor();
  await dialog.getByLabel("Email").fill("rui@example.com");
  await dialog.getByRole("button", { name: "Make the link" }).click();
  const link = await dialog.getByLabel("The link").textContent();
  assert.match(link ?? "", /\/join#/);
  await shot("link");
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Take back the invitation of Rui Costa" }).click();
  await dialog.getByRole("button", { name: "Take it back" }).click();
  await page.getByText("The link of Rui Costa is void").waitFor();

  await go(`/settings/people/${ids.sofia}`);
  await page.getByRole("button", { name: "Deactivate…" }).click();
  await dialog.getByText("Their open tasks go to Marta Kowalska-Wiśniewska").waitFor();
  await dialog.getByRole("button", { name: "Deactivate" }).click();
  await page.getByRole("button", { name: "Give access again" }).click();
  await page.getByText("Sofía Álvarez is back").waitFor();
  await page.getByText("You gave Sofía Álvarez access again.").waitFor();
  await close();
}

async function peopleFromFile() {
  const { page, go, shot, close } = await open("olga", { width: 390, colorScheme: "dark" });
  await go("/settings/people/import");
  await choose(page, "people.csv", newcomers);
  await page.getByRole("button", { name: "Look at it" }).click();
  await page.getByText("1 to add, 1 to change, 1 left out.").waitFor();
  assert.equal((await house.api("olga", "GET", "/people?q=joao")).answer.items.length, 0);
  await page.getByRole("button", { name: "Bring in 2 people" }).click();
  await page.getByText("1 added, 1 changed, 1 left out.").waitFor();
  await page.getByRole("button", { name: "Make a link" }).click();
  await page.getByText("/join#").waitFor();
  await shot("people-report");
  await close();
}

async function tasksFromFile() {
  const { page, go, shot, close } = await open("olga");
  await go("/imports");
  await choose(page, "tasks.csv", tasks);
  assert.equal(await page.getByLabel("What is to be done").inputValue(), "Task");
  assert.equal(await page.getByLabel("The times are in").inputValue(), "UTC");
  await page.getByLabel("Who Finance is").selectOption({ label: "Tom Whitfield" });
  await page.getByRole("button", { name: "Look at it" }).click();
  await page.getByRole("button", { name: "Bring in 4 tasks" }).click();
  await page.getByText("What became of the file").waitFor();
  await page.getByRole("link", { name: "Freeze the release notes" }).waitFor();
  await page.reload();
  await page.getByRole("link", { name: "Freeze the release notes" }).waitFor();
  await shot("imports-report");

  await go("/imports");
  await choose(page, "tasks.csv", tasks.replace(inDays(20), inDays(21)));
  await page.getByLabel("Who Finance is").selectOption({ label: "Tom Whitfield" });
  await page.getByRole("button", { name: "Look at it" }).click();
  await page.getByRole("button", { name: "Nothing to bring in" }).waitFor();
  await page.getByRole("button", { name: /3 already imported/ }).waitFor();
  await page.getByRole("checkbox", { name: /dates of the file/ }).check();
  await page.getByRole("button", { name: "Bring in 1 task" }).click();
  await page.getByText("has the new date").first().waitFor();
  await close();
}

const looks = [1440, 390].flatMap((width) =>
  ["light", "dark"].map((colorScheme) => () => everyScreen({ width, colorScheme })),
);
const only = process.argv[3] ?? "";
for (const story of [mySettings, workspace, peopleFromFile, tasksFromFile, ...looks]) {
  if (!story.name.includes(only)) continue;
  try {
    await story();
  } catch (error) {
    problems.push(`${story.name}: ${error.stack}`);
  }
}

await browser.close();
await house.close();
for (const problem of new Set(problems)) console.error(problem);
process.exit(problems.length ? 1 : 0);
