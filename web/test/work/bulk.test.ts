import { describe, expect, test } from "vitest";
import {
  anyWeighs,
  dropAll,
  dropPlace,
  endOf,
  nudgeAll,
  raiseAll,
  rangeOf,
  standings,
  weighs,
} from "../../src/data/bulk";
import { taskOperations } from "../../src/data/operations";
import { levels, occupants, provisionalRank, type Slots, worklistOf } from "../../src/data/worklist";
import { Memory } from "../../src/replica/memory";
import type { Level, Task } from "../../src/types";
import { seeded } from "../fake/random";

const slots: Slots = { urgent: 1, high: 3 };
const runs = 300;

/** A random list of one owner, within its slots, with somebody else's tasks beside it. */
function listOf(random: () => number, size: number): Memory {
  const memory = new Memory(taskOperations);
  let key = 0;
  const run = (name: string, input: unknown) => memory.add({ key: `k${key++}`, name, input, at: 0 });
  const taken: Record<string, number> = {};
  for (let n = 0; n < size; n++) {
    const owner = random() < 0.8 ? "ana" : "ben";
    const wanted = levels[Math.floor(random() * 4)] as Level;
    const place = `${owner} ${wanted}`;
    const fits = (taken[place] ?? 0) < (slots[wanted] ?? Number.POSITIVE_INFINITY);
    const level = fits ? wanted : "medium";
    taken[`${owner} ${level}`] = (taken[`${owner} ${level}`] ?? 0) + 1;
    const list = worklistOf(memory.all<Task>("task"), owner).filter((task) => task.level === level);
    const neighbour = list[Math.floor(random() * list.length)];
    run("task.add", {
      id: `t${n}`,
      title: `task ${n}`,
      owner_id: owner,
      asked_by_id: owner,
      straight: true,
      level,
      due_date: null,
      at: "2026-12-01T09:00:00.000Z",
      ...(neighbour ? (random() < 0.5 ? { before_id: neighbour.id } : { after_id: neighbour.id }) : {}),
    });
    if (random() < 0.15)
      run("task.block", { id: `t${n}`, waiting_for: { text: "x", person_id: null, task_ids: [] } });
  }
  return memory;
}

const listed = (memory: Memory, owner = "ana") => worklistOf(memory.all<Task>("task"), owner);
const orderOf = (memory: Memory, owner = "ana") =>
  listed(memory, owner).map(({ id, level }) => `${level} ${id}`);

