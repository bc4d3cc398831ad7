import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { retry } from "../../src/replica/refused";
import type { Failure } from "../../src/replica/types";
import { lingerMs } from "../../src/replica/watches";
import { type Note, shownScopes } from "./server";
import { settle, type Tab, World } from "./world";

/** What one tab's person did, in order: kept from the moment of doing, unless they were told that it could not be. */
interface Did {
  tab: Tab;
  mark: string;
  kept: boolean;
}

const runs = Number(process.env.REPLICA_RUNS ?? 120);
const steps = Number(process.env.REPLICA_STEPS ?? 120);
const first = Number(process.env.REPLICA_SEED ?? 1);

test(`${runs} random histories of ${steps} steps`, { timeout: 600_000 }, async () => {
  for (let seed = first; seed < first + runs; seed++) {
    try {
      await history(seed);
    } catch (error) {
      throw new Error(`REPLICA_SEED=${seed} REPLICA_RUNS=1: ${(error as Error).message}`, { cause: error });
    }
  }
});

async function history(seed: number): Promise<void> {
  const world = new World(seed);
  const { server } = world;
  const did: Did[] = [];
  const texts: { tab: Tab; words: string; id: string; kept: boolean }[] = [];
  const retried = new Set<unknown>();
  let number = 0;
  for (const scope of shownScopes) server.grant(scope);
  server.fault = () => (world.chance(0.05) ? (world.pick([429, 500, 503]) ?? 500) : 0);
  world.open();

  function act(tab: Tab): void {
    const replica = tab.replica;
    if (!replica) return;
    const all = replica.memory.all<Note>("note");
    const note = world.pick(all);
    const doing = world.random();
    number += 1;
    if (!note || doing < 0.15) {
      const title = world.chance(0.15) ? `refuse ${number}` : `note ${number}`;
      void replica.mutate("create", { id: `n${number}`, title }).catch(() => {});
    } else if (doing < 0.7) {
      const kind = world.chance(0.1) ? "refuse " : world.chance(0.03) ? "poison " : "m";
      const entry = { tab, mark: `${kind}${number}`, kept: true };
      did.push(entry);
      replica.mutate("append", { id: note.id, mark: entry.mark }).catch(() => {
        entry.kept = tab.dead;
      });
    } else if (doing < 0.78) {
      void replica.mutate("rename", { id: note.id, title: `renamed ${number}` }).catch(() => {});
    } else if (doing < 0.95) {
      const entry = { tab, id: note.id, words: `${note.body} w${number}.`, kept: true };
      texts.push(entry);
      const version = (replica.memory.row("note", note.id)?.object as Note | undefined)?.body_version ?? 1;
      replica
        .mutate("write", { id: note.id, body: entry.words }, replica.textBase(`note ${note.id}`, version))
        .catch(() => {
          entry.kept = tab.dead;
        });
    } else void replica.mutate("remove", { id: note.id }).catch(() => {});
  }

  function elsewhere(): void {
    const items = [...server.notes.values()].flatMap(({ note }) => (note ? [note] : []));
    const note = world.pick(items);
    const doing = world.random();
    number += 1;
    if (!note || doing < 0.25) {
      const scope = world.pick(["mine", "theirs", "other", ...shownScopes]) ?? "mine";
      server.save({ id: `s${number}`, title: "from elsewhere", body: "", body_version: 1, marks: [], scope });
    } else if (doing < 0.5) server.save({ ...note, title: `elsewhere ${number}` });
    else if (doing < 0.6) {
      server.save({ ...note, body: `theirs ${number}`, body_version: note.body_version + 1 });
    } else if (doing < 0.7)
      server.save({ ...note, scope: world.pick(["mine", "theirs", "other", ...shownScopes]) ?? "mine" });
    else if (doing < 0.78) server.remove(note.id);
    else if (doing < 0.9) {
      const scope = world.pick(["theirs", "other", ...shownScopes]) ?? "other";
      if (server.holds(scope)) server.revoke(scope);
      else server.grant(scope);
    } else server.lose(Math.floor(world.random() * server.revision));
    world.poke();
  }

  for (let step = 0; step < steps; step++) {
    const doing = world.random();
    const tab = world.pick(world.tabs);
    if (doing < 0.2 && tab) act(tab);
    else if (doing < 0.28) elsewhere();
    // Mostly within reach and logged in: otherwise hardly anything would ever be pulled.
    else if (doing < 0.3) world.offline = world.chance(0.25);
    else if (doing < 0.32) server.person = world.chance(0.25) ? null : world.person;
    else if (doing < 0.335 && tab) world.kill(tab);
    else if (doing < 0.375 && world.tabs.length < 3) world.open();
    else if (doing < 0.44) world.tick();
    else if (doing < 0.46 && tab?.replica) {
      const failure = world.pick(tab.replica.memory.failed);
      if (failure) retried.add((failure.input as { mark?: string }).mark);
      if (failure) void retry(tab.replica, failure.key).catch(() => {});
    } else if (doing < 0.5 && tab) world.toggle(tab, world.pick(shownScopes) ?? "");
    else if (doing < 0.51) for (const wake of tab?.wakes ?? []) wake();
    else if (doing < 0.515 && tab) world.deafen(tab);
    else for (let n = Math.floor(world.random() * 4); n >= 0; n--) world.deliver();
    await settle(Math.floor(world.random() * 12));
  }

  // Quiescence: everything is within reach again, and everything waiting is delivered.
  server.fault = () => 0;
  world.offline = false;
  server.person = world.person;
  if (!world.tabs.length) world.open();
  for (const tab of world.tabs) await tab.opened;
  for (const tab of world.tabs) tab.replica?.recheck();
  for (const tab of world.tabs) for (const wake of tab.wakes) wake();
  world.chance = () => false;
  world.poke();
  // Time enough for what no screen shows any more to be let go.
  const end = world.time + 4 * lingerMs;
  for (let quiet = 0, turns = 0; quiet < 40; turns++) {
    if (turns > 5_000)
      throw new Error(`never at rest: ${JSON.stringify(world.tabs.map((t) => t.replica?.status()))}`);
    await settle(12);
    const delivered = world.deliver();
    const waiting = world.tabs.some(
      (tab) => tab.replica?.status().queued || tab.replica?.status().link !== "ok",
    );
    if (delivered || ((waiting || world.time < end) && world.tick())) quiet = 0;
    else quiet += 1;
  }

  const shown = world.tabs.flatMap((tab) => [...tab.screens.keys()]);
  const truth = bySort(server.visible(shown));
  for (const tab of world.tabs) {
    const { memory, store } = tab.replica as NonNullable<Tab["replica"]>;
    expect(tab.replica?.status(), "nothing left to send").toMatchObject({
      queued: 0,
      link: "ok",
      session: "ok",
    });
    expect(bySort(memory.all<Note>("note").map(plain)), "memory is the server's view").toEqual(truth);
    const disk = await store.read();
    expect(bySort(disk.rows.map((row) => plain(row.object as Note))), "disk is the server's view").toEqual(
      truth,
    );
    expect(disk.outbox).toEqual([]);
    expect(memory.failed.map((f) => f.key).sort()).toEqual(disk.failed.map((f) => f.key).sort());
    expect(memory.commit).toBe(disk.head.commit);
  }

  const failed = (world.tabs[0]?.replica?.memory.failed ?? []) as Failure[];
  const failedMarks = new Set(failed.map((f) => (f.input as { mark?: string }).mark));
  expect(new Set(server.applied).size, "no write applied twice").toBe(server.applied.length);
  for (const { mark, kept } of did) {
    const there = server.applied.includes(mark);
    if (kept) expect(there || failedMarks.has(mark), `${mark} is applied or in the failed list`).toBe(true);
    expect(there && failedMarks.has(mark), `${mark} is not both`).toBe(false);
  }
  for (const tab of new Set(did.map((d) => d.tab))) {
    // What was retried by hand may come late.
    const mine = did.filter((d) => d.tab === tab && !retried.has(d.mark)).map((d) => d.mark);
    const order = server.applied.filter((mark) => mine.includes(mark));
    expect(order, "the order of one tab is kept").toEqual(mine.filter((mark) => order.includes(mark)));
  }
  const words = [...server.accepted, ...failed.map((f) => (f.input as { body?: string }).body ?? "")];
  for (const text of texts) {
    if (!text.kept) continue;
    const mark = text.words.slice(text.words.lastIndexOf(" "));
    expect(
      words.some((body) => body.includes(mark)),
      `the words${mark} are accepted or in the failed list`,
    ).toBe(true);
  }
}

function plain(note: Note): Note {
  const { id, title, body, body_version, marks, scope } = note;
  return { id, title, body, body_version, marks, scope };
}

function bySort(list: Note[]): Note[] {
  return [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
}
