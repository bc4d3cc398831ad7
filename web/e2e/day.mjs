// A whole working day without a mouse, on a workspace of its own: after each key one stands somewhere, in sight.
import assert from "node:assert/strict";
import { accessible } from "./axe.mjs";
import { goTo, on, press, tabTo } from "./by-keys.mjs";
import { house, password, until } from "./rig.mjs";
import { heading } from "./shell-parts.mjs";

const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);

export const workingDay = {
  async "a whole working day by keyboard alone, and one never stands nowhere"() {
    const { people } = await house([
      ["Ben Okafor", "ben@example.com", "America/Denver"],
      ["Ana Sousa", "ana@example.com", "Europe/Lisbon"],
    ]);
    const [ben, ana] = people;
    const asks = (title) => ana.put(title, { owner_id: ben.id, due_date: day(5) });
    for (const title of ["quote for the fair", "price of the nets", "a talk in Porto"]) await asks(title);
    await ben.put("read the churn report");
    await ben.put("call the bank");
    await ben.context.clearCookies();
    const page = await ben.open("/login");
    const state = async (title) => (await ben.named(title))[0]?.status;

    // Log in.
    await on(page, "Email");
    await page.keyboard.type(ben.email);
    await press(page, "Tab");
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
    await heading(page, "My list").waitFor();
    await on(page, "H1 My list");
    await ben.row("call the bank").waitFor();
    await page.getByRole("region", { name: "To decide" }).getByText("a talk in Porto").waitFor();

    // Decide: take one on, put one off, decline one. The cursor goes on to what is left.
    await press(page, "a");
    await until("taken on", async () => (await state("quote for the fair")) === "todo");
    await press(page, "j", "k");
    await on(page, "a talk in Porto");
    await press(page, "h");
    await page.getByRole("dialog", { name: "Put off until…" }).waitFor();
    await press(page, "Enter");
    await page.getByText("1 put off").waitFor();
    await on(page, "price of the nets");
    await press(page, "Shift+A");
    await page.getByRole("dialog", { name: "Decline, and say why" }).waitFor();
    await page.keyboard.type("not before spring");
    await press(page, "Enter");
    await until("declined", async () => (await state("price of the nets")) === "canceled");

    // Add, rank, raise: the cursor stays on it.
    await press(page, "c");
    await page.keyboard.type("water the plants low");
    await press(page, "Enter", "Escape");
    await on(page, "water the plants");
    await press(page, "2");
    await until("the first", async () => (await ben.order())[0] === "water the plants");
    await on(page, "water the plants");
    await press(page, "Shift+J", "Shift+J");
    const order = "read the churn report,water the plants,call the bank,quote for the fair";
    await until("second of medium", async () => (await ben.order()).join() === order);
    await on(page, "water the plants");

    // Done by its own button: one stands on the button of the next.
    await press(page, "Shift+Tab");
    await on(page, "Done: water the plants");
    await press(page, "Enter");
    await on(page, "Done: call the bank");
    await press(page, "z");
    await ben.row("water the plants").waitFor();

    // Open, start, say something, finish by the button that goes away with it.
    await press(page, "Tab", "Enter");
    await heading(page, "call the bank").waitFor();
    await page.getByRole("heading", { name: "History" }).waitFor();
    await press(page, "s");
    await until("started", async () => (await state("call the bank")) === "in_progress");
    await tabTo(page, "Leave a word");
    await page.keyboard.type("They call back.");
    await press(page, "Control+Enter");
    await page.getByText("They call back.").waitFor();
    await press(page, "Escape");
    await on(page, "H2 Thread");
    await press(page, "d");
    await page.getByRole("dialog").waitFor();
    await press(page, "Escape");
    await on(page, "H2 Thread");
    await press(page, "j", "k");
    await heading(page, "call the bank").waitFor();
    await tabTo(page, "BUTTON Done");
    await press(page, "Enter");
    await until("done", async () => (await state("call the bank")) === "done");
    await on(page, "BUTTON Say what came of it");
    await press(page, "Tab");
    await on(page, "BUTTON Reopen");
    await press(page, "Enter");
    await until("open again", async () => (await state("call the bank")) !== "done");
    await press(page, "Escape");
    await heading(page, "My list").waitFor();

    // A colleague's list, by name.
    await goTo(page, "ana sousa", "Ana Sousa");
    await heading(page, "Ana’s list").waitFor();
    await on(page, "H1 Ana’s list");
    await press(page, "c");
    await page.keyboard.type("forecast update by tomorrow");
    await page.getByRole("list", { name: "What it costs" }).waitFor();
    await press(page, "Enter", "Escape");
    await on(page, "forecast update");
    await until("on her list", async () => (await ana.named("forecast update", ana.id)).length === 1);
    await accessible(page, "a report's list");

    // What somebody asks many for.
    const asked = await ana.api("POST", "/requests", {
      title: "Boats in March",
      why: "The berths are let on Monday",
      to: { person_ids: [ben.id] },
      kind: "number",
      due_date: day(6),
    });
    assert.equal(asked.status, 201, JSON.stringify(asked.body));
    await goTo(page, "my list", "My list");
    await heading(page, "My list").waitFor();
    await page.getByRole("link", { name: "Boats in March" }).waitFor();
    await press(page, "Shift+E");
    await page.getByRole("dialog", { name: "Your answer" }).waitFor();
    await page.keyboard.type("42");
    await press(page, "Enter");
    await until("answered", async () => (await state("Boats in March")) === "done");

    // One's hours, saved and taken back; then what the keys are, and home.
    await goTo(page, "working time", "Working time");
    await heading(page, "Working time").waitFor();
    await on(page, "H1 Working time");
    await tabTo(page, "Monday, begins");
    await press(page, "ArrowLeft");
    await tabTo(page, "BUTTON Save");
    await press(page, "Enter");
    await page.getByText("Saved", { exact: true }).waitFor();
    await press(page, "z");
    await page.getByText("Undone: Saved").waitFor();
    await press(page, "?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await press(page, "Escape");
    await goTo(page, "log out", "Log out");
    await on(page, "Email");
  },
};
