// The team clock against the real server: people of three zones, one of them with a
// name from right to left and one with a long one; fair times, scrubbing, offline.
import assert from "node:assert/strict";
import { accessible } from "./axe.mjs";
import { browser, house, until } from "./rig.mjs";

const named = [
  ["Ana Sousa", "ana@example.com", "Europe/Lisbon"],
  ["Ben Okafor", "ben@example.com", "America/Denver"],
  ["Annegret-Friederike Wollenweber-Schlüsselmüller", "annegret@example.com", "Europe/Berlin"],
];

/** A Tuesday in winter, and the first one after Denver's clocks have changed. */
const [winter, march] = ["2027-03-02", "2027-03-16"];

async function team() {
  const { server, people } = await house(named, null, { permissions: ["clipboard-read", "clipboard-write"] });
  const [ana, ben, annegret] = people;
  const clock = async (who, query = "") => {
    who.page ??= await who.context.newPage();
    await who.page.goto(`${who.url}/team/clock${query}`);
    await who.page.getByRole("heading", { level: 1, name: "Team clock" }).waitFor();
    return who.page;
  };
  return { server, ana, ben, annegret, clock };
}

const of = (...people) => `&people=${people.map((one) => one.id).join(",")}`;
const row = (page, person) => page.locator(`[data-clock="${person.id}"]`);
const slider = (page) => page.getByRole("slider", { name: "Time of day" });
const says = async (page, text) =>
  until(`the time says ${text}`, async () =>
    (await slider(page).getAttribute("aria-valuetext")).includes(text),
  );

