import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import type { Note } from "./server";
import { rest, World } from "./world";

async function opened(seed: number) {
  const world = new World(seed);
  const tab = world.open();
  await tab.opened;
  await rest(world);
  const replica = tab.replica;
  if (!replica) throw new Error("not open");
  const save = (id: string) => {
    world.server.save({ id, title: id, body: "", body_version: 1, marks: [], scope: "mine" });
    world.poke();
  };
  const titles = () => replica.memory.all<Note>("note").map((note) => note.title);
  return { world, tab, replica, save, titles };
}

test("a stream that a proxy has ended is opened again, and what came meanwhile is read", async () => {
  const { world, tab, save, titles } = await opened(31);
  world.deafen(tab);
  save("unheard");
  await rest(world, 60_000);
  expect(titles()).toEqual(["unheard"]);
  save("heard");
  await rest(world);
  expect(titles()).toEqual(["unheard", "heard"]);
});

test("a stream that ends with the session says so, and is opened again after the log-in", async () => {
  const { world, tab, replica, save, titles } = await opened(32);
  world.server.person = null;
  world.deafen(tab);
  await rest(world, 60_000);
  expect(replica.status().session).toBe("ended");
  world.server.person = world.person;
  replica.recheck();
  await rest(world);
  save("heard");
  await rest(world);
  expect(titles()).toEqual(["heard"]);
});

test("what a proxy answers in the server's place refuses nothing, and is nobody's log-in", async () => {
  const answers = [200, 403, 404, 405, 410].map((status) => ({ status, body: null }));
  for (const [at, proxy] of [...answers, { status: 200, body: { welcome: "to the hotel" } }].entries()) {
    const { world, replica, titles } = await opened(33 + at);
    world.proxy = proxy;
    for (const id of ["one", "two"]) await replica.mutate("create", { id, title: id });
    replica.recheck();
    await rest(world, 20_000);
    expect(replica.status(), `${proxy.status}`).toMatchObject({
      queued: 2,
      failed: 0,
      session: "ok",
      link: "waiting",
    });
    world.proxy = null;
    await rest(world, 60_000);
    expect(titles()).toEqual(["one", "two"]);
    expect(world.server.visible()).toHaveLength(2);
    expect(replica.status()).toMatchObject({ queued: 0, failed: 0, link: "ok" });
    world.kill(world.tabs[0] as NonNullable<(typeof world.tabs)[0]>);
  }
});

test("a refusal whose answer was lost is told with all that it says", async () => {
  const { world, replica, save } = await opened(41);
  save("note");
  await rest(world);
  world.lose = 2;
  await replica.mutate("rename", { id: "gone", title: "nobody has it" });
  await replica.mutate("append", { id: "note", mark: "refuse this" });
  await replica.mutate("append", { id: "note", mark: "and do that" });
  await rest(world, 60_000);
  expect(replica.memory.failed.map(({ name, message }) => `${name}: ${message}`)).toEqual([
    "rename: refused: not_found",
    "append: refused: state_conflict",
  ]);
  expect(world.server.applied).toEqual(["and do that"]);
  expect(replica.status().queued).toBe(0);
});
