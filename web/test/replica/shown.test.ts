import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import type { Note } from "./server";
import { rest, World } from "./world";

test("what a screen shows is fetched when it opens, also in the tab that talks to the server", async () => {
  const world = new World(11);
  world.server.grant("screen 1");
  world.server.save({ id: "s1", title: "theirs", body: "", body_version: 1, marks: [], scope: "screen 1" });
  const [tab, other] = [world.open(), world.open()];
  await Promise.all([tab.opened, other.opened]);
  await rest(world);
  const titles = () => tab.replica?.memory.all<Note>("note").map((note) => note.title);
  expect(titles()).toEqual([]);
  for (const each of [tab, other]) {
    const close = each.replica?.watch("screen 1");
    await rest(world);
    expect(titles()).toEqual(["theirs"]);
    close?.();
    await rest(world, 200_000);
    expect(titles()).toEqual([]);
  }
});