export const clock = {
  async "clock: the best time is fair, follows daylight saving, and is one press away"() {
    const { ana, ben, clock } = await team();
    const page = await clock(ana, `?date=${winter}${of(ana, ben)}`);
    await page.getByText("Both work for 1 h 30 min: 16:00–17:30.").waitFor();
    const best = page.getByRole("button", { name: /^16:30–17:00/ });
    await best.getByText("End of the day for Ana Sousa · early for Ben Okafor").waitFor();
    await best.click();
    await says(page, "16:30, 2 of 2 in working hours");
    await row(page, ben).getByText("09:30").waitFor();
    await row(page, ben).getByText("working hours", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Copy 16:30–17:00 in everyone’s time" }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /Ana Sousa 16:30 · Ben Okafor 09:30$/);
    // Two weeks on, Denver's clocks have changed and Lisbon's not yet.
    await clock(ana, `?date=${march}${of(ana, ben)}`);
    await page.getByText("Both work for 2 h 30 min: 15:00–17:30.").waitFor();
    await page.getByRole("button", { name: /^16:00–16:30.*comfortable for everyone/i }).waitFor();
    await accessible(page, "the team clock");
  },

  async "clock: scrubbed by keys, mouse and finger; days by keys"() {
    const { ana, ben, clock } = await team();
    const page = await clock(ana, `?date=${winter}${of(ana, ben)}`);
    await says(page, "12:00, 1 of 2");
    await page.keyboard.press("ArrowRight");
    await says(page, "12:15");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await says(page, "11:45");
    await slider(page).focus();
    await page.keyboard.press("PageUp");
    await says(page, "12:45");
    await page.keyboard.press("Home");
    await says(page, "00:00, 1 of 2");
    await row(page, ben).getByText("Mon 17:00").waitFor();
    const box = await slider(page).boundingBox();
    const lane = await row(page, ana).locator("svg").boundingBox();
    await page.mouse.move(box.x + box.width / 4, lane.y + 10);
    await page.mouse.down();
    await says(page, "06:00");
    await page.mouse.move(box.x + box.width * 0.75, lane.y + 10, { steps: 3 });
    await page.mouse.up();
    await says(page, "18:00, 1 of 2");
    // To the day after at the same time, and back to today. What is known of a day is known until the next is.
    const dayAfter = page.waitForResponse(/\/people\/overlap/);
    await page.keyboard.press(".");
    await page.getByRole("heading", { name: /Wednesday,? 3 March 2027/ }).waitFor();
    await says(page, "18:00");
    await (await dayAfter).finished();
    await page.getByText("They come as soon as the server answers.").waitFor({ state: "detached" });
    // The best time, asked for before the server has told it: one comes there as soon as it does.
    let tell;
    const told = new Promise((resolve) => {
      tell = resolve;
    });
    await page.route(/\/people\/overlap/, async (route) => {
      await told;
      await route.continue();
    });
    await page.keyboard.press(",");
    await page.getByRole("heading", { name: /Tuesday,? 2 March 2027/ }).waitFor();
    await page.keyboard.press("b");
    await page.getByText("They come as soon as the server answers.").waitFor();
    await says(page, "18:00");
    tell();
    await says(page, "16:30");
    await page.keyboard.press("t");
    await until("today is shown", () => !page.url().includes("date="));
  },

  async "clock: time off is hatched without its reason, and no talk is proposed in it"() {
    const { ana, ben, clock } = await team();
    await ben.api("POST", `/people/${ben.id}/time-off`, {
      starts_on: winter,
      ends_on: winter,
      note: "a surgery",
    });
    const page = await clock(ana, `?date=${winter}${of(ana, ben)}`);
    await page.getByText("They share no working hours.").waitFor();
    await page.getByText("By their own clock Ben Okafor has a day off.").waitFor();
    await row(page, ben).getByText("away").waitFor();
    await page.getByText("In the week after:").waitFor();
    await page.getByRole("button", { name: /^Wed.* 16:30–17:00/ }).click();
    await page.getByRole("heading", { name: /Wednesday,? 3 March 2027/ }).waitFor();
    await says(page, "16:30, 2 of 2");
    assert.ok(!(await page.content()).includes("surgery"));
    await accessible(page, "the team clock after a day off");
  },

  async "clock: where no hours are shared it says who stretches, and for how long"() {
    const { ana, ben, clock } = await team();
    await ben.api("PATCH", `/people/${ben.id}`, { time_zone: "Pacific/Honolulu" });
    const page = await clock(ana, `?date=${winter}${of(ana, ben)}`);
    await page.getByText("They share no working hours.").waitFor();
    await page.getByText("There are no 30 min in which everyone works.").waitFor();
    await page
      .getByRole("button", { name: /^18:00–18:30.*Ana Sousa stays 1 h longer.*Ben Okafor begins 1 h early/ })
      .waitFor();
  },

  async "clock: people are chosen, the address can be sent, and a phone has room for long names"() {
    const { ana, ben, annegret, clock } = await team();
    const page = await clock(ana);
    await page.getByRole("combobox", { name: "Whose clocks" }).waitFor();
    assert.equal(await page.getByRole("row").count(), 4, "a manager sees her reports first");
    await page.keyboard.press("p");
    const dialog = page.getByRole("dialog", { name: "Whose clocks?" });
    await accessible(page, "choosing people");
    await dialog.getByRole("searchbox").fill("okafor");
    await dialog.getByRole("checkbox", { name: /Ben Okafor/ }).uncheck();
    await dialog.getByRole("button", { name: "Show 2 clocks" }).click();
    await row(page, ben).waitFor({ state: "detached" });
    await row(page, annegret).waitFor();
    const sent = new URL(page.url()).search;
    for (const size of [
      { width: 360, height: 740 },
      { width: 720, height: 450 },
    ]) {
      await page.setViewportSize(size);
      await clock(ana, sent);
      await row(page, annegret).waitFor();
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      assert.ok(!sideways, `${size.width} px: scrolls sideways`);
    }
    await page.emulateMedia({ colorScheme: "dark" });
    await accessible(page, "the team clock in the dark");
  },

  async "clock: without a network the hours are still there, and daylight saving is right"() {
    const { ana, ben, clock } = await team();
    const page = await clock(ana, `?date=${winter}${of(ana, ben)}`);
    await page.getByText("1 h 30 min: 16:00–17:30").waitFor();
    await ana.context.setOffline(true);
    for (let days = 0; days < 14; days++) await page.keyboard.press(".");
    await page.getByRole("heading", { name: /Tuesday,? 16 March 2027/ }).waitFor();
    await page.getByText("Both work for 2 h 30 min: 15:00–17:30.").waitFor();
    await page.getByText("They come as soon as the server answers.").waitFor();
    await ana.context.setOffline(false);
  },

  async "clock: a finger scrubs on a phone"() {
    const { ana, ben, clock } = await team();
    const phone = await browser.newContext({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      locale: "en-GB",
      storageState: await ana.context.storageState(),
    });
    await ana.context.close();
    ana.context = phone;
    const page = await clock(ana, `?date=${winter}${of(ana, ben)}`);
    const box = await slider(page).boundingBox();
    assert.ok(box.height >= 44, `${box.height} px for a thumb`);
    const client = await phone.newCDPSession(page);
    const send = (type, part) => {
      const touchPoints = part === null ? [] : [{ x: box.x + box.width * part, y: box.y + box.height / 2 }];
      return client.send("Input.dispatchTouchEvent", { type, touchPoints });
    };
    await send("touchStart", 0.25);
    await send("touchMove", 0.4);
    await send("touchMove", 0.5);
    await send("touchEnd", null);
    await says(page, "12:00");
    await page.close();
  },
};
