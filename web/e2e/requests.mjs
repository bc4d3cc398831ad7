// Requests: Ben in Denver asks; Ana in Lisbon and Kenji in Tokyo answer by their own clocks.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { accessible } from "./axe.mjs";
import { house, until } from "./rig.mjs";

const folder = process.env.CAIRN_TEST_SCREENS;
const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);

async function three(options) {
  const { people } = await house(
    [
      ["Ben Okafor", "ben@example.com", "America/Denver"],
      ["Ana Sousa", "ana@example.com", "Europe/Lisbon"],
      ["Kenji Mori", "kenji@example.com", "Asia/Tokyo"],
    ],
    null,
    options,
  );
  const [ben, ana, kenji] = people;
  return { ben, ana, kenji };
}

const asked = (more) => ({
  title: "Forecast update",
  why: "Finance closes the forecast Monday",
  to: { reports: true },
  kind: "number",
  due_date: day(6),
  ...more,
});

async function send(by, more) {
  const answer = await by.api("POST", "/requests", asked(more));
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
}

const taskOf = (told, who) => told.people.find((row) => row.person_id === who.id).task_id;

/** Of a size and in a theme; nothing scrolls sideways. */
async function picture(page, name) {
  assert.ok(
    await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    `${name}: scrolls sideways`,
  );
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({
      path: `${folder}/${name}-${page.viewportSize().width}-${colorScheme}.png`,
      fullPage: true,
    });
  }
  await page.emulateMedia({ colorScheme: "light" });
}

async function inTheDark(page, name) {
  await page.emulateMedia({ colorScheme: "dark" });
  await accessible(page, name);
  await page.emulateMedia({ colorScheme: "light" });
}

