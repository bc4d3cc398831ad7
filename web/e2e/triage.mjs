// What others ask is decided on, and what is offered is answered by the other side.
import assert from "node:assert/strict";
import { accessible } from "./axe.mjs";
import { clear, invite, until } from "./rig.mjs";

/** A working day some days ahead, in both people's zones. */
function workday(n) {
  const at = new Date(Date.now() + n * 86_400_000);
  while (at.getUTCDay() % 6 === 0) at.setUTCDate(at.getUTCDate() + 1);
  return at.toISOString().slice(0, 10);
}

const whole = async (somebody, task) => (await somebody.api("GET", `/tasks/${task.id}`)).body;
const decide = (somebody) => somebody.page.getByRole("region", { name: "To decide" });
const answers = (somebody) => somebody.page.getByRole("region", { name: "Waiting for your word" });
const dialog = (somebody, name) => somebody.page.getByRole("dialog", { name });

async function asked(from, to, ...titles) {
  const made = [];
  for (const title of titles) made.push(await from.put(title, { owner_id: to.id, due_date: workday(9) }));
  await to.page.goto(to.server.url);
  for (const title of titles) await decide(to).getByRole("link", { name: title }).waitFor();
  return made;
}

async function history(somebody, task) {
  const { body } = await somebody.api("GET", `/tasks/${task.id}/history`);
  return body.items.map((entry) => entry.sentence);
}

