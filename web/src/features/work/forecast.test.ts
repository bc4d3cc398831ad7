import { expect, test } from "vitest";
import type { ForecastPage, Task } from "../../types";
import { likely } from "./forecast";

/** Done by 1 to 19 December with 5 to 95 percent. */
const days = Array.from({ length: 19 }, (_, n) => `2099-12-${String(n + 1).padStart(2, "0")}`);
const table: ForecastPage = {
  enough: true,
  places: [{ place: 1, days, p50: "2099-12-10", p85: "2099-12-17" }],
};
const due = (due_date: string | null, due_at = `${due_date}T17:00:00Z`) =>
  likely(table, 0, { due_date, due_at: due_date && due_at } as Task);

test("W6: tight below 85 percent, unlikely below what is as likely as not", () => {
  expect(due("2099-12-17")).toMatchObject({ percent: 85, tight: false, unlikely: false });
  expect(due("2099-12-16")).toMatchObject({ percent: 80, tight: true, unlikely: false });
  expect(due("2099-12-10")).toMatchObject({ percent: 50, tight: true, unlikely: false });
  expect(due("2099-12-09")).toMatchObject({ percent: 45, tight: true, unlikely: true });
});

test("without a date, and once it has passed, there is no chance to tell", () => {
  expect(due(null)).toMatchObject({ percent: null, tight: false, unlikely: false });
  expect(due("2020-01-03")).toMatchObject({ percent: null, tight: false, unlikely: false });
});