function each(
  check: (memory: Memory, random: () => number, run: (name: string, input: unknown) => void) => void,
) {
  for (let seed = 1; seed <= runs; seed++) {
    const random = seeded(seed);
    const memory = listOf(random, Math.floor(random() * 30));
    let key = 0;
    try {
      check(memory, random, (name, input) => memory.add({ key: `b${key++}`, name, input, at: 0 }));
    } catch (error) {
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
}

const some = (random: () => number, list: readonly Task[]) =>
  new Set(list.filter(() => random() < 0.3).map((task) => task.id));

describe("several tasks to another level", () => {
  test("they stand on top in their own order, the others keep theirs, and no slot is taken twice", () => {
    each((memory, random, run) => {
      const before = listed(memory);
      const theirs = orderOf(memory, "ben");
      const chosen = some(random, before);
      const level = levels[Math.floor(random() * 4)] as Level;
      const { moves, full } = raiseAll(before, slots, chosen, level);
      const moving = before.filter((task) => chosen.has(task.id) && task.level !== level);
      if (full) {
        const taking = moving.filter((task) => task.status !== "blocked").length;
        expect(moves).toEqual([]);
        expect(full.occupants.length + taking).toBeGreaterThan(slots[level] ?? 0);
        return;
      }
      for (const move of moves) run("task.move", move);
      const after = listed(memory);
      const top = after.filter((task) => task.level === level).slice(0, moving.length);
      expect(top.map((task) => task.id)).toEqual(moving.map((task) => task.id));
      const others = (list: readonly Task[]) =>
        list.filter((task) => !moves.some((move) => move.id === task.id)).map((task) => task.id);
      expect(others(after)).toEqual(others(before));
      expect(orderOf(memory, "ben")).toEqual(theirs);
      for (const slotted of ["urgent", "high"] as const)
        if (level === slotted && moves.length)
          expect(occupants(after, slotted).length).toBeLessThanOrEqual(slots[slotted] ?? 0);
    });
  });

  test("undone as one, the list is what it was", () => {
    each((memory, random, run) => {
      const before = listed(memory);
      const was = orderOf(memory);
      const { moves } = raiseAll(
        before,
        slots,
        some(random, before),
        levels[Math.floor(random() * 4)] as Level,
      );
      const back = standings(before, new Set(moves.map((move) => move.id)));
      for (const move of moves) run("task.move", move);
      for (const place of back) run("task.move", place);
      expect(orderOf(memory)).toEqual(was);
    });
  });

  test("closed together and reopened as one, the list is what it was", () => {
    each((memory, random, run) => {
      const before = listed(memory);
      const was = orderOf(memory);
      const chosen = some(random, before);
      for (const id of chosen) run("task.complete", { id });
      expect(listed(memory).some((task) => chosen.has(task.id))).toBe(false);
      for (const { level: _level, ...place } of standings(before, chosen)) run("task.reopen", place);
      expect(orderOf(memory)).toEqual(was);
    });
  });
});

describe("several tasks let go together", () => {
  test("they stand together where the row under the pointer says, and undo brings each back", () => {
    each((memory, random, run) => {
      const before = listed(memory);
      const was = orderOf(memory);
      const chosen = some(random, before);
      const over = before[Math.floor(random() * before.length)];
      if (!over || !chosen.size) return;
      const half = random() < 0.5 ? "before" : "after";
      const level = levels[Math.floor(random() * 4)] as Level;
      const onLevel = random() < 0.3;
      const { moves, full } = dropAll(before, slots, chosen, onLevel ? { level } : { task: over.id, half });
      if (full) return expect(moves).toEqual([]);
      for (const move of moves) run("task.move", move);
      const after = listed(memory);
      const mine = after.filter((task) => chosen.has(task.id));
      expect(mine.map(({ id }) => id)).toEqual(before.filter(({ id }) => chosen.has(id)).map(({ id }) => id));
      const stay = (list: readonly Task[]) => list.filter(({ id }) => !chosen.has(id)).map(({ id }) => id);
      expect(stay(after)).toEqual(stay(before));
      const first = after.findIndex((task) => chosen.has(task.id));
      expect(after.slice(first, first + chosen.size).map(({ id }) => id)).toEqual(mine.map(({ id }) => id));
      expect(new Set(mine.map((task) => task.level))).toEqual(new Set([onLevel ? level : over.level]));
      if (onLevel) expect(after.find((task) => task.level === level)?.id).toBe(mine[0]?.id);
      else if (!chosen.has(over.id)) {
        const at = after.findIndex((task) => task.id === over.id);
        expect(half === "before" ? after[at - 1]?.id : after[at + 1]?.id).toBe(
          half === "before" ? mine.at(-1)?.id : mine[0]?.id,
        );
      }
      for (const place of standings(before, new Set(moves.map((move) => move.id)))) run("task.move", place);
      expect(orderOf(memory)).toEqual(was);
    });
  });

  test("a step with the keys takes them past one that stays, and no step leads out of the list", () => {
    each((memory, random, run) => {
      const before = listed(memory);
      const at = Math.floor(random() * before.length);
      const pair = before.slice(at, at + 2);
      const chosen = new Set(pair.map((task) => task.id));
      const by = random() < 0.5 ? 1 : -1;
      const { moves, full } = nudgeAll(before, {}, chosen, by);
      const next = before[by > 0 ? at + pair.length : at - 1];
      expect(full).toBeNull();
      if (!pair.length || !next) return expect(moves).toEqual([]);
      for (const move of moves) run("task.move", move);
      const after = listed(memory).filter(({ id }) => chosen.has(id) || id === next.id);
      expect(new Set(pair.map(({ id }) => after.find((task) => task.id === id)?.level)).size).toBe(1);
      if (new Set([...pair, next].map((task) => task.level)).size === 1)
        expect(after.map(({ id }) => id).at(by > 0 ? 0 : -1)).toBe(next.id);
    });
  });
});

describe("what a manager must explain", () => {
  const task = (id: string, level: Level, status = "todo") => ({ id, level, status }) as Task;
  const list = [
    task("u", "urgent"),
    task("a", "medium"),
    task("b", "medium", "in_progress"),
    task("c", "medium"),
    task("d", "medium"),
    task("w", "medium", "blocked"),
  ];
  const one = (id: string, level: Level, place = {}) => weighs(list, slots, { id, level, ...place });

  test("passing one in progress, and changing who holds a place", () => {
    expect(one("d", "medium", { before_id: "c" })).toBe(false);
    expect(one("d", "medium", { after_id: "a" })).toBe(true);
    expect(one("a", "low")).toBe(true);
    expect(one("d", "low")).toBe(false);
    expect(one("d", "high")).toBe(true);
    expect(one("u", "medium", { after_id: "w" })).toBe(true);
    // A blocked one holds no place; it passes the one in progress all the same.
    expect(one("w", "low")).toBe(false);
    expect(one("w", "high")).toBe(true);
  });

  test("of several, one is enough", () => {
    const moves = [
      { id: "d", level: "medium" as const, before_id: "c" },
      { id: "c", level: "medium" as const, before_id: "a" },
    ];
    expect(anyWeighs(list, slots, moves.slice(0, 1))).toBe(false);
    expect(anyWeighs(list, slots, moves)).toBe(true);
  });
});

describe("one task to a place", () => {
  test("it stands where the row under the pointer says, or stays where that is its place", () => {
    each((memory, random, run) => {
      const before = listed(memory);
      const task = before[Math.floor(random() * before.length)];
      const onto = before[Math.floor(random() * before.length)];
      if (!task || !onto) return;
      const half = random() < 0.5 ? "before" : "after";
      const drop = dropPlace(before, task.id, { task: onto.id, half });
      if (drop) run("task.move", { id: task.id, level: drop.level, ...drop.place });
      const after = listed(memory);
      const at = after.findIndex(({ id }) => id === task.id);
      if (onto.id === task.id)
        expect(orderOf(memory)).toEqual(before.map(({ id, level }) => `${level} ${id}`));
      else expect(after[half === "before" ? at + 1 : at - 1]?.id).toBe(onto.id);
    });
  });

  test("over a heading it becomes the first of that level, also of an empty one", () => {
    each((memory, random, run) => {
      const before = listed(memory);
      const task = before[Math.floor(random() * before.length)];
      if (!task) return;
      const level = levels[Math.floor(random() * 4)] as Level;
      const drop = dropPlace(before, task.id, { level });
      if (drop) run("task.move", { id: task.id, level: drop.level, ...drop.place });
      expect(listed(memory).find((other) => other.level === level)?.id).toBe(task.id);
    });
  });

  test("to the top and to the bottom of its level", () => {
    each((memory, random, run) => {
      const before = listed(memory);
      const task = before[Math.floor(random() * before.length)];
      if (!task) return;
      const end = random() < 0.5 ? "top" : "bottom";
      const place = endOf(before, task, end);
      if (place) run("task.move", { id: task.id, level: task.level, ...place });
      const level = listed(memory).filter((other) => other.level === task.level);
      expect(level.at(end === "top" ? 0 : -1)?.id).toBe(task.id);
    });
  });

  test("ranks follow from the neighbours, whatever stands in between in memory", () => {
    each((memory, random) => {
      const list = listed(memory).filter((task) => task.level === "medium");
      const at = Math.floor(random() * list.length);
      const here = list[at];
      if (!here) return;
      const rank = provisionalRank(memory, "ana", "medium", { before_id: here.id }, "new");
      expect(rank < (here.rank ?? "")).toBe(true);
      expect(rank > (list[at - 1]?.rank ?? "")).toBe(true);
      const end = provisionalRank(memory, "ana", "medium", {}, "new");
      expect(end > (list.at(-1)?.rank ?? "")).toBe(true);
    });
  });
});

test("a range is taken from either end", () => {
  each((memory, random) => {
    const list = listed(memory);
    const [a, b] = [0, 0].map(() => list[Math.floor(random() * list.length)]);
    if (!a || !b) return;
    const range = rangeOf(list, a.id, b.id);
    expect(range).toEqual(rangeOf(list, b.id, a.id));
    expect(range).toContain(a.id);
    expect(range).toContain(b.id);
    expect(range.length).toBe(Math.abs(list.indexOf(a) - list.indexOf(b)) + 1);
  });
});

test("a thousand tasks and two hundred queued moves are run again in a moment", () => {
  const memory = listOf(seeded(7), 1000);
  const list = listed(memory);
  for (let n = 0; n < 200; n++)
    memory.add({ key: `m${n}`, name: "task.move", input: { id: list[n]?.id, level: "low" }, at: 0 });
  expect(listed(memory).length).toBe(list.length);
});
