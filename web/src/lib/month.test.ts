import { expect, it } from "vitest";
import { plusMonths, rest, weeksOf } from "./month";

const range = (starts_on: string, ends_on: string) => ({ starts_on, ends_on });

it("fills a month's weeks from Monday to Sunday", () => {
  const weeks = weeksOf(2026, 2);
  expect(weeks.map((week) => [week[0], week[6]])).toEqual([
    ["2026-01-26", "2026-02-01"],
    ["2026-02-02", "2026-02-08"],
    ["2026-02-09", "2026-02-15"],
    ["2026-02-16", "2026-02-22"],
    ["2026-02-23", "2026-03-01"],
  ]);
  expect(weeksOf(2027, 2)).toHaveLength(4);
  expect(plusMonths("2026-01-31", 1)).toBe("2026-02-28");
});

it("leaves out the days that are off already", () => {
  const wanted = range("2026-12-01", "2026-12-10");
  expect(rest(wanted, [])).toEqual([wanted]);
  expect(rest(wanted, [range("2026-12-03", "2026-12-04"), range("2026-12-09", "2026-12-20")])).toEqual([
    range("2026-12-01", "2026-12-02"),
    range("2026-12-05", "2026-12-08"),
  ]);
  expect(rest(wanted, [range("2026-11-01", "2026-12-31")])).toEqual([]);
});