export const requests = {
  async "sent, nobody stirred: the preview, the answers as they come, one sentence"() {
    const { ben, ana, kenji } = await three();
    await kenji.api("POST", `/people/${kenji.id}/time-off`, { starts_on: day(-1), ends_on: day(4) });
    await ana.put("Her own first");
    const { page } = { page: await ben.open() };
    await page.getByRole("heading", { level: 1, name: "My list" }).waitFor();
    await page.keyboard.press("r");
    await page.getByRole("heading", { level: 1, name: "New request" }).waitFor();
    await page.getByLabel("To", { exact: true }).fill("my reports");
    await page.keyboard.press("Enter");
    await page.getByRole("list", { name: "Who is asked" }).getByText("My reports").waitFor();
    await page.getByLabel("What you ask for").fill("Forecast update");
    await page.getByLabel("Why, in one line").fill("Finance closes the forecast Monday");
    await page.getByLabel("The answer").selectOption("number");
    await page.getByLabel("By when, in their time").fill(day(6));
    const lands = page.getByRole("region", { name: "2 people are asked" });
    await lands.getByText(/Ana Sousa.*due .* Lisbon/).waitFor();
    await lands.getByText(/Kenji Mori.*off, sees it/).waitFor();
    await accessible(page, "a request that is written");
    await inTheDark(page, "a request that is written, in the dark");
    await picture(page, "request-new");
    // A killed tab loses none of it.
    await page.reload();
    assert.equal(await page.getByLabel("What you ask for").inputValue(), "Forecast update");
    await lands.waitFor();
    await page.getByRole("button", { name: "Send, interrupting nobody" }).click();
    await page.getByRole("heading", { level: 1, name: "Forecast update" }).waitFor();
    await page.getByText("0 of 2.").waitFor();

    await ana.open();
    const decide = ana.page.getByRole("region", { name: "To decide" });
    await decide.getByText("Finance closes the forecast Monday").waitFor();
    await accessible(ana.page, "a request to decide");
    await picture(ana.page, "request-to-decide");
    await ana.page.keyboard.press("Shift+E");
    const dialog = ana.page.getByRole("dialog", { name: "Your answer" });
    await dialog.getByText("Read by: you, Ben Okafor").waitFor();
    await dialog.getByLabel("The number").fill("much");
    await ana.page.keyboard.press("Enter");
    await dialog.getByText("Write a number, without a unit").waitFor();
    await dialog.getByLabel("The number").fill("1,420,000");
    await dialog.getByText("Read as").waitFor();
    await accessible(ana.page, "an answer that is written");
    await picture(ana.page, "request-answer");
    await ana.page.keyboard.press("Enter");
    await decide.waitFor({ state: "detached" });

    const sum = page.getByText(/1 of 2\. Kenji is back .* Sum\s1\.42\s?m\./i);
    await sum.waitFor();
    // What it comes to goes to paper with the rows.
    await page.emulateMedia({ media: "print" });
    await sum.waitFor();
    await page.emulateMedia({ media: null });
    await page
      .getByRole("row", { name: /Kenji Mori/ })
      .getByText(/away, back/)
      .waitFor();
    await accessible(page, "answers");
    await inTheDark(page, "answers, in the dark");
    await picture(page, "request-answers");
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "As a file (CSV)" }).click(),
    ]);
    assert.equal(file.suggestedFilename(), "answers.csv");
    await page.getByRole("link", { name: "← Requests" }).click();
    await page
      .getByRole("link", { name: /Forecast update/ })
      .getByText(/1 of 2/)
      .waitFor();
    await accessible(page, "what I asked");
    await picture(page, "requests");
  },

  async "what is asked of nobody can't be sent, and says why"() {
    const { ben } = await three();
    const page = await ben.open("/requests");
    await page.getByText("You wait for no answers").waitFor();
    await accessible(page, "nothing asked yet");
    await page.getByRole("link", { name: "New request" }).click();
    await page.getByRole("button", { name: "Send, interrupting nobody" }).click();
    await page.getByText("Say whom you ask.").waitFor();
    await page.getByText("People answer sooner when they know why.").waitFor();
    await page.getByLabel("To", { exact: true }).fill("Nobody of ours");
    await page.keyboard.press("Tab");
    await page.getByText(/Nobody here, and no team, is called/).waitFor();
    await accessible(page, "a request that lacks much");
  },

  async "answered elsewhere, confirmed with one key; then finished early"() {
    const { ben, ana, kenji } = await three();
    const told = await send(ben);
    const page = await ben.open(`/requests/${told.id}`);
    await page.getByRole("button", { name: "More for Ana Sousa" }).click();
    await page.getByRole("menuitem", { name: "Answered elsewhere…" }).click();
    const dialog = page.getByRole("dialog", { name: "What did Ana answer elsewhere?" });
    await dialog.getByLabel("The number").fill("12");
    await dialog.getByRole("button", { name: "Put it to Ana" }).click();
    await page
      .getByRole("row", { name: /Ana Sousa/ })
      .getByText("To confirm: 12")
      .waitFor();
    await ana.open();
    await ana.page.getByRole("button", { name: /Yes, answered elsewhere/ }).waitFor();
    await ana.page.keyboard.press("y");
    await page.getByText(/1 of 2\. .*Sum\s12\./).waitFor();

    await page.getByRole("button", { name: "Ask how it stands" }).click();
    await page.getByText("One person is asked how it stands, in their next digest").waitFor();
    await page.getByRole("button", { name: "Ask how it stands" }).click();
    await page.getByText(/once a working day is enough/).waitFor();
    await page.getByRole("button", { name: "Finish early" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Finish early" }).click();
    await page.getByText("Ended; the rest is no longer needed.").waitFor();
    const left = (await kenji.api("GET", `/tasks/${taskOf(told, kenji)}`)).body;
    assert.equal(left.cancel_reason, "no_longer_needed");
  },

  async "on the task's page: asked why, answered in words that outlive a killed tab"() {
    const { ben, ana } = await three();
    const told = await send(ben, { kind: "text", title: "How is the launch?", to: { person_ids: [ana.id] } });
    await ana.open(`/tasks/${taskOf(told, ana)}`);
    await ana.page.getByText("Only Ben Okafor sees the answer.").waitFor();
    await accessible(ana.page, "the task of a request");
    await picture(ana.page, "request-task");
    await ana.page.keyboard.press("e");
    await ana.page.getByRole("dialog").getByLabel("In your words").fill("On course, two pages are missing");
    await ana.page.reload();
    await ana.page.getByText("Only Ben Okafor sees the answer.").waitFor();
    await ana.page.keyboard.press("e");
    const box = ana.page.getByRole("dialog").getByLabel("In your words");
    assert.equal(await box.inputValue(), "On course, two pages are missing");
    await ana.page.keyboard.press("Control+Enter");
    await ana.page.getByText("Answered.").waitFor();
    await until("it is there", async () => {
      const { body } = await ben.api("GET", `/requests/${told.id}`);
      return body.people[0].answer?.text === "On course, two pages are missing";
    });
    // Undone, it is open again.
    await ana.page.keyboard.press("z");
    await ana.page.getByRole("button", { name: /^Answer…/ }).waitFor();
  },

  async "passed on, the answers below are the draft above"() {
    const { ben, ana, kenji } = await three();
    await ben.api("PATCH", `/people/${kenji.id}`, { manager_id: ana.id });
    const told = await send(ben);
    await ana.open(`/tasks/${taskOf(told, ana)}`);
    await ana.page.getByRole("button", { name: "Pass it on…" }).click();
    await ana.page.getByRole("dialog").getByRole("button", { name: "Pass on, interrupting nobody" }).click();
    await ana.page.getByRole("link", { name: "Answers from below" }).waitFor();
    const { body } = await ana.api("GET", "/requests");
    const below = (await ana.api("GET", `/requests/${body.items[0].id}`)).body;
    await kenji.api("POST", `/tasks/${taskOf(below, kenji)}/answer`, { number: 2.5 });
    await ana.page.reload();
    await ana.page.getByText("From below: 1 of 1 answered. Together 2.5.").waitFor();
    await ana.page.getByRole("button", { name: "Answer with it" }).click();
    const dialog = ana.page.getByRole("dialog", { name: "Your answer" });
    assert.equal(await dialog.getByLabel("The number").inputValue(), "2.5");
    await dialog.getByRole("button", { name: "Answer", exact: true }).click();
    await until("above", async () => {
      const { body } = await ben.api("GET", `/requests/${told.id}`);
      return body.totals.sum === 2.5;
    });
  },

  async "on a phone: ask, look, withdraw"() {
    const { ben, ana } = await three({
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    const told = await send(ben, {
      title: "Datenschutz-Folgenabschätzungsbeauftragtenverzeichnis für das kommende Halbjahr",
      kind: "choice",
      choices: ["Ja", "Nein, erst nach der Donaudampfschifffahrtsgesellschaftskapitänsbesprechung"],
      open: true,
    });
    await ana.api("POST", `/tasks/${taskOf(told, ana)}/answer`, { choice: "Ja", text: "Wie besprochen" });
    const page = await ben.open("/requests");
    await page.getByRole("link", { name: /Datenschutz/ }).waitFor();
    await accessible(page, "what I asked, on a phone");
    await picture(page, "requests");
    await page.getByRole("link", { name: /Datenschutz/ }).click();
    await page.getByText("1 of 2.").waitFor();
    await accessible(page, "answers on a phone");
    await picture(page, "request-answers");
    await page.getByRole("button", { name: "Withdraw" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
    await page.getByText("Withdrawn.", { exact: false }).first().waitFor();
    await page.goto(`${ben.url}/requests/new`);
    await page.getByLabel("To", { exact: true }).fill("ana sousa");
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "One person is asked" }).waitFor();
    await accessible(page, "a request that is written on a phone");
    await picture(page, "request-new");
    const link = await ana.open(`/tasks/${taskOf(told, ana)}`);
    await link.getByRole("heading", { name: "Thread" }).waitFor();
    await picture(link, "request-task");
  },
};
