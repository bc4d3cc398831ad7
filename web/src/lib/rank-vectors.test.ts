import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { between } from "./rank";

interface Gap {
  before: string;
  after: string;
}

interface Vectors {
  between: (Gap & { expected: string })[];
  refused: Gap[];
}

const path = new URL("../../../internal/rank/testdata/vectors.json", import.meta.url);
const vectors: Vectors = JSON.parse(readFileSync(path, "utf8"));

/** In the file an empty string is an open end. */
const middle = ({ before, after }: Gap) => between(before || null, after || null);
const named = ({ before, after }: Gap) => `${before || "the start"} to ${after || "the end"}`;

describe("the conformance vectors of the server's ranks", () => {
  for (const gap of vectors.between) {
    test(named(gap), () => expect(middle(gap)).toBe(gap.expected));
  }
  for (const gap of vectors.refused) {
    test(`refuses ${named(gap)}`, () => expect(() => middle(gap)).toThrow());
  }
});
