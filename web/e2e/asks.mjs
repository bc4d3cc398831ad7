// What Cairn asks by itself, answered on Today. It comes after days of silence, so the clock goes on by days: the
// demo is the one server that can be told what time it is. The three people are new in it.
import assert from "node:assert/strict";
import { looked } from "./looked.mjs";
import { afterwards, context, password, Server, Somebody, until } from "./rig.mjs";

const newcomers = [
  ["Inês Vaz", "ines.vaz@example.com", "Europe/Lisbon"],
  ["Tove Lindqvist", "tove@example.com", "Europe/Lisbon"],
  ["Wiremu Parata", "wiremu@example.com", "Pacific/Auckland"],
];

/** A company on a Monday at noon in Lisbon. `at` puts the clock on; pages are opened after it. */
async function office() {
  const server = new Server();
  const contexts = [];
  async function at(moment) {
    if (server.up) await server.kill();
    server.command = ["demo", "--at", moment];
    await server.start();
    for (const one of contexts) await one.clock.setFixedTime(moment);
  }
  afterwards(() => server.stop());
  await at("2027-03-01T12:00:00Z");
  const entered = await server.ask("POST", "/session", {
    email: "katrin@ternandtide.example",
    password: "low tide at seven",
  });
  const people = [];
  for (const [name, email, time_zone] of newcomers) {
    const invited = await server.ask("POST", "/invitations", { name, email, role: "member" }, entered.cookie);
    const token = invited.body.link.split("#")[1];
    const joined = await server.ask("POST", "/invitations/accept", { name, password, time_zone, token });
    assert.ok(joined.cookie, JSON.stringify(joined.body));
    const made = await context(time_zone);
    afterwards(() => made.close());
    contexts.push(made);
    const person = new Somebody(server, made, name, email);
    await person.enter(joined.cookie);
    person.id = joined.body.person.id;
    people.push(person);
  }
  const [ines, tove, wiremu] = people;
  return { at, ines, tove, wiremu };
}

