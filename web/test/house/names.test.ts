import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../../src", import.meta.url));

test("a name or a title inside a sentence is kept apart from it, for those that are read from the right", () => {
  const bare: string[] = [];
  for (const file of readdirSync(src, { recursive: true, encoding: "utf8" })) {
    if (!/\.tsx?$/.test(file)) continue;
    const text = readFileSync(join(src, file), "utf8");
    for (const [sentence] of text.matchAll(/\bt`[^`]*`/g))
      if (/\$\{[\w.]+\.(name|title)\}/.test(sentence)) bare.push(`${file}: ${sentence}`);
  }
  expect(bare).toEqual([]);
});
