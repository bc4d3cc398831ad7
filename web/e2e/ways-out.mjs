// What reaches me, beside mail: one's own chat, and notices of browsers.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { accessible } from "./axe.mjs";
import { house, until, wholeBrowser } from "./rig.mjs";

const named = [
  ["Annegret-Friederike Wollenweber-Schlüsselmüller", "annegret@example.com", "Europe/Berlin"],
  ["יעל בן־דוד", "yael@example.com", "Asia/Jerusalem"],
];

/** What is to be seen, in both looks, at a desk and on a phone. */
async function looks(page, name) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [390, 1440]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
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
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 900 });
}

/**
 * The browser's own push service is on the internet, which no test reaches: what it
 * would answer stands in its place. All behind it is real.
 */
function pushService() {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)).buffer;
  const made = {
    endpoint: "https://push.example.com/send/abc",
    toJSON: () => ({
      endpoint: made.endpoint,
      keys: {
        p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        auth: "BTBZMqHH6r4Tts7J_aSIgg",
      },
    }),
    unsubscribe: async () => {
      sessionStorage.removeItem("subscribed");
      return true;
    },
  };
  PushManager.prototype.subscribe = async (options) => {
    if (bytes(options.applicationServerKey).byteLength !== 65)
      throw new DOMException("no key", "InvalidAccessError");
    sessionStorage.setItem("subscribed", "yes");
    return made;
  };
  PushManager.prototype.getSubscription = async () => (sessionStorage.getItem("subscribed") ? made : null);
}

async function settings(person) {
  const page = await person.context.newPage();
  await page.goto(`${person.url}/settings/notifications`);
  await page.getByRole("heading", { level: 1, name: "What reaches me" }).waitFor();
  await page.getByRole("heading", { name: "Notices on my devices" }).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  return page;
}

/**
 * What a click on a notice does. No browser lets a program click one, and none lets a page be opened without such a
 * click: that last step is written down instead of taken.
 */
async function clicked(page) {
  const [worker] = page.context().serviceWorkers();
  return worker.evaluate(async () => {
    const done = { opened: [], shown: [] };
    self.clients.openWindow = async (url) => void done.opened.push(String(url));
    WindowClient.prototype.focus = async function () {
      done.shown.push(this.url);
    };
    const [known] = await self.registration.getNotifications();
    const notification = known ?? (await shown());
    async function shown() {
      await self.registration.showNotification("Cairn", { data: { url: "/today" } });
      return (await self.registration.getNotifications())[0];
    }
    const event = new NotificationEvent("notificationclick", { notification });
    let led;
    event.waitUntil = (work) => {
      led = work;
    };
    self.dispatchEvent(event);
    await led;
    return done;
  });
}

