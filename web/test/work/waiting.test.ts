import { describe, expect, test } from "vitest";
import { circleThrough } from "../../src/data/waiting";
import { cleanLabel } from "../../src/features/work/labels";
import { seeded } from "../fake/random";

describe("tasks that wait for others", () => {
  test("a circle is found through any number of tasks, and named by the one it begins with", () => {
    const waits: Record<string, string[]> = { b: ["c"], c: ["d"], d: ["a"], e: [] };
    const of = (id: string) => waits[id] ?? [];
    expect(circleThrough("a", ["e", "b"], of)).toBe("b");
    expect(circleThrough("a", ["e"], of)).toBeNull();
    expect(circleThrough("a", ["a"], of)).toBe("a");
  });

  test("chosen by the rule, tasks never end up waiting for each other", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = seeded(seed);
      const waits = new Map<string, string[]>();
      const of = (id: string) => waits.get(id) ?? [];
      const any = () => `t${Math.floor(random() * 8)}`;
      for (let n = 0; n < 30; n++) {
        const [task, other] = [any(), any()];
        if (circleThrough(task, [other], of) === null) waits.set(task, [...of(task), other]);
      }
      // Each can be begun once what it waits for is done, until none is left.
      const done = new Set<string>();
      for (let turns = 0; turns < 8; turns++)
        for (let n = 0; n < 8; n++) if (of(`t${n}`).every((id) => done.has(id))) done.add(`t${n}`);
      expect(done.size, `seed ${seed}`).toBe(8);
    }
  });
});

test("a label is what the server takes, whatever was typed", () => {
  expect(cleanLabel("#Launch Week!")).toBe("launch-week");
  expect(cleanLabel("  --Büro/Köln ")).toBe("büro/köln");
  expect(cleanLabel("قائمة")).toBe("قائمة");
  expect(cleanLabel("#!?")).toBe("");
  expect(cleanLabel("x".repeat(90))).toHaveLength(40);
});
