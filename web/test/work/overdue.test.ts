import { expect, test } from "vitest";
import { isOverdue } from "../../src/data/due";
import type { Task } from "../../src/types";

const now = Date.parse("2026-11-21T12:00:00Z");
const task = (status: Task["status"]) => ({ status, overdue_at: "2026-11-20T09:00:00Z" }) as Task;

test("what has ended is not overdue any more", () => {
  expect(isOverdue(task("in_progress"), now)).toBe(true);
  expect(isOverdue(task("done"), now)).toBe(false);
  expect(isOverdue(task("canceled"), now)).toBe(false);
});
