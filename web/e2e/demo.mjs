// The demo company, from the first page of an empty server to one of its reports.
import assert from "node:assert/strict";
import AxeBuilder from "@axe-core/playwright";
import { context, Server } from "./rig.mjs";

async function sound(page, what) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${what}: ${id} ${nodes.map((node) => node.html).join(" ")}`),
    [],
  );
}

export const demo = {
  "first run, demo company, try this, as a report": async () => {
    const server = new Server();
    await server.start();
    const made = await context("America/Denver");
    try {
      const page = await made.newPage();
      await page.goto(server.setupLink);
      await page.getByRole("heading", { level: 1, name: "Welcome" }).waitFor();
      await sound(page, "the choice");
      await page.getByRole("button", { name: /^Look around in a demo company/ }).click();
      await page.getByRole("progressbar", { name: "Building the demo company" }).waitFor();
      // A reload in the middle looks again, and makes no second company.
      await page.reload();
      await page.getByRole("button", { name: /^Look around in a demo company/ }).click();
      const enter = page.getByRole("button", { name: "Look around as Ruth Abernathy" });
      await enter.waitFor({ timeout: 120_000 });
      await sound(page, "the log-ins");
      await enter.click();
      await page.getByRole("heading", { level: 1, name: "Try this" }).waitFor();
      const places = page.getByRole("navigation", { name: "Places" });
      await places.getByRole("link", { name: "Try this" }).waitFor();
      await sound(page, "Try this");

      // As a report: her four things to decide, two in sight, and the tick that stays.
      await page.getByRole("button", { name: /Go there as Beatriz: Decide what you take on/ }).click();
      await page.getByRole("heading", { level: 1, name: "My list" }).waitFor();
      await page.getByRole("button", { name: "2 more to decide" }).click();
      await page.getByText("Which colour should the new lid have?").waitFor();
      await page.getByText("Sign-in with wet hands: final drawings").first().waitFor();
      await places.getByRole("link", { name: "Try this" }).click();
      assert.ok(await page.getByRole("checkbox", { name: "Tried: Decide what you take on" }).isChecked());

      // The manager again, on the report's list.
      await page.getByRole("button", { name: /Go there as Ruth: Put a task on somebody’s list/ }).click();
      await page.getByRole("heading", { level: 1, name: /Beatriz/ }).waitFor();
      await page.getByText("Sign-in with wet hands: final drawings").first().waitFor();
      // What weighs most stands first: it will hardly be there by the date that is being typed.
      await page.getByRole("textbox", { name: /^Add a task/ }).fill("New cover for the board by tomorrow");
      const costs = page.getByRole("list", { name: "What it costs" }).getByRole("listitem");
      await costs
        .first()
        .getByText(/^Probably after its date: likely done by /)
        .waitFor();

      // Whoever is logged out is let in by a key press.
      const door = await (await context("Europe/Lisbon")).newPage();
      await door.goto(`${server.url}/login`);
      await door.getByRole("button", { name: "Katrin Lauterbach, an admin" }).waitFor();
      await sound(door, "the log-in");
      await door.getByRole("button", { name: "Beatriz Nogueira, one of her reports" }).click();
      await door.getByRole("heading", { level: 1, name: "My list" }).waitFor();
      await door.context().close();
    } finally {
      await made.close();
      await server.stop();
    }
  },
};
