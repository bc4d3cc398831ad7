import { expect, test } from "vitest";
import { seeded } from "../../test/fake/random";
import { between } from "./rank";

test("the published examples", () => {
  const cases: [string | null, string | null, string][] = [
    [null, null, "a0"],
    [null, "a0", "Zz"],
    [null, "Zz", "Zy"],
    ["a0", null, "a1"],
    ["az", null, "b00"],
    ["a0", "a1", "a0V"],
    ["a1", "a2", "a1V"],
    ["a0V", "a1", "a0l"],
    ["Zz", "a0", "ZzV"],
    ["Zz", "a1", "a0"],
    [null, "Y00", "Xzzz"],
    ["bzz", null, "c000"],
    ["a0", "a0V", "a0G"],
    ["a0", "a0G", "a08"],
    ["b125", "b129", "b127"],
    ["a0", "a1V", "a1"],
    [null, "a0V", "a0"],
    [null, "b999", "b99"],
    ["y".concat("z".repeat(25)), null, "z".concat("0".repeat(26))],
    ["z".repeat(27), null, "z".repeat(27).concat("V")],
  ];
  for (const [before, after, want] of cases) expect(between(before, after), `${before} ${after}`).toBe(want);
});

test("refuses what has nothing in between", () => {
  expect(() => between("a1", "a0")).toThrow();
  expect(() => between("a0", "a0")).toThrow();
});

test("5,000 random moves keep one strict order", () => {
  const random = seeded(7);
  const list: string[] = [];
  for (let i = 0; i < 5_000; i++) {
    const at = Math.floor(random() * random() * (list.length + 1));
    const rank = between(list[at - 1] ?? null, list[at] ?? null);
    expect(rank > (list[at - 1] ?? "") && (list[at] === undefined || rank < list[at])).toBe(true);
    expect(rank.endsWith("0") && rank.length > 2 && rank.charAt(0) === "a").toBe(false);
    list.splice(at, 0, rank);
  }
});
