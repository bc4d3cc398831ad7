// Mails as a real server receives them, as a browser shows them, and where their links lead.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { accessible } from "./axe.mjs";
import { alwaysWorks, digest } from "./digests.mjs";
import { context, house, password, Somebody, until } from "./rig.mjs";
import { mailServer } from "./smtp.mjs";

const named = [
  ["Ben Okafor", "ben@example.com", "America/Denver"],
  ["Ana Sousa", "ana@example.com", "Europe/Lisbon"],
  ["יעל בן־דוד", "yael@example.com", "Asia/Jerusalem"],
];

/** The mail as a mail program shows it: from itself alone, in light and in dark, on a phone and beside a list of mails. */
export async function shown(who, html, name) {
  const page = await who.context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [390, 700]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.setContent(html);
      await accessible(page, `${name}, ${colorScheme}, ${width}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${name} is ${wide} wide on ${width}`);
      if (process.env.CAIRN_PICTURES) {
        await mkdir(process.env.CAIRN_PICTURES, { recursive: true });
        const path = join(process.env.CAIRN_PICTURES, `${name}-${colorScheme}-${width}.png`);
        await page.screenshot({ path, fullPage: true });
      }
    }
  }
  assert.deepEqual(asked, [], "a mail fetches nothing");
  await page.close();
}

/** A page as it is on a desk and on a phone, for whoever wants to look. */
export async function pictured(page, name) {
  if (!process.env.CAIRN_PICTURES) return;
  await mkdir(process.env.CAIRN_PICTURES, { recursive: true });
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      const path = join(process.env.CAIRN_PICTURES, `${name}-${colorScheme}-${width}.png`);
      await page.screenshot({ path, fullPage: true });
    }
  }
}

const linkIn = (mail, start) => {
  const found = new RegExp(`href="([^"]*${start}[^"]*)"`).exec(mail.html);
  assert.ok(found, `a link to ${start}`);
  return found[1].replaceAll("&amp;", "&");
};

