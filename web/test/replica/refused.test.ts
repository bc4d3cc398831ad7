import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { belongings, discard, recall, retry } from "../../src/replica/refused";
import { rest, World } from "./world";

/** A note that the server refuses, and what was done to it before one heard of that, in this order. */
async function refused(seed: number, lost = false) {
  const world = new World(seed);
  const tab = world.open();
  await tab.opened;
  await rest(world);
  const { replica } = tab;
  if (!replica) throw new Error("not open");
  world.offline = true;
  const first = replica.textBase("note note", 1);
  for (const [name, input, base] of [
    ["create", { id: "note", title: "refuse this" }],
    ["append", { id: "note", mark: "one" }],
    ["write", { id: "note", body: "first words" }, first],
    ["append", { id: "note", mark: "two" }],
    ["write", { id: "note", body: "other words" }],
    ["create", { id: "other", title: "of its own" }],
    ["append", { id: "other", mark: "refuse this too" }],
  ] as const) {
    world.time += 1;
    await replica.mutate(name, input, base);
  }
  // Refused twice, and the reason is asked for anew behind the others.
  if (lost) world.lose = 1;
  world.offline = false;
  await rest(world, 60_000);
  const failure = replica.memory.failed[0];
  if (failure?.name !== "create") throw new Error("not refused");
  const names = (failures = replica.memory.failed) => failures.map(({ name }) => name);
  return { world, tab, replica, failure, names };
}

test("what was done to something that was refused belongs to it, and follows when it is taken after all", async () => {
  for (const lost of [false, true]) {
    const { world, replica, failure, names } = await refused(51, lost);
    expect(names(belongings(replica, failure))).toEqual(["append", "write", "append"]);
    await retry(replica, failure.key, { input: { id: "note", title: "take this" } });
    expect(names()).toEqual(["append"]);
    expect(replica.memory.get("note", "note")).toMatchObject({
      title: "take this",
      marks: ["one", "two"],
      body: "other words",
    });
    await rest(world, 60_000);
    expect(names()).toEqual(["append"]);
    expect(replica.status().queued).toBe(0);
    const note = world.server.notes.get("note")?.note;
    expect(note).toMatchObject({ title: "take this", marks: ["one", "two"], body: "other words" });
    expect(world.server.applied).toEqual(["one", "two"]);
  }
});

test("refused again, all of it waits again; a tab that is killed after the retry loses none of it", async () => {
  const { world, tab, replica, failure, names } = await refused(52);
  await retry(replica, failure.key);
  await rest(world, 60_000);
  const [again] = replica.memory.failed;
  if (!again) throw new Error("not refused");
  expect(names()).toEqual(["create", "append", "write", "append", "append"]);
  expect(belongings(replica, again)).toHaveLength(3);
  world.offline = true;
  await retry(replica, again.key, { input: { id: "note", title: "take this" } });
  world.kill(tab);
  world.offline = false;
  const next = world.open();
  await next.opened;
  await rest(world, 60_000);
  const note = world.server.notes.get("note")?.note;
  expect(note).toMatchObject({ title: "take this", marks: ["one", "two"], body: "other words" });
  expect(next.replica?.status()).toMatchObject({ queued: 0, failed: 1 });
});

test("let go, it goes with all that belongs to it; taken back, all of it stands there as before", async () => {
  const { replica, failure, names } = await refused(53);
  const all = [failure, ...belongings(replica, failure)];
  const before = replica.memory.failed;
  await discard(replica, failure.key);
  expect(names()).toEqual(["append"]);
  await recall(replica, all);
  expect(replica.memory.failed).toEqual(before);
  // What only stands beside it goes alone.
  await discard(replica, before.at(-1)?.key ?? "");
  expect(names()).toEqual(["create", "append", "write", "append"]);
});
