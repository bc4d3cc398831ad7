import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const catalogue = fileURLToPath(new URL("../../src/messages/en.po", import.meta.url));

test("the apostrophe on the screen is the one of a book", () => {
  const words = readFileSync(catalogue, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("msgid "));
  expect(words.length).toBeGreaterThan(1000);
  expect(words.filter((line) => /\p{L}'\p{L}/u.test(line))).toEqual([]);
});
