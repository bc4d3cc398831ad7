import { expect, test } from "vitest";
import { parseNumber } from "./numbers";

test("numbers as people type them", () => {
  for (const [text, number] of [
    ["1250", 1250],
    ["0.5", 0.5],
    ["0,5", 0.5],
    ["1,250.75", 1250.75],
    ["1.250,75", 1250.75],
    ["1 250", 1250],
    ["-3", -3],
    ["", null],
    ["much", null],
    ["1e5", null],
    ["1,2,3", null],
    ["1,250", 1250],
    ["1,250,000", 1250000],
  ] as const)
    expect([text, parseNumber(text, "en")]).toEqual([text, number]);
});

test("a comma parts the decimals for who writes it so", () => {
  expect(parseNumber("1,250", "de")).toBe(1.25);
  expect(parseNumber("1.250", "de")).toBe(1250);
  expect(parseNumber("1.250", "en")).toBe(1.25);
});
