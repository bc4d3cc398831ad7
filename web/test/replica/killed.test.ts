import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import type { Note } from "./server";
import { rest, World } from "./world";

test("what was done in the moment of the kill is sent once, in its order", async () => {
  const world = new World(7);
  const tab = world.open();
  await tab.opened;
  await rest(world);
  const replica = tab.replica;
  if (!replica) throw new Error("not open");
  // The tab is killed before the database hears of anything.
  replica.store.write = () => new Promise(() => {});
  void replica.mutate("create", { id: "n1", title: "just now" });
  void replica.mutate("append", { id: "n1", mark: "first" });
  void replica.mutate("append", { id: "n1", mark: "second" });
  world.kill(tab);

  const next = world.open();
  await next.opened;
  await rest(world);
  expect(next.replica?.memory.get<Note>("note", "n1")?.marks).toEqual(["first", "second"]);
  expect(world.server.applied).toEqual(["first", "second"]);
  expect(world.notes.size).toBe(0);
  world.kill(next);
});

test("a tab that was open all along takes it over when it is looked at", async () => {
  const world = new World(8);
  const [tab, other] = [world.open(), world.open()];
  await Promise.all([tab.opened, other.opened]);
  await rest(world);
  const replica = tab.replica;
  if (!replica) throw new Error("not open");
  replica.store.write = () => new Promise(() => {});
  void replica.mutate("create", { id: "n2", title: "just now" });
  world.kill(tab);
  for (const wake of other.wakes) wake();
  await rest(world);
  expect(world.server.visible().map((note) => note.title)).toEqual(["just now"]);
});

test("what a living tab is about to keep is left to it", async () => {
  const world = new World(9);
  const tab = world.open();
  await tab.opened;
  await rest(world);
  const replica = tab.replica;
  if (!replica) throw new Error("not open");
  const write = replica.store.write.bind(replica.store);
  let goOn = () => {};
  replica.store.write = (work) =>
    new Promise((resolve, reject) => {
      goOn = () => write(work).then(resolve, reject);
    });
  void replica.mutate("create", { id: "n3", title: "slowly kept" });
  const other = world.open();
  await other.opened;
  await rest(world);
  expect(world.server.visible()).toEqual([]);
  goOn();
  await rest(world);
  expect(world.server.visible().map((note) => note.title)).toEqual(["slowly kept"]);
});

test("without room in the journal it tells that a kill would lose words, until the database has them", async () => {
  const world = new World(10);
  const tab = world.open();
  await tab.opened;
  await rest(world);
  const replica = tab.replica;
  if (!replica) throw new Error("not open");
  world.room = false;
  const kept = replica.mutate("create", { id: "n4", title: "no room for it" });
  expect(replica.safe()).toBe(false);
  await kept;
  expect(replica.safe()).toBe(true);
  world.room = true;
  void replica.mutate("append", { id: "n4", mark: "room" });
  expect(replica.safe()).toBe(true);
  await rest(world);
  world.kill(tab);
});
