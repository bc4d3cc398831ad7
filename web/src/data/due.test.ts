import { expect, test } from "vitest";
import type { Task } from "../types";
import { isOverdue, overdueFrom } from "./due";

const [friday, saturday, monday] = [
  "2026-11-21T00:00:00Z",
  Date.parse("2026-11-21T12:00:00Z"),
  "2026-11-23T15:30:00Z",
];
const task = (more: Partial<Task> = {}) =>
  ({ status: "todo", due_at: friday, overdue_at: monday, ...more }) as Task;

test("W7: a date that passed while its owner is off is overdue from their next working hours on", () => {
  expect(isOverdue(task(), saturday)).toBe(false);
  expect(overdueFrom(task(), saturday)).toEqual(new Date(monday));
  expect(overdueFrom(task(), Date.parse(friday) - 1)).toBeNull();
  expect(overdueFrom(task(), Date.parse(monday))).toBeNull();
  expect(isOverdue(task(), Date.parse(monday))).toBe(true);
  expect(overdueFrom(task({ status: "done" }), saturday)).toBeNull();
  expect(overdueFrom(task({ due_at: null, overdue_at: null }), saturday)).toBeNull();
});
