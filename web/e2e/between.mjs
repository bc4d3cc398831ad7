// What stands between a browser and the server: a proxy that answers in its place, an answer that is lost after the
// server did it, a log-in that is asked for while one only reads.
import assert from "node:assert/strict";
import { ana, at, atList, batch, behindLine, ben, once, outOfReach, unsent } from "./behind-line.mjs";
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
};
