import { expect, test } from "vitest";
import { taskOperations } from "../data/operations";
import { deeds } from "./deeds";

// What was refused says what it was, never "A change".
test("every write has a word for what it was to do", () => {
  expect(Object.keys(taskOperations).filter((name) => !deeds[name])).toEqual([]);
});
