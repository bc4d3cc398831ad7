import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import type { Note } from "./server";
import { rest, World } from "./world";

test("after a backup was put back nothing of the lost history stays, and what was queued is sent", async () => {
  const world = new World(21);
  const { server } = world;
  const save = (id: string) =>
    server.save({ id, title: id, body: "", body_version: 1, marks: [], scope: "mine" });
  save("kept");
  const restore = server.backup();
  save("lost");
  const tab = world.open();
  await tab.opened;
  await rest(world);
  const shown = () => tab.replica?.memory.all<Note>("note").sort((a, b) => (a.id < b.id ? -1 : 1));
  expect(shown()?.map((note) => note.id)).toEqual(["kept", "lost"]);

  world.offline = true;
  await tab.replica?.mutate("append", { id: "kept", mark: "queued" });
  restore();
  for (const id of ["new 1", "new 2", "new 3"]) save(id);
  world.offline = false;
  for (const wake of tab.wakes) wake();
  await rest(world, 60_000);

  expect(shown()?.map((note) => note.id)).toEqual(["kept", "new 1", "new 2", "new 3"]);
  expect(shown()?.[0]?.marks).toEqual(["queued"]);
  expect(tab.replica?.status()).toMatchObject({ queued: 0, failed: 0, link: "ok" });
});
