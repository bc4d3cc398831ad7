// The company of people.mjs and people-settings.mjs: opened once, by whoever comes first, with a page for each
// person and size that goes from journey to journey.
import { company } from "./real-company.mjs";
import { context } from "./rig.mjs";

/** Empty until somebody has moved in. */
export const house = {};
const pages = new Map();

export async function moveIn() {
  if (!house.server) Object.assign(house, await company());
}

/** Somebody's page of a size, at this address. */
export async function page(who, path, width = 1440) {
  await moveIn();
  const name = `${who} ${width}`;
  if (!pages.has(name)) {
    const phone = width < 600;
    const theirs = await context("Europe/Berlin", {
      viewport: { width, height: phone ? 844 : 900 },
      hasTouch: phone,
      isMobile: phone,
      permissions: ["clipboard-read", "clipboard-write"],
    });
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
  await house.server?.stop();
}

export const stored = async (who) => (await house.api(who, "GET", `/people/${house.ids[who]}`)).answer;

export async function choose(page, name, text) {
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
}

/** Nothing has to be pushed sideways. */
export async function fits(page, name, problems) {
  if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth))
    problems.push(`${name} ${page.viewportSize().width}: scrolls sideways`);
}
