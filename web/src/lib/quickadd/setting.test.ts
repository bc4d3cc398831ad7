import { expect, test } from "vitest";
import type { Person } from "../../types";
import { parse } from "./quickadd";
import { calendarOf, type Known, settingOf } from "./setting";

const nine = [{ start: "09:00", end: "17:30" }];
const week = { mon: nine, tue: nine, wed: nine, thu: nine, fri: nine, sat: [], sun: [] };
/** 10:00 in Lisbon, 19:00 in Tokyo, 02:00 in Los Angeles. */
const now = new Date("2026-11-25T10:00:00.000Z");

function person(id: string, name: string, more: Partial<Person> = {}): Person {
  return {
    id,
    name,
    email: `${id}@example.com`,
    title: "",
    role: "member",
    time_zone: "Europe/Lisbon",
    working_hours: week,
    focus: [],
    holiday_region: "",
    how_to_work: "",
    how_to_work_version: 1,
    manager_id: null,
    team_ids: [],
    active: true,
    revision: 1,
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-01T00:00:00.000Z",
    ...more,
  };
}

const mia = person("mia", "Mia Berg");
const kenji = person("kenji", "Kenji Mori", { time_zone: "Asia/Tokyo" });

test("working days follow the hours of the weekday", () => {
  const calendar = calendarOf(mia, []);
  expect(calendar.isWorkingDay("2026-11-27")).toBe(true);
  expect(calendar.isWorkingDay("2026-11-28")).toBe(false);
  expect(calendar.isWorkingDay("2026-11-29")).toBe(false);
  expect(calendar.isWorkingDay("2028-02-29")).toBe(true);
  const sundays = calendarOf({ ...mia, working_hours: { ...week, sun: nine, fri: [] } }, []);
  expect(sundays.isWorkingDay("2026-11-29")).toBe(true);
  expect(sundays.isWorkingDay("2026-11-27")).toBe(false);
});

test("time off counts for whose it is, first and last day included", () => {
  const off = [{ person_id: "mia", starts_on: "2026-11-26", ends_on: "2026-11-27" }];
  const days = ["2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30"];
  expect(days.map(calendarOf(mia, off).isWorkingDay)).toEqual([true, false, false, true]);
  expect(days.map(calendarOf(kenji, off).isWorkingDay)).toEqual([true, true, true, true]);
});

test("a holiday of the workspace holds everywhere, in its region and in the region's parts", () => {
  const works = (holiday_region: string, region: string) =>
    calendarOf({ ...mia, holiday_region }, [], [{ date: "2026-11-26", region }]).isWorkingDay("2026-11-26");
  expect(works("PT", "")).toBe(false);
  expect(works("PT", "PT")).toBe(false);
  expect(works("DE-BY", "DE")).toBe(false);
  expect(works("DE", "DE-BY")).toBe(true);
  expect(works("DEX", "DE")).toBe(true);
  expect(works("", "PT")).toBe(true);
});

test("the wall clock is the person's, also across the end of summer time", () => {
  expect(calendarOf(kenji, [], [], now).now()).toEqual({ date: "2026-11-25", time: "19:00" });
  const west = { ...mia, time_zone: "America/Los_Angeles" };
  expect(calendarOf(west, [], [], new Date("2026-11-01T07:59:59Z")).now()).toEqual({
    date: "2026-11-01",
    time: "00:59",
  });
  expect(calendarOf(west, [], [], new Date("2026-11-02T07:59:59Z")).now().date).toBe("2026-11-01");
  expect(calendarOf({ ...mia, time_zone: "Mars/Base" }, [], [], now).now()).toEqual({
    date: "2026-11-25",
    time: "10:00",
  });
});

const known: Known = {
  people: [
    kenji,
    mia,
    person("sam2", "Sam Ortiz"),
    person("sam1", "Sam Lee"),
    person("sue", "Sue Sam", { active: false }),
  ],
  timeOff: [{ person_id: "kenji", starts_on: "2026-11-26", ends_on: "2026-11-26" }],
  holidays: [{ date: "2026-11-27", region: "" }],
};

test("a line is read in its owner's time", () => {
  const read = (text: string) => parse(text, settingOf("mia", known, now))[0];
  expect(read("plan eow")).toMatchObject({ owner_id: "mia", due_date: "2026-11-26" });
  expect(read("plan eow @kenji")).toMatchObject({ owner_id: "kenji", due_date: "2026-11-25" });
  expect(read("plan 12:00")).toMatchObject({ due_date: "2026-11-25", due_time: "12:00" });
  expect(read("plan 12:00 @kenji")).toMatchObject({ due_date: "2026-11-30", due_time: "12:00" });
});

test("names find who is active, and list them by name", () => {
  const [draft] = parse("plan @sam", settingOf("mia", known, now));
  expect(draft?.problems[0]?.message).toBe('"sam" can be Sam Lee or Sam Ortiz. Write @sam1 or @sam2.');
});

test("an owner who is not here yet never works, and nothing breaks", () => {
  const [draft] = parse("plan in 2 working days !high", settingOf("nobody", known, now));
  expect(draft).toMatchObject({ owner_id: "nobody", level: "high", due_date: "" });
  expect(draft?.problems[0]?.message).toBe("The next 5 years don't have 2 working days. Write a date.");
});
