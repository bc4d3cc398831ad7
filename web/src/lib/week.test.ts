import { parseDate } from "@internationalized/date";
import { describe, expect, it } from "vitest";
import type { Person } from "../types";
import {
  ahead,
  clock,
  clockOf,
  focusOn,
  holding,
  length,
  nextShift,
  onDates,
  workingOn,
  wrongSpans,
} from "./week";

const none: Person["working_hours"] = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };

function dates(monday: string) {
  return Array.from({ length: 7 }, (_, i) => parseDate(monday).add({ days: i }));
}

function shown(list: ReturnType<typeof onDates>): Record<string, string> {
  return Object.fromEntries(
    list
      .filter((d) => d.bars.length)
      .map((d) => [d.day, d.bars.map((b) => `${clockOf(b.from)}–${clockOf(b.to)}`).join(" ")]),
  );
}

describe("a week", () => {
  const week = dates("2026-03-02");

  it("shows another zone's hours by one's own clock", () => {
    const tokyo = {
      working_hours: { ...none, mon: [{ start: "10:00", end: "19:00" }] },
      time_zone: "Asia/Tokyo",
    };
    expect(shown(onDates(week, workingOn(week, tokyo), "Europe/Lisbon"))).toEqual({ mon: "01:00–10:00" });
  });

  it("carries hours past midnight over to the next date, from the Sunday before too", () => {
    const night = {
      working_hours: { ...none, sun: [{ start: "22:00", end: "06:00" }] },
      time_zone: "Europe/Lisbon",
    };
    expect(shown(onDates(week, workingOn(week, night), "Europe/Lisbon"))).toEqual({
      mon: "00:00–06:00",
      sun: "22:00–24:00",
    });
  });

  it("reads 24:00 and 00:00 as the end of the date", () => {
    const late = {
      working_hours: {
        ...none,
        tue: [{ start: "20:00", end: "24:00" }],
        wed: [{ start: "20:00", end: "00:00" }],
      },
      time_zone: "UTC",
    };
    expect(shown(onDates(week, workingOn(week, late), "UTC"))).toEqual({
      tue: "20:00–24:00",
      wed: "20:00–24:00",
    });
  });

  it("follows the clocks where only one zone has changed them", () => {
    const newYork = {
      working_hours: {
        ...none,
        fri: [{ start: "09:00", end: "17:00" }],
        mon: [{ start: "09:00", end: "17:00" }],
      },
      time_zone: "America/New_York",
    };
    const before = dates("2026-03-02");
    const between = dates("2026-03-09");
    expect(shown(onDates(before, workingOn(before, newYork), "Europe/Lisbon")).mon).toBe("14:00–22:00");
    expect(shown(onDates(between, workingOn(between, newYork), "Europe/Lisbon")).mon).toBe("13:00–21:00");
  });

  it("has the focus blocks of each day", () => {
    const ana = {
      focus: [{ days: ["mon" as const, "thu" as const], start: "08:30", end: "11:00" }],
      time_zone: "Europe/Lisbon",
    };
    expect(shown(onDates(week, focusOn(week, ana), "Europe/Lisbon"))).toEqual({
      mon: "08:30–11:00",
      thu: "08:30–11:00",
    });
  });
});

describe("zones", () => {
  it("are apart by what both clocks say then", () => {
    expect(ahead("Asia/Kolkata", "Europe/Lisbon", new Date("2026-01-10T12:00:00Z"))).toBe(330);
    expect(ahead("Asia/Kolkata", "Europe/Lisbon", new Date("2026-07-10T12:00:00Z"))).toBe(270);
  });

  it("shift on a date, or stay", () => {
    expect(nextShift("UTC", "UTC", new Date())).toBeNull();
  });
});

it("knows time off by its dates, the last included", () => {
  const off = [{ starts_on: "2026-03-02", ends_on: "2026-03-04" }];
  expect(holding(off, "2026-03-04")).toBe(off[0]);
  expect(holding(off, "2026-03-05")).toBeUndefined();
  expect(length({ starts_on: "2026-03-02", ends_on: "2026-03-04" })).toBe(3);
});

it("reads times as people type them", () => {
  expect(["9", "09:30", "930", "17.30", "24:00", " 8h15 "].map(clock)).toEqual([
    "09:00",
    "09:30",
    "09:30",
    "17:30",
    "24:00",
    "08:15",
  ]);
  expect(["", "25", "9:7", "10:75", "noon", "24:01"].map(clock)).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});

it("finds times that are none, and spans that overlap around midnight and the week's end", () => {
  const on = (day: "mon" | "tue" | "sun", ...spans: [string, string][]) => ({
    days: [day],
    spans: spans.map(([start, end]) => ({ start, end })),
  });
  expect(wrongSpans([on("mon", ["09:00", "12:00"], ["12:00", "17:00"]), on("tue", ["9x", ""])])).toEqual([
    null,
    "time",
  ]);
  expect(wrongSpans([on("mon", ["22:00", "06:00"]), on("tue", ["05:00", "09:00"])])).toEqual([
    "overlap",
    "overlap",
  ]);
  expect(wrongSpans([on("mon", ["01:00", "09:00"]), on("sun", ["22:00", "02:00"])])).toEqual([
    "overlap",
    "overlap",
  ]);
});
