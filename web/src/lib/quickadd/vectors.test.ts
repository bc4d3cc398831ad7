import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { directory } from "./people";
import { parse, type Setting } from "./quickadd";
import type { Draft } from "./reading";

interface Owner {
  id: string;
  name: string;
  email: string;
  now: string;
  working_weekdays: number[];
  days_off: string[];
}

interface Vectors {
  worlds: Record<string, Owner[]>;
  cases: { world: string; owner_id: string; text: string; expected: Draft[] }[];
}

const path = new URL("../../../../internal/quickadd/testdata/vectors.json", import.meta.url);
const vectors: Vectors = JSON.parse(readFileSync(path, "utf8"));

function settingIn(world: Owner[], ownerId: string): Setting {
  return {
    ownerId,
    resolve: directory(world),
    calendar(id) {
      const owner = world.find((o) => o.id === id);
      if (!owner) throw new Error(`${id} is not in this world`);
      const [date = "", time = ""] = owner.now.split("T");
      return {
        now: () => ({ date, time }),
        isWorkingDay: (d) =>
          owner.working_weekdays.includes(new Date(d).getUTCDay()) && !owner.days_off.includes(d),
      };
    },
  };
}

describe("the conformance vectors of the server", () => {
  test("are all there", () => {
    expect(Object.keys(vectors.worlds)).toHaveLength(6);
    expect(vectors.cases.length).toBeGreaterThanOrEqual(377);
  });

  for (const [i, { world, owner_id, text, expected }] of vectors.cases.entries()) {
    test(`${i} ${world}, ${owner_id}: ${JSON.stringify(text.slice(0, 60))}`, () => {
      const people = vectors.worlds[world] ?? [];
      expect(parse(text, settingIn(people, owner_id))).toStrictEqual(expected);
    });
  }
});
