// What one's log-in needs by mail: an invitation, a forgotten password, another address.
import assert from "node:assert/strict";
import { accessible } from "./axe.mjs";
import { pictured, shown } from "./mail.mjs";
import { afterwards, context, house, password, until } from "./rig.mjs";
import { mailServer } from "./smtp.mjs";

const named = [
  ["Ben Okafor", "ben@example.com", "America/Denver"],
  ["Ana Sousa", "ana@example.com", "Europe/Lisbon"],
];

/** A page in a browser where nobody is logged in. */
async function stranger(url) {
  const made = await context("Europe/Lisbon");
  afterwards(() => made.close());
  const page = await made.newPage();
  await page.goto(url);
  return page;
}

/** The link of a mail, there. */
async function followed(mail, start) {
  const found = new RegExp(`https?://\\S+/${start}#\\S+`).exec(mail.text);
  assert.ok(found, `a link to ${start}:\n${mail.text}`);
  return stranger(found[0]);
}

const fresh = "entirely other words to enter";

export const account = {
  async "account: somebody is invited by mail, and again, and joins by the second"() {
    const smtp = await mailServer();
    const { people, server } = await house(named, null, {}, smtp.env);
    const page = await people[0].open("/settings/people");
    await page.getByRole("button", { name: "Invite" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("יעל בן־דוד");
    await dialog.getByLabel("Email").fill("yael@example.com");
    await accessible(page, "Invite, by mail");
    await pictured(page, "invite");
    await dialog.getByRole("button", { name: "Send the invitation" }).click();
    await dialog.getByText("A mail is on its way to").waitFor();
    assert.match((await dialog.getByLabel("The link").textContent()) ?? "", /\/join#/);
    await accessible(page, "Invited");
    await pictured(page, "invited");
    await dialog.getByRole("button", { name: "Close" }).click();
    const first = await smtp.mailTo("yael@example.com");
    assert.match(first.headers, /^Subject: Ben Okafor invites you to Fernweh$/m);
    await shown(people[0], first.html, "invitation");
    await until("it is known that it was sent", async () => {
      await page.reload();
      return page
        .getByText("sent by mail")
        .waitFor({ timeout: 2000 })
        .then(
          () => true,
          () => false,
        );
    });
    await accessible(page, "People, one invited");
    await pictured(page, "not-joined");
    await page.getByRole("button", { name: /^Send it again to/ }).click();
    const second = await smtp.mailTo("yael@example.com", 2);
    const old = await followed(first, "join");
    await old.getByRole("heading", { name: "This link does not work" }).waitFor();
    const hers = await followed(second, "join");
    await hers.getByLabel("Password").fill(password);
    await hers.getByRole("button", { name: "Join" }).click();
    await hers.getByRole("heading", { level: 1, name: "My list" }).waitFor();

    // From a file people come in uninvited, until somebody says so.
    await page.goto(`${server.url}/settings/people/import`);
    const csv = "name,email\nRui Costa,rui@example.com\nMei Lin,mei@example.com\n";
    await page.getByText("Or paste it").click();
    await page.getByLabel("The rows as text").fill(csv);
    await page.getByRole("button", { name: "Look at it" }).click();
    await page.getByRole("button", { name: "Bring in 2 people" }).click();
    await page.getByRole("heading", { name: "Let them in" }).waitFor();
    assert.deepEqual((await people[0].api("GET", "/invitations")).body.items, []);
    await accessible(page, "Brought in, not invited yet");
    await pictured(page, "brought-in");
    await page.getByRole("button", { name: "Send 2 invitations by mail" }).click();
    await page.getByText("2 invitations are on their way by mail.").waitFor();
    await smtp.mailTo("rui@example.com");
    await smtp.mailTo("mei@example.com");
  },

  async "account: a forgotten password is set by a link in a mail, and ends what was open"() {
    const smtp = await mailServer();
    const { people, server } = await house(named, null, {}, smtp.env);
    const ana = people[1];
    const page = await stranger(`${server.url}/login`);
    await page.getByLabel("Email").fill("ana@example.com");
    await accessible(page, "Log in, where mail goes out");
    await pictured(page, "log-in");
    await page.getByRole("link", { name: "Forgotten your password?" }).click();
    await page.getByRole("heading", { level: 1, name: "A new password" }).waitFor();
    assert.equal(await page.getByLabel("Email").inputValue(), "ana@example.com");
    await accessible(page, "Forgotten");
    await pictured(page, "forgotten");
    await page.getByRole("button", { name: "Send me a link" }).click();
    await page.getByRole("heading", { name: "Look into your mail" }).waitFor();
    await accessible(page, "A link is on its way");
    await pictured(page, "look-into-mail");
    const letter = await smtp.mailTo("ana@example.com");
    const hers = await followed(letter, "reset");
    await hers.getByText("For ana@example.com.").waitFor();
    await hers.getByLabel("Password").fill(fresh);
    await accessible(hers, "A new password");
    await hers.getByRole("button", { name: "Set it" }).click();
    await hers.getByRole("heading", { name: "Log in" }).waitFor();
    await hers.getByText("The new password is set. Log in with it.").waitFor();
    await accessible(hers, "Log in, a new password set");
    await pictured(hers, "log-in-anew");
    assert.equal((await ana.api("GET", "/me")).status, 401, "her session has ended");
    assert.equal(await hers.getByLabel("Email").inputValue(), "ana@example.com");
    await hers.getByLabel("Password").fill(fresh);
    await hers.getByRole("button", { name: "Log in" }).click();
    await hers.getByRole("heading", { level: 1, name: "My list" }).waitFor();
    // Once more, it says so before anybody thinks of a password.
    const again = await followed(letter, "reset");
    await again.getByRole("heading", { name: "This link does not work" }).waitFor();
    await accessible(again, "A link that was used");
    assert.ok(!/cairn_(rst|inv|adr|und)_/.test(server.log), "no secret is in the log");
  },

  async "account: another address is confirmed there, and undone from the one before"() {
    const smtp = await mailServer();
    const { people } = await house(named, null, {}, smtp.env);
    const ana = people[1];
    const page = await ana.open("/settings");
    await page.getByText("A link is sent there; until it is opened, nothing changes.").waitFor();
    const section = page.getByRole("region", { name: "Email" });
    await section.getByLabel("New address").fill("ana.maria@example.com");
    await section.getByLabel("Your password").fill(password);
    await section.getByRole("button", { name: "Change the address" }).click();
    await section.getByText("waits to be confirmed").waitFor();
    await accessible(page, "Another address waits");
    await pictured(page, "waits");
    await section.getByRole("button", { name: "Keep the one I have" }).click();
    await section.getByText("waits to be confirmed").waitFor({ state: "detached" });
    await section.getByLabel("New address").fill("ana.maria@example.com");
    await section.getByLabel("Your password").fill(password);
    await section.getByRole("button", { name: "Change the address" }).click();
    const there = await followed(await smtp.mailTo("ana.maria@example.com", 2), "confirm");
    await there.getByRole("heading", { name: "Is this your new address?" }).waitFor();
    await accessible(there, "Confirm an address");
    await pictured(there, "confirm");
    await there.getByRole("button", { name: "Confirm it" }).click();
    await there.getByRole("heading", { name: "This is your address now" }).waitFor();
    await accessible(there, "An address is confirmed");
    await pictured(there, "confirmed");
    await page.getByText("You log in as ana.maria@example.com").waitFor();

    const told = await smtp.mailTo("ana@example.com");
    await shown(ana, told.html, "changed");
    const back = await followed(told, "undo");
    await back.getByRole("heading", { name: "Take your address back" }).waitFor();
    await back.getByLabel("Password").fill(fresh);
    await accessible(back, "Take an address back");
    await pictured(back, "undo");
    await back.getByRole("button", { name: "Take it back" }).click();
    await back.getByRole("heading", { name: "Log in" }).waitFor();
    await back.getByText("The new password is set. Log in with it.").waitFor();
    assert.equal(await back.getByLabel("Email").inputValue(), "ana@example.com");
    await back.getByLabel("Password").fill(fresh);
    await back.getByRole("button", { name: "Log in" }).click();
    await back.getByRole("heading", { level: 1, name: "My list" }).waitFor();
    assert.equal((await ana.api("GET", "/me")).status, 401, "what was open before has ended");
  },

  async "account: without a mail server the screens say who can make a link, and what holds at once"() {
    const { people, server } = await house(named);
    const page = await stranger(`${server.url}/login`);
    await page.getByText("An admin of your workspace can make you a one-time link.").waitFor();
    await accessible(page, "Log in, without mail");
    await pictured(page, "log-in-without");
    await page.goto(`${server.url}/forgotten`);
    await page.getByRole("heading", { name: "This server sends no mail" }).waitFor();
    await accessible(page, "Forgotten, without mail");
    await pictured(page, "forgotten-without");
    const hers = await people[1].open("/settings");
    await hers.getByText("it is not confirmed: it holds at once").waitFor();
    await pictured(hers, "address-without");
  },
};
