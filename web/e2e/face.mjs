// Interrupting, focus kept, what a request comes to, and Today from a few days off: Ben in Denver, his report Ana in Lisbon.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alwaysWorks, digest, works } from "./digests.mjs";
import { looked } from "./looked.mjs";
import { context, house, until } from "./rig.mjs";

const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
async function two(options) {
  const { people } = await house(
    [
      ["Ben Okafor", "ben@example.com", "America/Denver"],
      ["Ana Wolkenstein-Trauttmansdorff", "ana@example.com", "Europe/Lisbon"],
      ["יעל בן־דוד", "yael@example.com", "Asia/Jerusalem"],
    ],
    null,
    options,
  );
  const [ben, ana, yael] = people;
  await alwaysWorks(ana);
  return { ben, ana, yael };
}

async function send(by, more) {
  const answer = await by.api("POST", "/requests", {
    title: "Forecast update",
    why: "Finance closes the forecast Monday",
    to: { reports: true },
    kind: "number",
    due_date: day(12),
    ...more,
  });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
}

export const face = {
  async "face: now instead of the next digest, with what it costs; seen, rated, and in the ledger"() {
    const { ben, ana } = await two();
    const hers = await ana.open("/");
    await hers.getByRole("heading", { level: 1, name: "My list" }).waitFor();
    const page = await ben.open(`/people/${ana.id}?add`);
    await page.getByRole("textbox", { name: /Add a task to Ana/ }).fill(`Look at the pier by ${day(6)}`);
    await page.getByText(/In Ana’s next digest: .+ Lisbon/).waitFor();
    await page.getByRole("button", { name: "Now instead…" }).click();
    const dialog = page.getByRole("dialog", { name: "Interrupt Ana now?" });
    await dialog
      .getByText("It takes one of the 3 that you have for Ana in seven days; 2 left then.")
      .waitFor();
    await dialog.getByText("How yours were rated is told once five people have answered.").waitFor();
    const go = dialog.getByRole("button", { name: "Interrupt Ana now" });
    assert.ok(await go.isDisabled(), "not without a reason");
    await looked(page, "interrupt");
    await dialog.getByLabel(/^Why it can’t wait until/).fill("The crane leaves in an hour");
    await page.keyboard.press("Enter");
    await page.getByText("Ana is interrupted now").waitFor();

    // Over whatever page she is on, without a reload.
    const alert = hers.getByRole("alert").filter({ hasText: "The crane leaves in an hour" });
    await alert.getByText(/Ben Okafor interrupts you at \d\d:\d\d/).waitFor();
    await alert.getByRole("link", { name: "Look at the pier" }).waitFor();
    await looked(hers, "interrupted");
    await alert.getByRole("button", { name: "I have seen it" }).click();
    await alert.waitFor({ state: "detached" });
    await hers.goto(`${ana.url}/today`);
    await hers.getByRole("heading", { name: "You were interrupted" }).waitFor();
    await looked(hers, "rate");
    await hers.getByRole("button", { name: "Right call" }).click();
    await hers.getByText("Thank you").waitFor();
    await until(
      "it is rated",
      async () => (await ana.api("GET", "/interruptions")).body.items[0].rating === "right_call",
    );
    assert.equal(
      (await ben.api("GET", "/interruptions")).body.items[0].rating,
      null,
      "never told to who sent it",
    );

    // Outside of her hours the button says so, and only what cannot wait goes.
    await works(ana, []);
    const [task] = (await ben.api("GET", `/tasks?owner=${ana.id}`)).body.items;
    await page.goto(`${ben.url}/tasks/${task.id}`);
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: /^Interrupt Ana about it/ }).click();
    await dialog.getByText(/Ana does not work now/).waitFor();
    const late = dialog.getByRole("button", { name: "Interrupt Ana outside of working hours" });
    await dialog.getByLabel(/^Why it can’t wait/).fill("Number seven is adrift");
    assert.ok(await late.isDisabled());
    await dialog.getByRole("checkbox", { name: /^It cannot wait/ }).check();
    await late.click();
    await page.getByText("Ana is interrupted now").waitFor();
    await alwaysWorks(ana);

    // From the palette, by a few letters; Escape leaves everything as it is.
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "Search and do" }).getByRole("combobox").fill("interrupt ana");
    await page
      .getByRole("option", { name: /^Interrupt Ana/ })
      .first()
      .waitFor();
    await page.keyboard.press("Enter");
    await dialog.waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });

    await hers.goto(`${ana.url}/team/focus`);
    await hers.getByRole("heading", { level: 1, name: "Focus kept" }).waitFor();
    await hers.getByText("You were interrupted 2 times; 1 could not wait").click();
    await hers.getByRole("link", { name: /The crane leaves in an hour/ }).click();
    await hers.getByRole("heading", { level: 1, name: /Ben Okafor interrupted you/ }).waitFor();
    assert.equal(await hers.getByRole("button", { name: "Right call" }).getAttribute("aria-pressed"), "true");
    await looked(hers, "interruption");
  },

  async "face: the ledger opens to its rows, and its estimate takes one's own figures"() {
    const { ben, ana, yael } = await two();
    const team = await ben.api("POST", "/teams", { name: "Trail", person_ids: [ben.id, ana.id] });
    assert.equal(team.status, 201, JSON.stringify(team.body));
    for (const by of [ben, yael])
      for (const title of ["Count the boats", "Count the buoys"])
        await by.put(`${title}, ${by.name}`, { owner_id: ana.id, due_date: day(9) });
    const page = await ana.open("/team/clock");
    await page.getByRole("link", { name: "Focus kept" }).click();
    await page.getByText("You had no focus time in these days").waitFor();
    await page.getByText("4 times a colleague’s word waited for your digest").click();
    await page.getByRole("link", { name: "Count the boats, Ben Okafor" }).waitFor();
    await page.getByText("Between 1 min and 1 h 33 min, as an estimate").waitFor();
    await page.getByText("Where the figures come from, and your own").click();
    await page.getByLabel("Minutes, at most").fill("10");
    await page.getByText("Between 1 min and 40 min, as an estimate").waitFor();
    // One's own figures stay, as words do.
    await page.reload();
    await page.getByText("Between 1 min and 40 min, as an estimate").waitFor();
    await page.getByText("Where the figures come from, and your own").click();
    await page.getByLabel("Minutes, at least").fill("20");
    await page.getByText(/the lower one first/).waitFor();
    await page.getByRole("button", { name: "Back to the usual figures" }).click();
    await page.getByText(/10 to 40 hours a week/).waitFor();
    await page.getByText(/the 23 minutes that are often cited from it are not in it/).waitFor();
    await looked(page, "focus-kept");
    await page.getByLabel("Whose").selectOption({ label: "Trail" });
    await page.getByText("4 times a colleague’s word waited for a digest").click();
    await page.getByRole("columnheader", { name: "Waited" }).waitFor();
    await page.getByText(/who interrupted whom is between the two/).waitFor();
    await page.reload();
    await page.getByText("4 times a colleague’s word waited for a digest").waitFor();
    await looked(page, "focus-kept-team");
  },

  async "face: each line of the agreement sets the real setting"() {
    const { ben, ana } = await two();
    const page = await ben.open("/how-we-ask");
    const save = page.getByRole("button", { name: "Save" });
    await page.getByRole("button", { name: "Change: When digests come" }).click();
    await page.getByLabel("Digest hour, by each one’s own clock").fill("8.30");
    await save.click();
    await page.getByText(/waits for the digest at 08:30/).waitFor();
    assert.deepEqual((await ana.api("GET", "/me/notifications")).body.digest_hours, ["08:30"]);
    await page.getByRole("button", { name: "Change: Days to answer" }).click();
    await page.getByLabel("Working days to answer").fill("2");
    await save.click();
    await page.getByText(/Who is asked has 2 working days/).waitFor();
    await page.getByRole("button", { name: "Change: What counts as an interruption" }).click();
    await page
      .getByRole("textbox", { name: "What counts as an interruption" })
      .fill("Somebody stands still.");
    await save.click();
    await page.getByText("Somebody stands still.").waitFor();
    await looked(page, "how-we-ask");
    await page.goto(`${ben.url}/people/${ana.id}`);
    await page.getByRole("heading", { level: 1, name: /^Ana’s list/ }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "Search and do" }).getByRole("combobox").fill("interrupt ana");
    await page
      .getByRole("option", { name: /^Interrupt Ana/ })
      .first()
      .waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByText("Somebody stands still.").waitFor();
  },

  async "face: a request says when each will see it, asks how it stands, and is summed up once"() {
    const { ben, ana, yael } = await two();
    await alwaysWorks(ben);
    const page = await ben.open("/requests/new");
    await page.getByRole("combobox", { name: /^To/ }).fill("My reports");
    await page.keyboard.press("Enter");
    await page.getByLabel("What you ask for").fill("Forecast update");
    await page.getByLabel("Why, in one line").fill("Finance closes the forecast Monday");
    await page.getByLabel("The answer").selectOption({ label: "A number; they are summed" });
    await page.getByText(/Ana Wolkenstein-Trauttmansdorff: .+ \d\d:\d\d Lisbon, first on the list/).waitFor();
    await looked(page, "preview");
    await page.getByRole("button", { name: "Send, interrupting nobody" }).click();
    await page.getByRole("heading", { level: 1, name: "Forecast update" }).waitFor();
    await page.getByRole("button", { name: "Ask how it stands" }).click();
    await page.getByText("2 are asked how it stands, in their next digest").waitFor();
    await page
      .getByText(/asked how it stands/)
      .first()
      .waitFor();
    const { body } = await ben.api("GET", page.url().slice(ben.url.length));
    const taskOf = (who) => body.people.find(({ person_id }) => person_id === who.id).task_id;

    // She is asked on Today, and answers there; the page of the request is live.
    const hers = await ana.open("/today");
    await Promise.all([
      digest(ana, "Europe/Lisbon"),
      hers.getByRole("heading", { level: 1, name: "Today" }).waitFor(),
    ]);
    const entry = hers
      .locator("main li")
      .filter({ has: hers.getByRole("link", { name: "Forecast update" }) });
    await entry
      .getByText(/asks how/)
      .first()
      .waitFor();
    await looked(hers, "today-request");
    await hers.keyboard.press("j");
    await hers.keyboard.press("w");
    await hers.getByRole("dialog").getByRole("textbox").first().fill("1420000");
    await hers.keyboard.press("Enter");
    await hers.getByRole("heading", { name: /^That’s all until / }).waitFor();
    await page.getByText(/^1 of 2\./).waitFor();
    const answered = await yael.api("POST", `/tasks/${taskOf(yael)}/answer`, { number: 0.5 });
    assert.equal(answered.status, 200, JSON.stringify(answered.body));
    await page.getByText(/^2 of 2\. Sum\s1\.42m\.$/i).waitFor();
    await digest(ben, "America/Denver");
    await page.goto(`${ben.url}/today`);
    const told = page.locator("main li").filter({ hasText: "What came of" });
    await told.getByText(/2 of 2\. Sum\s1\.42m\./i).waitFor();
    assert.equal(await told.count(), 1, "once");
    await looked(page, "today-summed-up");
  },

  async "face: decided by keys, taken back, put off; rows close in 160 ms"() {
    const { ana, ben } = await two({ reducedMotion: "no-preference" });
    for (let n = 1; n <= 3; n++)
      await send(ben, { title: `Ask ${n}`, to: { person_ids: [ana.id] }, kind: "done" });
    const page = await ana.open("/today");
    await page.setViewportSize({ width: 390, height: 844 });
    await digest(ana, "Europe/Lisbon");
    const entry = (n) =>
      page.locator("main li").filter({ has: page.getByRole("link", { name: `Ask ${n}` }) });
    await entry(3).waitFor();
    await looked(page, "today-three");
    // Accepted, and taken back as if nothing had been said.
    // It is there for 160 ms: the page itself has to look.
    await page.evaluate(() => {
      globalThis.sawClosing = new Promise((resolve) => {
        const look = () => document.querySelector("li.closing") && resolve(true);
        new MutationObserver(look).observe(document.body, {
          subtree: true,
          attributes: true,
          childList: true,
        });
      });
    });
    await page.keyboard.press("j");
    await page.keyboard.press("a");
    assert.ok(await page.evaluate(() => globalThis.sawClosing), "it closes before it goes");
    const closing = page.locator("li.closing");
    const ms = await page.evaluate(() => {
      const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
      const found = (some) =>
        some.flatMap((rule) =>
          rule.selectorText === ".closing" ? [rule] : rule.cssRules ? found([...rule.cssRules]) : [],
        );
      return found(rules)[0].style.animationDuration;
    });
    assert.equal(ms, "0.16s");
    await entry(1).waitFor({ state: "detached" });
    await page.keyboard.press("z");
    await entry(1).waitFor();
    const inTriage = async () =>
      (await ana.api("GET", `/tasks?owner=${ana.id}&status=triage`)).body.items.length;
    await until("it is in triage again", async () => (await inTriage()) === 3);
    // A no, too, with its words.
    await entry(2).getByRole("link", { name: "Ask 2" }).focus();
    await page.keyboard.press("Shift+A");
    await page.getByRole("dialog").getByRole("textbox").fill("Not mine");
    await page.keyboard.press("Enter");
    await entry(2).waitFor({ state: "detached" });
    await page.keyboard.press("z");
    await entry(2).waitFor();
    await until("nothing was said", async () => (await inTriage()) === 3);
    // Put off, it is not here until its day; without motion it goes at once.
    await page.emulateMedia({ reducedMotion: "reduce" });
    await entry(3).getByRole("link", { name: "Ask 3" }).focus();
    await page.keyboard.press("h");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /tomorrow/i })
      .click();
    await entry(3).waitFor({ state: "detached" });
    assert.equal(await closing.count(), 0);
    await page.reload();
    await entry(1).waitFor();
    assert.equal(await entry(3).count(), 0);
    await until("nor at the server", async () => (await ana.api("GET", "/today")).body.decide.length === 2);
  },

  async "face: the demo company is worth looking at, and welcomes back who was away"() {
    const data = await mkdtemp(join(tmpdir(), "cairn-face-"));
    // A Thursday at eleven in Auckland: Hemi is back from a week off.
    const args = ["demo", "--at", "2026-11-25T22:00:00Z", "--addr", "127.0.0.1:0", "--data", data];
    const demo = spawn(process.env.CAIRN_TEST_BINARY ?? "../bin/cairn", args, {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const made = await context("Pacific/Auckland");
    try {
      const url = await new Promise((resolve, reject) => {
        let said = "";
        demo.stdout.on("data", (chunk) => {
          said += chunk;
          const at = /Cairn is at (http:\/\/[\d.:]+)/.exec(said);
          if (at) resolve(at[1]);
        });
        demo.on("exit", (code) => reject(new Error(`the demo ended with ${code}: ${said}`)));
      });
      const page = await made.newPage();
      const be = async (who) => {
        await made.clearCookies();
        await page.goto(`${url}/login`);
        await page.getByLabel("Email").fill(`${who}@ternandtide.example`);
        await page.getByRole("textbox", { name: "Password" }).fill("low tide at seven");
        await page.getByRole("button", { name: "Log in", exact: true }).click();
        await page.getByRole("heading", { level: 1, name: "My list" }).waitFor();
      };
      await be("hemi");
      await page.goto(`${url}/today`);
      await page.getByRole("heading", { name: "Welcome back" }).waitFor();
      await page.getByText(/things? happened; /).waitFor();
      await looked(page, "welcome-back");
      await be("bea");
      await page.goto(`${url}/team/focus?weeks=52`);
      await page.getByText(/^Focus kept: 2\d\d of 2\d\d blocks unbroken$/).waitFor();
      await page.getByText(/times a colleague’s word waited for your digest$/).waitFor();
      await looked(page, "demo-focus");
      await page.goto(`${url}/today`);
      await page.getByRole("heading", { level: 1, name: "Today" }).waitFor();
      await page.locator("main li").first().waitFor();
      await looked(page, "demo-today");
      await be("ruth");
      await page.goto(`${url}/requests`);
      await page.getByRole("link", { name: /Buoys you expect/ }).click();
      await page.getByText(/^2 of 4\./).waitFor();
      await looked(page, "demo-answers");
      await page.goto(`${url}/try`);
      await page.getByRole("heading", { name: "Look at the focus that was kept" }).waitFor();
      await looked(page, "demo-try");
    } finally {
      await made.close();
      demo.kill();
      await rm(data, { recursive: true, force: true });
    }
  },
};
