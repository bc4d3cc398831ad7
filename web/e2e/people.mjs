// People and what is brought in from files against the real server, on a company of its own; then every screen
// with axe.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { choose, fits, house, moveIn, page } from "./people-pages.mjs";
import { until } from "./rig.mjs";

const folder = process.env.CAIRN_TEST_SCREENS;

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

  async "people: all of them go to paper, also those out of sight"() {
    const olga = await page("olga", "/people");
    const desk = olga.viewportSize();
    await olga.setViewportSize({ width: 1440, height: 200 });
    const names = ["Olga Petrov", "Ben Okafor", "Ana Sousa", "David Nguyen"];
    const missing = () =>
      olga.evaluate((names) => {
        dispatchEvent(new Event("beforeprint"));
        const words = document.querySelector("main")?.innerText ?? "";
        dispatchEvent(new Event("afterprint"));
        return names.filter((name) => !words.includes(name)).join();
      }, names);
    for (const by of ["", "?by=line", "?by=team", "?by=zone"]) {
      await olga.goto(`${house.url}/people${by}`);
      await until(`all are on paper ${by}`, async () => (await missing()) === "");
    }
    await olga.setViewportSize(desk);
  },

  async "people: one's reports stand first, with how their lists stand"() {
    await moveIn();
    const { answer: task } = await house.api("ben", "POST", "/tasks", {
      title: "Count the berths",
      owner_id: house.ids.kenji,
      due_date: null,
    });
    const off = await house.api("kenji", "POST", `/people/${house.ids.kenji}/time-off`, {
      starts_on: house.inDays(-1),
      ends_on: house.inDays(9),
    });
    const ben = await page("ben", "/people");
    await ben.getByRole("heading", { level: 2, name: /^Your reports/ }).waitFor();
    await ben.getByRole("heading", { level: 2, name: /^Everybody else/ }).waitFor();
    const kenji = ben.getByRole("link", { name: /Kenji Mori.*1 open.*away, back/ });
    await kenji.waitFor();
    const first = ben.getByRole("main").getByRole("link").first();
    assert.match((await first.textContent()) ?? "", /Ana Sousa/);
    await house.api("kenji", "DELETE", `/time-off/${off.answer.id}`);
    await house.api("ben", "POST", `/tasks/${task.id}/cancel`, { reason: "no_longer_needed" });
    await ben.getByRole("link", { name: /Kenji Mori.*Nothing open$/ }).waitFor();
    await kenji.waitFor({ state: "detached" });
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
    // What one waits for from everybody stands together on Requests, too.
    await ana.goto(`${house.url}/requests`);
    const waits = ana.getByRole("region", { name: "What you asked of people" });
    await waits.getByRole("link", { name: /Numbers for the fair.*to decide/i }).waitFor();
    await ana.getByText("No request is open.").waitFor();
    assert.equal(await waits.getByText("Logo in dark").count(), 0);
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
    await moveIn();
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
    // Who comes back has another file: what is over is not offered again.
    await olga.getByRole("link", { name: "To the people" }).click();
    await olga.getByRole("link", { name: "From a file", exact: true }).click();
    await olga.getByRole("heading", { level: 1, name: "People from a file" }).waitFor();
    await olga.getByText("Choose a CSV file").waitFor();
    assert.equal(await olga.getByText("1 added, 1 changed").count(), 0);
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

  async "people: a second wave of invitations leaves the links of the first as they are"() {
    const olga = await page("olga", "/settings/people");
    const made = async () =>
      (await house.api("olga", "GET", "/invitations")).answer.items.map(({ id }) => id);
    for (const one of (await house.api("olga", "GET", "/people/not-joined")).answer.items) {
      const { name, email } = (await house.api("olga", "GET", `/people/${one.person_id}`)).answer;
      if (!one.invited_until) await house.api("olga", "POST", "/invitations", { name, email });
    }
    const first = await made();
    await olga.reload();
    await until("everybody has a link", async () => {
      const rows = await olga.getByRole("button", { name: /^New link for/ }).count();
      return first.length > 0 && rows === first.length;
    });
    assert.equal(await olga.getByRole("button", { name: /^Make .*link/ }).count(), 0);
    const ids = [];
    for (const name of ["Ute", "Vera", "Wanja", "Xenia", "Yves", "Zoe"]) {
      const email = `${name}.${Date.now()}@example.com`;
      ids.push((await house.api("olga", "POST", "/people", { name: `${name} Roth`, email })).answer.id);
    }
    await olga.getByRole("button", { name: "Make 6 links" }).click();
    await olga.getByText("Copy them now").waitFor();
    await olga.getByRole("button", { name: "New link for Zoe Roth" }).waitFor();
    const second = await made();
    assert.deepEqual(
      first.filter((id) => !second.includes(id)),
      [],
      "the first links still work",
    );
    assert.equal(second.length, first.length + 6);
    // What is not shown again does not hide below an edge of its own.
    const links = olga.getByRole("list").filter({ hasText: "/join#" });
    assert.equal(await links.getByText(/\/join#/).count(), 6);
    assert.ok(await links.evaluate((one) => one.scrollHeight <= one.clientHeight + 2), "all are in sight");
    for (const id of ids) await house.api("olga", "POST", `/people/${id}/deactivate`);
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
    await moveIn();
    const { ids } = house;
    const screens = [
      ["people", "/people", "Ana Sousa"],
      ["people-by-line", "/people?by=line", "Ana Sousa"],
      ["people-by-team", "/people?by=team", "Ana Sousa"],
      ["about", `/people/${ids.ana}/about`, "Public holidays of Portugal"],
      ["about-night", `/people/${ids.david}/about`, "Both at work"],
      ["between", `/people/${ids.ben}/between`, "is waiting for me"],
      ["settings", "/settings/me", "How to work with me"],
      ["settings-hours", "/settings/hours", "Drag the ends"],
      ["settings-time-off", "/settings/time-off", "Drag over the days"],
      ["settings-access", "/settings/access", "this one"],
      ["settings-tokens", "/settings/tokens", "Make a token"],
      ["settings-acts", "/settings/acts", "What concerns me"],
      ["settings-workspace", "/settings/workspace", "Who reads a list"],
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
