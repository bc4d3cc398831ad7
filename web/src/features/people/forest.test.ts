import { expect, it } from "vitest";
import type { Person } from "../../types";
import { foldedAtFirst, forest, open, step } from "./forest";

const person = (id: string, manager: string | null) => ({ id, manager_id: manager }) as Person;

const branches = forest([
  person("c", "a"),
  person("a", null),
  person("d", "c"),
  person("b", "a"),
  person("x", "gone"),
]);

it("stands in the order of the line, with who is below", () => {
  expect(branches.map((b) => `${" ".repeat(b.depth)}${b.person.id}${b.below} ${b.nth}/${b.of}`)).toEqual([
    "a3 1/2",
    " c1 1/2",
    "  d0 1/1",
    " b0 2/2",
    "x0 2/2",
  ]);
  expect(open(branches, new Set(["c"])).map((b) => b.person.id)).toEqual(["a", "c", "b", "x"]);
});

it("goes by the keys of a tree", () => {
  const none = new Set<string>();
  expect(step(branches, none, 0, "ArrowRight")).toEqual({ to: 1 });
  expect(step(branches, none, 1, "ArrowLeft")).toEqual({ fold: "c" });
  expect(step(branches, none, 2, "ArrowLeft")).toEqual({ to: 1 });
  expect(step(branches, none, 2, "ArrowRight")).toBeNull();
  expect(step(branches, none, 4, "ArrowDown")).toEqual({ to: 4 });
  const folded = new Set(["c"]);
  expect(step(open(branches, folded), folded, 1, "ArrowRight")).toEqual({ fold: "c" });
  expect(step(open(branches, folded), folded, 1, "ArrowLeft")).toEqual({ to: 0 });
});

it("opens a small company, and of 5,000 people the top two rows", () => {
  expect(foldedAtFirst(branches).size).toBe(0);
  const many = Array.from({ length: 5000 }, (_, i) =>
    person(String(i), i ? String(Math.floor((i - 1) / 8)) : null),
  );
  const large = forest(many);
  expect(large).toHaveLength(5000);
  expect(open(large, foldedAtFirst(large))).toHaveLength(9);
});
