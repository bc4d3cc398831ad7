import { expect, test } from "vitest";
import { toAnswer, toDecide } from "../../src/data/triage";
import type { Task } from "../../src/types";

const now = Date.parse("2026-11-23T10:00:00Z");
const task = (id: string, more: Partial<Task> = {}): Task =>
  ({
    id,
    owner_id: "ana",
    asked_by_id: "ben",
    status: "triage",
    proposal: null,
    question: null,
    unanswered_at: null,
    snooze_ends_at: null,
    ...more,
  }) as Task;
const offer = (by_id: string, answer_by_id: string) =>
  ({ by_id, answer_by_id }) as NonNullable<Task["proposal"]>;
const question = { by_id: "ana" } as NonNullable<Task["question"]>;
const ids = (tasks: readonly Task[]) => tasks.map(({ id }) => id).join("");

test("what is up to the owner comes first; what was put off stands apart until its day begins", () => {
  const tasks = [
    task("a", { question }),
    task("b", { snooze_ends_at: "2026-11-24T09:00:00Z" }),
    task("c", { snooze_ends_at: "2026-11-23T09:00:00Z" }),
    task("d", { proposal: offer("ben", "ana") }),
    task("e", { proposal: offer("ana", "ben") }),
    task("f", { owner_id: "ben" }),
    task("g", { status: "todo" }),
  ];
  const { shown, snoozed } = toDecide(tasks, "ana", now);
  expect(ids(shown)).toBe("cdae");
  expect(ids(snoozed)).toBe("b");
});

test("to decide has the order of Today: what is unanswered first, first", () => {
  const tasks = [
    task("a"),
    task("b", { unanswered_at: "2026-11-25T11:00:00Z" }),
    task("c", { unanswered_at: "2026-11-24T16:00:00Z" }),
    task("d", { unanswered_at: "2026-11-25T11:00:00Z" }),
  ];
  expect(ids(toDecide(tasks, "ana", now).shown)).toBe("cbda");
});

test("offers, questions and silence wait for a person's word, each once and only while they are open", () => {
  const tasks = [
    task("a", { question }),
    task("b", { proposal: offer("ana", "ben") }),
    task("c", { unanswered_at: "2026-11-23T09:59:00Z" }),
    task("d", { unanswered_at: "2026-11-23T10:01:00Z" }),
    task("e", { status: "todo", owner_id: "ben", asked_by_id: "ana", proposal: offer("ana", "ben") }),
    task("f", { status: "canceled", proposal: offer("ana", "ben") }),
    task("g", { proposal: offer("ben", "ana") }),
  ];
  expect(ids(toAnswer(tasks, "ben", now))).toBe("abce");
  expect(ids(toAnswer(tasks, "ana", now))).toBe("");
});
