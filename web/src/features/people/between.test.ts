import { expect, it } from "vitest";
import type { Task } from "../../types";
import { between } from "./between";

const now = Date.parse("2026-12-01T12:00:00Z");
const task = (id: string, asked_by_id: string, owner_id: string, more: Partial<Task> = {}) =>
  ({
    id,
    asked_by_id,
    owner_id,
    status: "todo",
    due_at: null,
    due_date: null,
    done_at: null,
    updated_at: "2026-11-30T12:00:00Z",
    ...more,
  }) as Task;

const all = [
  task("1", "ana", "ben"),
  task("2", "ana", "ben", { due_date: "2026-12-09" }),
  task("3", "ana", "ben", { due_date: "2026-12-02", status: "triage" }),
  task("4", "ben", "ana", { status: "done", done_at: "2026-11-20T12:00:00Z" }),
  task("5", "ben", "ana", { status: "done", done_at: "2026-10-20T12:00:00Z" }),
  task("6", "ben", "ana", { status: "canceled" }),
  task("7", "ben", "ben"),
  task("8", "ben", "kenji"),
];
const ids = (tasks: Task[]) => tasks.map((t) => t.id).join();

it("is the same for both, with the sides changed", () => {
  const ana = between(all, [], "ana", "ben", now);
  const ben = between([], all, "ben", "ana", now);
  expect(ids(ana.waiting.open)).toBe("3,2,1");
  expect(ids(ana.awaited.closed)).toBe("6,4");
  expect(ana.waiting).toEqual(ben.awaited);
  expect(ana.awaited).toEqual(ben.waiting);
});

it("takes the copy's word over the server's", () => {
  const told = [task("1", "ana", "ben")];
  const held = [task("1", "ana", "ben", { status: "done", done_at: "2026-12-01T11:00:00Z" })];
  const { waiting } = between(held, told, "ana", "ben", now);
  expect([ids(waiting.open), ids(waiting.closed)]).toEqual(["", "1"]);
});
