import { expect, test } from "vitest";
import { readsList } from "../../src/data/readers";

const person = (id: string, manager_id: string | null, ...team_ids: string[]) => ({
  id,
  manager_id,
  team_ids,
});
const all = [
  person("ruth", null),
  person("ben", "ruth"),
  person("ana", "ben", "sensor"),
  person("max", "ben", "sensor", "field"),
  person("katrin", "ruth", "office"),
];
const by = (id: string) => all.find((one) => one.id === id) as (typeof all)[number];

/** Whose reading of Max's list ends where. */
const readers = (visibility: "pair" | "line" | "team" | "workspace") =>
  all.filter((one) => readsList(one, by("max"), { visibility, person: by })).map(({ id }) => id);

test("who reads a list follows the workspace's setting", () => {
  expect(readers("pair")).toEqual(["ben", "max"]);
  expect(readers("line")).toEqual(["ruth", "ben", "max"]);
  expect(readers("team")).toEqual(["ruth", "ben", "ana", "max"]);
  expect(readers("workspace")).toEqual(["ruth", "ben", "ana", "max", "katrin"]);
});

test("a line that runs in a circle for a moment ends", () => {
  const a = person("a", "b");
  const b = person("b", "a");
  const house = { visibility: "line" as const, person: (id: string) => (id === "a" ? a : b) };
  expect(readsList(person("c", null), a, house)).toBe(false);
});