export const waysOut = {
  async "ways out: a browser shows notices after a click, and its notice opens Today"() {
    const inside = await wholeBrowser();
    const { people } = await house(named, null, { inside, permissions: ["notifications"] });
    const [annegret] = people;
    await annegret.context.addInitScript(pushService);
    const page = await settings(annegret);
    const interruptions = page.getByRole("group", { name: "Interruptions" });
    const shown = interruptions.getByRole("checkbox", { name: "Notices on my devices" });
    assert.ok(await shown.isDisabled(), "nothing is chosen before a browser shows notices");
    await page.getByRole("button", { name: "Show notices in this browser" }).click();
    await page.getByText("This browser shows notices of interruptions").waitFor();
    await page.getByText("this one").waitFor();
    await until("interruptions are shown", () => shown.isChecked());
    const digests = page.getByRole("group", { name: "Digests" });
    assert.ok(!(await digests.getByRole("checkbox", { name: "Notices on my devices" }).isChecked()));
    await looks(page, "ways-out-device");

    // The worker shows what arrives, and no more than that.
    const devtools = await annegret.context.newCDPSession(page);
    const registered = new Promise((resolve) => {
      devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
        const ours = registrations.find((one) => !one.isDeleted);
        if (ours) resolve(ours.registrationId);
      });
    });
    await devtools.send("ServiceWorker.enable");
    const notices = () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        const all = await registration.getNotifications();
        return all.map(({ title, body, data }) => [title, body, data.url]);
      });
    const message = {
      origin: new URL(annegret.url).origin,
      registrationId: await registered,
      data: JSON.stringify({ title: "Cairn", body: "Your digest: 3 to decide", tag: "t", url: "/today" }),
    };
    // A worker that is just being started may miss it; a second one of the same tag takes the place of the first.
    let polls = 0;
    await until("the notice is shown", async () => {
      if ((await notices()).length === 1) return true;
      if (polls++ % 100 === 0) await devtools.send("ServiceWorker.deliverPushMessage", message);
      return false;
    });
    assert.deepEqual(await notices(), [["Cairn", "Your digest: 3 to decide", "/today"]]);

    // A click opens Today; where Today is open already, that page is shown, and no other one is left.
    assert.deepEqual(await clicked(page), { opened: [`${annegret.url}/today`], shown: [] });
    await until("the notice is gone", async () => (await notices()).length === 0);
    const today = await annegret.open("/today");
    await today.getByRole("heading", { level: 1, name: "Today" }).waitFor();
    assert.deepEqual(await clicked(page), { opened: [], shown: [`${annegret.url}/today`] });
    assert.equal(page.url(), `${annegret.url}/settings/notifications`);
    await today.close();

    await page
      .getByRole("button", { name: /^Remove/ })
      .first()
      .click();
    await page.getByText("It shows no notices any more").waitFor();
    await page.getByRole("button", { name: "Show notices in this browser" }).waitFor();
    await until("nothing is chosen any more", () => shown.isDisabled());
  },

  async "ways out: a browser that forbids notices says how to allow them"() {
    const { people } = await house(named);
    const page = await settings(people[1]);
    await page.evaluate(() => {
      Notification.requestPermission = async () => "denied";
    });
    await page.getByRole("button", { name: "Show notices in this browser" }).click();
    await page.getByText(/Notices are blocked for this address/).waitFor();
    await accessible(page, "notices are blocked");
  },

  async "ways out: one's own chat is set, says what is wrong with it, and is removed"() {
    const { people } = await house(named);
    const [annegret] = people;
    const page = await settings(annegret);
    const address = page.getByLabel("Address", { exact: true });
    const save = page.getByRole("region", { name: "My chat" }).getByRole("button", { name: "Save" });
    await address.fill("http://hooks.example.com/x");
    await save.click();
    await page.getByText("Must begin with https://").waitFor();
    await address.fill("https://10.0.0.1/x");
    await save.click();
    await page.getByText(/lies in a network that only this server reaches/).waitFor();
    await accessible(page, "My chat, refused");
    // A name that leads within: it may be set, and is refused where it is called.
    await address.fill("https://localhost/hooks/abc");
    await page.getByRole("checkbox", { name: /This channel is mine alone/ }).check();
    await save.click();
    await page.getByText("Saved", { exact: true }).waitFor();
    const digests = page.getByRole("group", { name: "Digests" });
    await until("digests go there", () => digests.getByRole("checkbox", { name: "My chat" }).isChecked());
    await page.getByRole("region", { name: "My chat" }).getByRole("button", { name: "Send a try" }).click();
    await page.getByText(/^It was not taken: the address lies in a network/).waitFor();
    await looks(page, "ways-out-chat");
    const { body } = await annegret.api("GET", "/me/channels");
    assert.ok(body.webhook.mine_alone && body.webhook.secret.startsWith("whsec_"));

    await digests.getByRole("checkbox", { name: "My chat" }).uncheck();
    await page.getByRole("button", { name: "Save" }).first().click();
    await until("digests go there no more", async () => {
      const { body } = await annegret.api("GET", "/me/notifications");
      return !body.channels.digest.includes("webhook") && body.channels.interrupt.includes("webhook");
    });
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await page.getByText("Removed", { exact: true }).waitFor();
    assert.equal(await address.inputValue(), "");
  },
};