export const mail = {
  async "mail: a digest is received, read on any screen, decided from, and ended"() {
    const smtp = await mailServer();
    const { people } = await house(named, null, {}, smtp.env);
    const [ben, ana, yael] = people;
    const asked = await yael.put("Answer the auditors’ question about the Lisbon lease", {
      owner_id: ana.id,
      due_date: "2031-05-09",
    });
    await yael.put("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen bestellen", {
      owner_id: ana.id,
    });
    const own = await ana.put("Release notes", {});
    for (const body of ["The third paragraph needs a number: <b>how many</b>?", "See page 4."])
      await ben.api("POST", `/tasks/${own.id}/comments`, { body, mention_ids: [] });
    await alwaysWorks(ana);
    await digest(ana, "Europe/Lisbon");

    const received = await smtp.mailTo("ana@example.com");
    assert.match(received.headers, /^Subject: Your digest: 2 to decide/m);
    assert.match(received.headers, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m);
    assert.match(received.text, /asks for “Answer the auditors’ question/);
    await shown(ana, received.html, "digest");

    // Opening the link asks; only the button does it.
    const page = await ana.open(new URL(linkIn(received, `/do/accept/${asked.id}`)).pathname);
    await page.getByRole("heading", { name: "Put this on your list?" }).waitFor();
    await page.getByText("Answer the auditors’ question about the Lisbon lease").waitFor();
    assert.equal((await ana.api("GET", `/tasks/${asked.id}`)).body.status, "triage");
    await accessible(page, "a mail's link asks");
    await pictured(page, "asks");
    await page.getByRole("button", { name: "Accept" }).click();
    await page.getByRole("heading", { name: "It is on your list" }).waitFor();
    assert.equal((await ana.api("GET", `/tasks/${asked.id}`)).body.status, "todo");
    await page.reload();
    await page.getByRole("heading", { name: "This is decided already" }).waitFor();

    // In a browser that nobody is logged in with: first who one is, then the same question.
    const strange = new Somebody(ana.server, await context("Europe/Lisbon"), ana.name, ana.email);
    const other = await strange.open(new URL(linkIn(received, "/do/accept/")).pathname);
    await other.getByLabel("Email").fill(ana.email);
    await other.getByLabel("Password").fill(password);
    await other.getByRole("button", { name: "Log in" }).click();
    await other.getByRole("heading", { name: "This is decided already" }).waitFor();
    await strange.context.clearCookies();
    await other.goto(`${linkIn(received, "/mails/digest/")}x`);
    await other.getByRole("heading", { name: "This link does not work" }).waitFor();
    await accessible(other, "a link that ends no mails");
    await pictured(other, "ends-not");
    await other.goto(linkIn(received, "/mails/digest/"));
    await other.getByRole("heading", { name: "No digests by email any more?" }).waitFor();
    await strange.context.close();

    await page.goto(linkIn(received, "/mails/digest/"));
    await page.getByRole("heading", { name: "No digests by email any more?" }).waitFor();
    await accessible(page, "the page that ends mails");
    await pictured(page, "ends");
    const byMail = async () =>
      (await ana.api("GET", "/me/notifications")).body.channels.digest.includes("email");
    assert.ok(await byMail(), "opening it changes nothing");
    await page.getByRole("button", { name: "No digests by email" }).click();
    await page.getByRole("heading", { name: "No digests come by email any more" }).waitFor();
    assert.ok(!(await byMail()));
    await page.getByRole("link", { name: "What reaches me" }).click();
    const digests = page.getByRole("group", { name: "Digests" });
    await digests.getByRole("checkbox", { name: "By email, to ana@example.com" }).check();
    await accessible(page, "What reaches me, with mail");
    await pictured(page, "reaches");
    await page.getByRole("button", { name: "Save" }).first().click();
    await until("mails come again", byMail);
  },

  async "mail: an interruption comes at once; an admin sees what could not be delivered, and tries it again"() {
    const smtp = await mailServer();
    const { people } = await house(named.slice(0, 2), null, {}, smtp.env);
    const [ben, ana] = people;
    await smtp.answer("rcpt-ana@example.com", "550 5.1.1 no such mailbox");
    const made = await ben.api("POST", `/people/${ana.id}/interruptions`, {
      reason: "The site is down",
      cannot_wait: true,
    });
    assert.equal(made.status, 201, JSON.stringify(made.body));

    const page = await ben.open("/settings/mail");
    await page.getByRole("heading", { level: 1, name: "Mail" }).waitFor();
    await until("it is given up", async () => (await ben.api("GET", "/mail")).body.dead.length === 1);
    await page.reload();
    const letter = page.getByRole("listitem").filter({ hasText: "ana@example.com" });
    await letter.getByText(/the mail server refuses the address \(550/).waitFor();
    assert.equal(await page.getByText("The site is down").count(), 0, "what it said is not for admins");
    await accessible(page, "Mail, with a dead letter");
    await pictured(page, "dead");

    await smtp.answer("rcpt-ana@example.com", "");
    await page.getByRole("button", { name: "Try again: ana@example.com" }).click();
    const received = await smtp.mailTo("ana@example.com");
    assert.match(received.headers, /^Subject: Now, from Ben Okafor: The site is down$/m);
    await shown(ana, received.html, "interruption");
    await letter.waitFor({ state: "detached" });

    await page.getByRole("button", { name: "Send me a test" }).click();
    await page.getByText("The server has taken it.").waitFor();
    assert.match((await smtp.mailTo("ben@example.com")).text, /Mails from Cairn arrive here/);
  },

  async "mail: without a mail server the settings say so, to admins how to set one up"() {
    const { people } = await house(named.slice(0, 2));
    const [ben, ana] = people;
    const page = await ana.open("/settings/notifications");
    await page.getByText("no mail server is set up").waitFor();
    const digests = page.getByRole("group", { name: "Digests" });
    assert.ok(await digests.getByRole("checkbox", { name: /^By email/ }).isDisabled());
    await accessible(page, "What reaches me, without mail");
    const his = await ben.open("/settings/notifications");
    await his.getByRole("link", { name: "How to set one up" }).click();
    await his.getByRole("heading", { name: "No mail server is set up" }).waitFor();
    await accessible(his, "Mail, not set up");
    await pictured(his, "no-server");
  },
};