async function does(who, path, body = {}) {
  const answer = await who.api("POST", path, body);
  assert.ok(answer.status < 300, `${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A task that somebody asked for and its owner has taken on. */
async function taken(asker, owner, title, level = "medium") {
  const task = await asker.put(title, { owner_id: owner.id });
  return does(owner, `/tasks/${task.id}/accept`, { level });
}

const now = async (who, task) => (await who.api("GET", `/tasks/${task.id}`)).body;

/** Their Today, with what they were asked about. */
async function today(who, ...titles) {
  const page = await who.open("/today");
  await page.getByRole("heading", { level: 1, name: "Today" }).waitFor();
  const entry = (title) =>
    page.locator("main li").filter({ has: page.getByRole("link", { name: title, exact: true }) });
  for (const title of titles) await entry(title).waitFor();
  const gone = (title) => entry(title).waitFor({ state: "detached" });
  const press = async (title, key) => {
    await entry(title).getByRole("link", { name: title, exact: true }).focus();
    await page.keyboard.press(key);
  };
  return { page, entry, gone, press };
}

export const asks = {
  async "asks: still needed is answered in one step, both ways; what nobody answers may be let go"() {
    const { at, ines, tove } = await office();
    const [table, letter, paint] = [
      await taken(ines, tove, "Tide table"),
      await taken(ines, tove, "Harbour letter"),
      await taken(ines, tove, "Buoy paint"),
    ];
    // Ten working days of silence.
    await at("2027-03-15T20:00:00Z");
    for (const task of [table, letter, paint])
      await until("it is doubtful", async () => (await now(tove, task)).doubt_at !== null);
    await at("2027-03-16T12:00:00Z");
    const hers = await today(ines, "Tide table", "Harbour letter", "Buoy paint");
    await hers
      .entry("Tide table")
      .getByText(/Is .* still needed\?/)
      .waitFor();
    await looked(hers.page, "today-still-needed");
    await hers.entry("Tide table").getByRole("button", { name: "Still needed: Tide table" }).click();
    await hers.gone("Tide table");
    await until("it is kept", async () => (await now(ines, table)).doubt_at === null);
    // A second thought: it is asked as before.
    await hers.page.keyboard.press("z");
    await hers.entry("Tide table").waitFor();
    await until("it is doubtful again", async () => (await now(ines, table)).doubt_at !== null);
    await hers.press("Tide table", "y");
    await hers.gone("Tide table");
    await until("it is kept", async () => (await now(ines, table)).doubt_at === null);
    await hers.press("Harbour letter", "n");
    await hers.gone("Harbour letter");
    await until("it is off her list", async () => (await now(ines, letter)).status === "canceled");
    await hers.page.keyboard.press("z");
    await until("it is on the list again", async () => (await now(ines, letter)).status === "todo");
    await hers.page.close();

    // Five more without an answer to the third.
    await at("2027-03-23T20:00:00Z");
    await until("it may be let go", async () => (await now(tove, paint)).let_go_at !== null);
    await at("2027-03-24T12:00:00Z");
    const owners = await today(tove, "Buoy paint");
    await owners
      .entry("Buoy paint")
      .getByText(/has not said whether .* is still needed: you may let it go/)
      .waitFor();
    await looked(owners.page, "today-let-go");
    await owners.press("Buoy paint", "n");
    await owners.gone("Buoy paint");
    await until("it is let go", async () => (await now(tove, paint)).status === "canceled");
    await owners.page.keyboard.press("z");
    await until("it is on the list again", async () => (await now(tove, paint)).status === "todo");
    await owners.entry("Buoy paint").getByRole("button", { name: "Let it go: Buoy paint" }).click();
    await owners.gone("Buoy paint");
    await until("it is let go", async () => (await now(tove, paint)).status === "canceled");
  },

  async "asks: is it still urgent, and a talk where hours never meet: what it costs whom, and nothing booked"() {
    const { at, ines, tove, wiremu } = await office();
    const crane = await taken(ines, tove, "Crane inspection", "urgent");
    const chain = await taken(ines, tove, "Anchor chain");
    for (const words of ["Which one?", "The long one.", "Which long one?"]) {
      await does(ines, `/tasks/${chain.id}/comments`, { body: words, mention_ids: [] });
      await does(tove, `/tasks/${chain.id}/comments`, { body: "The one by the slip.", mention_ids: [] });
    }
    const slip = await taken(ines, tove, "Slipway survey");
    await does(tove, `/tasks/${slip.id}/block`, { waiting_for: { person_id: wiremu.id } });
    await at("2027-03-04T20:00:00Z");
    await until("a talk is proposed", async () => (await now(tove, slip)).talk !== null);
    await at("2027-03-05T12:00:00Z");
    const hers = await today(tove, "Crane inspection", "Anchor chain", "Slipway survey");
    const { page, entry, gone, press } = hers;
    await entry("Slipway survey")
      .getByText(/It waits, and your hours never meet/)
      .waitFor();
    await looked(page, "today-asks");

    await entry("Crane inspection")
      .getByRole("button", { name: /^High is enough/ })
      .waitFor();
    const before = (await now(tove, crane)).revision;
    await press("Crane inspection", "y");
    await gone("Crane inspection");
    await until("that is said", async () => (await now(tove, crane)).revision > before);
    assert.equal((await now(tove, crane)).level, "urgent");
    await page.keyboard.press("z");
    await entry("Crane inspection").waitFor();
    await until("that is taken back", async () => (await now(tove, crane)).revision > before + 1);
    // Without the server it is said all the same, and taken back, and said again.
    const said = (await now(tove, crane)).revision;
    await tove.context.setOffline(true);
    await press("Crane inspection", "y");
    await gone("Crane inspection");
    await page.keyboard.press("z");
    await entry("Crane inspection").waitFor();
    await press("Crane inspection", "y");
    await gone("Crane inspection");
    await tove.context.setOffline(false);
    await until("that is said", async () => (await now(tove, crane)).revision > said);
    await gone("Crane inspection");

    await press("Slipway survey", "t");
    const dialog = page.getByRole("dialog", { name: "Propose a talk" });
    await dialog.getByText(/Your working hours and Wiremu Parata’s don’t meet/).waitFor();
    const times = dialog.getByRole("checkbox");
    assert.equal(await times.count(), 3);
    for (const time of await dialog.getByRole("group").getByRole("checkbox").all())
      assert.match(
        await time.evaluate((box) => box.labels[0].innerText),
        /Tove Lindqvist stays .+ longer · Wiremu Parata begins .+ early/,
      );
    await dialog.getByText(/^Read by: .*Wiremu Parata/).waitFor();
    await looked(page, "talk-times");
    await times.first().uncheck();
    await dialog.getByRole("textbox").fill("Who moves the cradle?");
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    const last = async (task) =>
      (await tove.api("GET", `/tasks/${task.id}/comments`)).body.items.at(-1)?.body ?? "";
    await until("it is in the thread", async () => (await last(slip)).includes("Who moves the cradle?"));
    // He is waited for, and did not read the task before.
    await until("he reads it", async () => (await now(wiremu, slip)).id === slip.id);
    assert.equal(
      (await last(slip)).match(/^- .+Tove Lindqvist stays .+ longer/gm).length,
      2,
      await last(slip),
    );
    await press("Slipway survey", "n");
    await gone("Slipway survey");

    await entry("Anchor chain")
      .getByRole("button", { name: /^We talked….*Anchor chain$/ })
      .click();
    await page.getByRole("dialog").getByRole("textbox").fill("The one with eleven links");
    await page.keyboard.press("Enter");
    await gone("Anchor chain");
    await until("it stands on the task", async () => (await last(chain)) === "The one with eleven links");
    // What else was written about it stood beside the question, and does not come back as news.
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Today" }).waitFor();
    await page.getByRole("heading", { name: /^That’s all/ }).waitFor();
    await gone("Anchor chain");
    for (const task of [slip, chain]) assert.equal((await now(tove, task)).talk, null);
    for (const who of [tove, wiremu])
      assert.deepEqual(
        (await who.api("GET", `/people/${who.id}/time-off`)).body.items,
        [],
        "nothing is booked",
      );
  },
};