export const triage = {
  async "another date is proposed by key, and the asker agrees"({ ben, ana }) {
    await clear(ana, ben);
    const [task] = await asked(ana, ben, "badges for the fair");
    await ben.page.keyboard.press("p");
    const offer = dialog(ben, "Propose another date or level");
    await offer.getByLabel("Date", { exact: true }).fill(workday(15));
    await offer.getByLabel("Why, in a line").fill("The printer is closed until then");
    await offer.getByText("Ana Sousa decides. With a yes it goes onto your list like this.").waitFor();
    await accessible(ben.page, "an offer of another date");
    await offer.getByRole("button", { name: "Propose" }).click();
    await decide(ben)
      .getByText(/^You proposed .* Ana Sousa answers\./)
      .waitFor();
    await ana.page.goto(ana.server.url);
    await answers(ana).getByText("“The printer is closed until then”").waitFor();
    await accessible(ana.page, "a proposal to answer");
    await answers(ana).getByRole("button", { name: "Agree" }).click();
    await answers(ana).waitFor({ state: "detached" });
    await ben.row("badges for the fair").waitFor();
    const settled = await whole(ben, task);
    assert.equal(settled.status, "todo");
    assert.equal(settled.agreed_due_date, workday(15));
    assert.ok(
      (await history(ana, task)).includes("Ana Sousa agreed to Ben Okafor's proposal, and it is on the list"),
    );
  },

  async "a proposal is countered, declined with a reason, and taken back"({ ben, ana }) {
    await clear(ana, ben);
    const [task] = await asked(ana, ben, "numbers for the fair");
    await ben.api("POST", `/tasks/${task.id}/propose`, { due_date: workday(20) });
    await ana.page.goto(`${ana.server.url}/tasks/${task.id}`);
    await ana.page.getByText(/^Ben Okafor proposes/).waitFor();
    await ana.page.getByRole("button", { name: "Propose another" }).click();
    const offer = dialog(ana, "Propose another date or level");
    await offer.getByLabel("Date", { exact: true }).fill(workday(12));
    await offer.getByRole("button", { name: "Propose" }).click();
    await ana.page.getByText(/^You proposed/).waitFor();
    await ben.page.goto(`${ben.server.url}/tasks/${task.id}`);
    await ben.page.getByRole("button", { name: "Decline the proposal" }).click();
    const why = dialog(ben, "Decline the proposal, and say why");
    await why.getByLabel("In a line").fill("Not before the twentieth");
    await why.getByRole("button", { name: "Decline" }).click();
    await ben.page.getByText("Not before the twentieth").waitFor();
    assert.equal((await whole(ben, task)).status, "triage");
    await ben.page.keyboard.press("p");
    const again = dialog(ben, "Propose another date or level");
    await again.getByLabel("Level").selectOption("low");
    await again.getByRole("button", { name: "Propose" }).click();
    await ben.page.getByText(/^You proposed low instead of medium/).waitFor();
    await ben.page.keyboard.press("z");
    await until("taken back", async () => (await whole(ben, task)).proposal === null);
  },

  async "a question waits for its answer"({ ben, ana }) {
    await clear(ana, ben);
    const [task] = await asked(ana, ben, "slides for the fair");
    await ben.page.keyboard.press("q");
    const ask = dialog(ben, "Ask before you decide");
    await ask.getByText(/^Read by: /).waitFor();
    await ask.getByLabel("Your question, in a line").fill("Which language?");
    await ask.getByRole("button", { name: "Ask" }).click();
    await decide(ben)
      .getByText(/^You asked Ana Sousa, who answers next:/)
      .waitFor();
    await ana.page.goto(ana.server.url);
    await answers(ana).getByRole("button", { name: "Answer" }).click();
    const reply = dialog(ana, "Answer the question");
    await reply.getByLabel("Which language?").fill("Portuguese");
    await reply.getByRole("button", { name: "Answer" }).click();
    await answers(ana).waitFor({ state: "detached" });
    await decide(ben)
      .getByText(/^You asked Ana/)
      .waitFor({ state: "detached" });
    await until("answered", async () => (await whole(ben, task)).question === null);
    assert.ok((await history(ben, task)).includes("Ana Sousa answered the question"));
  },

  async "put off to a working day, out of sight, and taken up again"({ ben, ana }) {
    await clear(ana, ben);
    const [task] = await asked(ana, ben, "posters for the fair", "flyers for the fair");
    await ben.page.keyboard.press("h");
    const until_ = dialog(ben, "Put off until…");
    await until_.getByLabel("Another working day").waitFor();
    await accessible(ben.page, "a day to put it off to");
    await until_.getByRole("button").first().click();
    const posters = decide(ben).getByRole("link", { name: "posters for the fair" });
    await posters.waitFor({ state: "hidden" });
    await decide(ben).getByRole("link", { name: "flyers for the fair" }).waitFor();
    await until("kept", async () => (await whole(ben, task)).snoozed_until !== null);
    await decide(ben).getByText("1 put off").click();
    await decide(ben).getByRole("button", { name: "Decide now" }).click();
    await until("back", async () => (await whole(ben, task)).snoozed_until === null);
    await ben.page.keyboard.press("z");
    await until("put off again", async () => (await whole(ben, task)).snoozed_until !== null);
  },

  async "several at once: accepted, put off, declined, by key"({ ben, ana }) {
    await clear(ana, ben);
    const tasks = await asked(ana, ben, "first ask", "second ask", "third ask");
    for (const title of ["first ask", "second ask"])
      await decide(ben)
        .getByRole("button", { name: `Select: ${title}` })
        .click();
    await accessible(ben.page, "several to decide");
    await ben.page.keyboard.press("a");
    await ben.row("first ask").waitFor();
    await ben.row("second ask").waitFor();
    await decide(ben).getByRole("link", { name: "third ask" }).focus();
    await ben.page.keyboard.press("Shift+A");
    const why = dialog(ben, "Decline, and say why");
    await why.getByLabel("In a line, for who asked").fill("We have it");
    await ben.page.keyboard.press("Enter");
    await decide(ben).waitFor({ state: "detached" });
    await until("declined", async () => (await whole(ben, tasks[2])).cancel_reason === "declined");
  },

  async "a duplicate leads to the one that stays"({ ben, ana }) {
    await clear(ana, ben);
    await ben.put("banner for the fair");
    const [task] = await asked(ana, ben, "big banner");
    await ben.page.keyboard.press("m");
    const which = dialog(ben, "A duplicate of which task?");
    await which.getByLabel("Words of its title").fill("banner for");
    await ben.page.keyboard.press("Enter");
    await decide(ben).waitFor({ state: "detached" });
    await ben.page.goto(`${ben.server.url}/tasks/${task.id}`);
    await ben.page.getByRole("link", { name: "banner for the fair" }).click();
    await ben.page.getByRole("heading", { name: "banner for the fair" }).waitFor();
  },

  async "from triage straight onto one's report's list"({ ben, ana }) {
    const rosa = await invite(ben, "Rosa Lima", "rosa@example.com", "America/Lima");
    await clear(ana, ben);
    const [task] = await asked(ana, ben, "call the hall");
    await ben.page.keyboard.press("o");
    const to = dialog(ben, "Give it to somebody else");
    // Back to who asked is declining it.
    assert.equal(await to.getByRole("button", { name: /Ana Sousa/ }).count(), 0);
    await to.getByRole("button", { name: /Rosa Lima/ }).click();
    await to.getByText("It goes straight onto Rosa Lima’s list.").waitFor();
    await accessible(ben.page, "whom to give it to");
    await to.getByRole("button", { name: "Give it" }).click();
    await decide(ben).waitFor({ state: "detached" });
    await until("on Rosa's list", async () => {
      const now = await whole(ben, task);
      return now.owner_id === rosa.id && now.status === "todo";
    });
    await rosa.context.close();
  },

  async "decided on without a network, and sent when there is one"({ ben, ana }) {
    await clear(ana, ben);
    const [task] = await asked(ana, ben, "stand for the fair");
    await ben.context.setOffline(true);
    await ben.page.keyboard.press("p");
    const offer = dialog(ben, "Propose another date or level");
    await offer.getByLabel("Level").selectOption("low");
    await offer.getByRole("button", { name: "Propose" }).click();
    await decide(ben)
      .getByText(/^You proposed low instead of medium/)
      .waitFor();
    assert.equal((await whole(ana, task)).proposal, null);
    await ben.context.setOffline(false);
    await until("sent", async () => (await whole(ana, task)).proposal?.level === "low");
  },
};
