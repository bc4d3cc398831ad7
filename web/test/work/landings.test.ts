import { expect, test } from "vitest";
import { landings } from "../../src/features/start/places";
import type { Draft } from "../../src/lib/quickadd/reading";
import type { Level, Task } from "../../src/types";

const task = (id: string, level: Level) => ({ id, level, owner_id: "ana", status: "todo", rank: id }) as Task;
const line = (level: Level | "") => ({ level, owner_id: "ana" }) as Draft;
const slots = { urgent: 1, high: 2 };
const list = [task("a", "high"), task("b", "medium"), task("c", "medium"), task("d", "low")];

test("a line without a place at its level stands first in the next one that has room", () => {
  const landed = landings([line("urgent"), line("urgent"), line("urgent")], list, slots, true);
  expect(landed.map(({ level, lowered }) => [level, lowered])).toEqual([
    ["urgent", null],
    ["high", "urgent"],
    ["medium", "urgent"],
  ]);
  expect(landed.map(({ before_id }) => before_id)).toEqual([undefined, "a", "b"]);
});

test("lines of one list stand behind those sent before them at their level", () => {
  const landed = landings([line(""), line("high"), line(""), line("low")], list, slots, true);
  expect(landed.map(({ before }) => before)).toEqual([
    { above: 0, all: 0 },
    { above: 0, all: 1 },
    { above: 2, all: 2 },
    { above: 3, all: 3 },
  ]);
});

test("what somebody else decides about takes no place before they have", () => {
  const landed = landings([line("urgent"), line("urgent")], list, slots, false);
  expect(landed.map(({ level, lowered }) => [level, lowered])).toEqual([
    ["urgent", null],
    ["urgent", null],
  ]);
});
