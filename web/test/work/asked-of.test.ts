import { expect, test } from "vitest";
import { askedOf, isAskedOf } from "../../src/data/asked-of";
import type { Task } from "../../src/types";

const task = (id: string, more: Partial<Task> = {}): Task =>
  ({
    id,
    owner_id: "ana",
    asked_by_id: "ben",
    status: "todo",
    request: null,
    due_date: null,
    ...more,
  }) as Task;

const tasks = [
  task("asked"),
  task("own", { owner_id: "ben" }),
  task("of another", { asked_by_id: "kai" }),
  task("in a request", { request: {} as NonNullable<Task["request"]> }),
  task("done", { status: "done" }),
];

test("what one asked of people is neither one's own nor in a request", () => {
  const ids = tasks.filter((one) => isAskedOf(one, "ben")).map(({ id }) => id);
  expect(ids).toEqual(["asked", "done"]);
});

test("one waits for what is open", () => {
  const waiting = askedOf(tasks, "ben").map(([owner, of]) => [owner, of.map(({ id }) => id)]);
  expect(waiting).toEqual([["ana", ["asked"]]]);
});
