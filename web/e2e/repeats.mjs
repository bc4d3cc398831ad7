// What comes again: Ana's task every Friday, and Ben's request every Monday.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { accessible } from "./axe.mjs";
import { house, until } from "./rig.mjs";

const folder = process.env.CAIRN_TEST_SCREENS;

/** At 1440 and 390, in light and dark; nothing scrolls sideways. */
async function pictures(page, name) {
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    assert.ok(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
      `${name}: sideways`,
    );
    if (!folder) continue;
    await mkdir(folder, { recursive: true });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png` });
    }
    await page.emulateMedia({ colorScheme: "light" });
  }
}

export const repeats = {
  async "a line says how often it comes again, and shows what it was understood as"() {
    const { people } = await house([["Ana Sousa", "ana@example.com", "Europe/Lisbon"]]);
    const [ana] = people;
    const page = await ana.open();
    const line = page.getByRole("textbox", { name: "Add a task" });
    await line.fill("every friday report");
    await page.getByText("every friday report", { exact: true }).last().waitFor();
    await line.fill("check the backups every month on the last working day");
    const understood = page.locator("#understood");
    await understood.getByText("the last working day of the month, first ").waitFor();
    await understood.getByText("check the backups", { exact: true }).waitFor();
    await pictures(page, "repeat-line");
    await line.press("Enter");
    const kept = async () => (await ana.api("GET", `/people/${ana.id}/worklist`)).body.items;
    await until("it is kept", async () => (await kept()).length === 1);
    const [task] = await kept();
    assert.equal(task.repeat.rule, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1");
    assert.equal(task.repeat.from, task.due_date);
    await page.getByRole("link", { name: "check the backups" }).click();
    await page.getByRole("button", { name: /the last working day of the month/ }).waitFor();
  },

  async "a task comes again when it is closed, and undo takes the next one back"() {
    const { people } = await house([["Ana Sousa", "ana@example.com", "Europe/Lisbon"]]);
    const [ana] = people;
    await ana.put("Weekly numbers");
    const page = await ana.open();
    await page.getByRole("link", { name: "Weekly numbers" }).click();
    await page.getByRole("heading", { level: 1, name: "Weekly numbers" }).waitFor();
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: "Repeat…" }).click();
    const dialog = page.getByRole("dialog", { name: "Repeats" });
    await dialog.getByLabel("How often").selectOption({ label: "Every day" });
    await dialog.getByText(/^Next: .* · .* · /).waitFor();
    await accessible(page, "how it repeats");
    await pictures(page, "repeat-dialog");
    await dialog.getByLabel("How often").selectOption({ label: "By a rule of your own…" });
    await dialog.getByLabel("The rule (RRULE)").fill("FREQ=HOURLY");
    await dialog.getByText("Comes more often than once a day").waitFor();
    assert.ok(await dialog.getByRole("button", { name: "Save" }).isDisabled());
    await dialog.getByLabel("The rule (RRULE)").fill("FREQ=MONTHLY;BYDAY=2TU");
    await dialog.getByText(/^Next: /).waitFor();
    await dialog.getByLabel("How often").selectOption({ label: "The last working day of the month" });
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: /the last working day of the month/ }).waitFor();
    await page.getByRole("listitem").getByText("had it repeat: the last working day of the month").waitFor();
    await pictures(page, "repeat-task");
    await page.getByRole("button", { name: /^Done/ }).click();
    await page.getByRole("button", { name: "Undo" }).waitFor();
    const open = async () => (await ana.api("GET", `/people/${ana.id}/worklist`)).body.items;
    await until("the next one is there", async () => (await open())[0]?.id !== page.url().split("/").at(-1));
    assert.equal((await open()).length, 1);
    await page.keyboard.press("z");
    await page.getByRole("button", { name: /^Done/ }).waitFor();
    await until(
      "the next one is taken back",
      async () => (await open())[0]?.id === page.url().split("/").at(-1),
    );
    assert.equal((await open()).length, 1);
  },

  async "a request is sent by itself, paused, and ended"() {
    const { people } = await house([
      ["Ben Okafor", "ben@example.com", "America/Denver"],
      ["Ana Sousa", "ana@example.com", "Europe/Lisbon"],
    ]);
    const [ben] = people;
    const page = await ben.open();
    await page.getByRole("heading", { level: 1, name: "My list" }).waitFor();
    await page.keyboard.press("r");
    await page.getByLabel("To", { exact: true }).fill("my reports");
    await page.keyboard.press("Enter");
    await page.getByLabel("What you ask for").fill("Forecast update");
    await page.getByLabel("Why, in one line").fill("Finance closes the forecast Monday");
    await page.getByRole("button", { name: "Send it again and again…" }).click();
    const dialog = page.getByRole("dialog", { name: "Send it again and again" });
    await dialog.getByText(/^Next: /).waitFor();
    await accessible(page, "how a request repeats");
    await pictures(page, "request-again");
    await dialog.getByRole("button", { name: "Send it by itself" }).click();
    await page.getByRole("heading", { level: 1, name: "Requests that repeat" }).waitFor();
    const line = page.getByRole("listitem").filter({ hasText: "Forecast update" });
    await line.getByText(/every Monday · next /).waitFor();
    await accessible(page, "requests that repeat");
    await pictures(page, "requests-repeating");
    await line.getByRole("button", { name: "Pause: Forecast update" }).click();
    await line.getByText("paused").waitFor();
    await line.getByRole("button", { name: "Go on: Forecast update" }).click();
    await line.getByRole("button", { name: "Pause: Forecast update" }).waitFor();
    await line.getByRole("button", { name: "End: Forecast update" }).click();
    await page.getByRole("dialog", { name: "End it?" }).getByRole("button", { name: "End it" }).click();
    await line.getByText("ended").waitFor();
  },
};
