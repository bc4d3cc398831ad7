import { expect, test } from "vitest";
import { exampleBack, givenBack, isRange } from "./estimate";

const usual = { low_share: 0.25, high_share: 1, low_minutes: 1, high_minutes: 23.25 };

test("time given back is avoided × share × minutes, at both ends", () => {
  expect(givenBack(4, usual)).toEqual({ low: 1, high: 93 });
  expect(givenBack(0, usual)).toEqual({ low: 0, high: 0 });
});

test("parameters that make no range are told apart", () => {
  expect(isRange(usual)).toBe(true);
  expect(isRange({ ...usual, low_share: 1.1 })).toBe(false);
  expect(isRange({ ...usual, low_minutes: 30 })).toBe(false);
  expect(isRange({ ...usual, high_minutes: Number.NaN })).toBe(false);
});

test("five people whose switching is cut in half", () => {
  expect(exampleBack({ people: 5, hours: 40, low: 0.1, high: 0.4, cut: 0.5 })).toEqual({ low: 10, high: 40 });
});
