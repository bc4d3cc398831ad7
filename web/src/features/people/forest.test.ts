import { expect, it } from "vitest";
import type { Person } from "../../types";
import { forest, open } from "./forest";

const person = (id: string, manager: string | null) => ({ id, manager_id: manager }) as Person;

it("stands in the order of the line, with who is below", () => {
  const branches = forest([
    person("c", "a"),
    person("a", null),
    person("d", "c"),
    person("b", "a"),
    person("x", "gone"),
  ]);
  expect(branches.map((b) => `${" ".repeat(b.depth)}${b.person.id}${b.below}`)).toEqual([
    "a3",
    " c1",
    "  d0",
    " b0",
    "x0",
  ]);
  expect(open(branches, new Set(["c"])).map((b) => b.person.id)).toEqual(["a", "c", "b", "x"]);
});
