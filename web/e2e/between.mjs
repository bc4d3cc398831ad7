// What stands between a browser and the server: a proxy that answers in its place, an answer that is lost after the
// server did it, a log-in that is asked for while one only reads.
import assert from "node:assert/strict";
import { ana, at, atList, batch, behindLine, ben, kenji, once, outOfReach, unsent } from "./behind-line.mjs";
import { until } from "./rig.mjs";

const stream = "GET /api/v1/stream";

export const between = {
  "between: what a proxy answers ends nothing and refuses nothing": behindLine(
    [ben, ana],
    async ({ proxy, people: [ben, ana] }) => {
      await atList(ana);
      // The server is started anew behind its proxy: the stream breaks, and its next answer is a 502.
      proxy.cut();
      proxy.open();
      const ended = proxy.next("busy", stream, { status: 502 });
      await ended.reached;
      await ben.put("while nobody listened", { owner_id: ana.id });
      await ana.row("while nobody listened").waitFor();
      await until(
        "it listens again",
        () => proxy.requests.filter((one) => one.startsWith(stream)).length > 2,
      );
      await ben.put("heard at once", { owner_id: ana.id });
      await ana.row("heard at once").waitFor();

      const nowhere = proxy.next("busy", batch, { status: 404, times: 2 });
      await ana.add("past the wrong address", "past the wrong address");
      await nowhere.reached;
      await outOfReach(ana.page).waitFor();
      await once(ana, ["past the wrong address"]);
      await outOfReach(ana.page).waitFor({ state: "detached" });
      assert.equal(await unsent(ana.page).count(), 0);
    },
  ),

  "between: a request whose answer was lost is sent once, also by the page that was loaded anew": behindLine(
    [ben, ana],
    async ({ proxy, people: [ben] }) => {
      await at(ben, "/requests/new", (page) => page.getByRole("textbox", { name: "What you ask for" }));
      const { page } = ben;
      await page.getByRole("textbox", { name: "What you ask for" }).fill("Berths to let");
      await page.getByRole("textbox", { name: "Why, in one line" }).fill("The list goes to print");
      await page.getByLabel("To", { exact: true }).fill("ana sousa");
      await page.keyboard.press("Enter");
      const send = page.getByRole("button", { name: "Send, interrupting nobody" });
      await page.getByRole("region", { name: "One person is asked" }).waitFor();
      // The browser itself sends it again wherever a connection breaks that it had used before.
      const lost = proxy.next("lose", /^POST \/api\/v1\/requests$/, { times: 99 });
      await send.click();
      await lost.reached;
      await page.getByText("No answer came from the server.").waitFor();
      proxy.open();
      await page.reload();
      await send.click();
      await page.getByRole("heading", { level: 1, name: "Berths to let" }).waitFor();
      const { body } = await ben.api("GET", "/requests?state=open");
      assert.equal(body.items.length, 1);
    },
  ),

  "between: who only reads is told that the session has ended, and hears the others again after the log-in":
    behindLine([ben, ana], async ({ proxy, people: [ben, ana] }) => {
      await atList(ana);
      const { page } = ana;
      for (const { id } of (await ana.api("GET", "/sessions")).body.items)
        await ana.api("DELETE", `/sessions/${id}`);
      await page.getByRole("link", { name: "Settings" }).click();
      await page.getByRole("link", { name: "What reaches me" }).click();
      await page.getByText("Log in, and it shows here.").waitFor();
      await page.getByText("Your session has ended.").waitFor();
      // The stream ends with the session, and is asked for once more: no.
      proxy.cut();
      proxy.open();
      await ana.logInAgain();
      await page.getByRole("textbox", { name: "Digest hour" }).waitFor();
      await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "My list" }).click();
      await ben.put("heard again", { owner_id: ana.id });
      await ana.row("heard again").waitFor();
    }),

  "between: a task for somebody who has left goes to another, with all that was done to it; or all of it is let go":
    behindLine([ben, ana, kenji], async ({ proxy, people: [ben, ana, kenji] }) => {
      await at(ben, `/people/${ana.id}`, () => ben.line);
      const { page } = ben;
      proxy.cut();
      for (const title of ["Berth plan", "Tide table"]) {
        await ben.add(`${title} no date`, title);
        await ben.row(title).getByRole("link", { name: title }).click();
        for (const step of [`${title}: first`, `${title}: second`]) {
          await page.getByRole("textbox", { name: "Add a step" }).fill(step);
          await page.keyboard.press("Enter");
          await page.getByRole("checkbox", { name: step }).waitFor();
        }
        await page.getByRole("checkbox", { name: `${title}: first` }).check();
        await page.getByRole("textbox", { name: "Leave a word" }).fill(`${title}, as we said on the quay`);
        await page.getByRole("button", { name: "Comment", exact: true }).click();
        await page.goBack();
        await ben.row(title).waitFor();
      }
      const left = await ben.api("POST", `/people/${ana.id}/deactivate`, {});
      assert.equal(left.status, 200, JSON.stringify(left.body));
      proxy.open();
      const refused = (title) =>
        unsent(page)
          .getByRole("listitem")
          .filter({ hasText: `New task${title}` });
      await refused("Tide table").getByText("Ana Sousa is not active any more").waitFor();
      await refused("Berth plan").getByText("Berth plan, as we said on the quay").waitFor();
      assert.equal(await unsent(page).getByRole("button", { name: "Choose another owner" }).count(), 2);
      assert.equal(await unsent(page).getByRole("button", { name: "Try again" }).count(), 0);

      await refused("Berth plan").getByRole("button", { name: "Choose another owner" }).click();
      const dialog = page.getByRole("dialog", { name: "Ask somebody else" });
      await dialog.getByLabel("A name").fill("kenji");
      await dialog.getByRole("button", { name: /Kenji Mori/ }).click();
      // The answer is lost on its way: it is there once all the same.
      const lost = proxy.next("lose", batch);
      await dialog.getByRole("button", { name: "Ask", exact: true }).click();
      await lost.reached;
      await refused("Berth plan").waitFor({ state: "detached" });
      await until("all of it is there", async () => {
        const [made, ...more] = await kenji.named("Berth plan");
        if (!made || more.length || made.checklist.length < 2 || !made.checklist[0].done) return false;
        const thread = (await kenji.api("GET", `/tasks/${made.id}/comments`)).body.items;
        return thread.map(({ body }) => body).join() === "Berth plan, as we said on the quay";
      });
      const [made] = await kenji.named("Berth plan");
      assert.deepEqual(
        made.checklist.map(({ text, done }) => `${text} ${done}`),
        ["Berth plan: first true", "Berth plan: second false"],
      );

      await refused("Tide table").getByRole("button", { name: "Let it go" }).click();
      await page.getByText("Let go, with what was done to it").waitFor();
      await unsent(page).waitFor({ state: "detached" });
      await page.getByRole("status").getByRole("button", { name: /^Undo/ }).click();
      await refused("Tide table").getByText("Tide table, as we said on the quay").waitFor();
      await refused("Tide table").getByRole("button", { name: "Let it go" }).click();
      await unsent(page).waitFor({ state: "detached" });
      assert.equal((await ben.named("Tide table", ana.id)).length, 0);
    }),
};
