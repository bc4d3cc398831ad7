import { expect, it } from "vitest";
import type { Person } from "../../types";
import {
  allWork,
  axisOf,
  byClock,
  hoursOf,
  instantAt,
  lengthOf,
  placeOf,
  rowOf,
  stateAt,
  timeThere,
} from "./day";

const day = [{ start: "09:00", end: "17:30" }];
const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] };
const none = new Map<string, string | null>();

function person(name: string, time_zone: string, more: Partial<Person> = {}): Person {
  return { id: name, name, time_zone, working_hours: week, focus: [], ...more } as Person;
}
const ana = person("Ana", "Europe/Lisbon");
const ben = person("Ben", "America/Denver");
const at = (text: string) => Date.parse(text);

it("shows days of 23 and 25 hours as long as they are", () => {
  const spring = axisOf("2026-03-08", "America/Denver");
  const autumn = axisOf("2026-11-01", "America/Denver");
  expect((spring.to - spring.from) / 3_600_000).toBe(23);
  expect((autumn.to - autumn.from) / 3_600_000).toBe(25);
  // 03:00 is two hours after midnight on the one, four on the other.
  expect(hoursOf(spring)[1]?.place).toBeCloseTo(200 / 23, 2);
  expect(hoursOf(autumn)[1]?.place).toBeCloseTo(400 / 25, 2);
  expect(timeThere(instantAt(spring, 0.5), "America/Denver", "2026-03-08").time).toBe("12:30");
});

it("moves the shared hours with daylight saving", () => {
  const common = (date: string) => {
    const axis = axisOf(date, "America/Denver");
    return lengthOf(allWork([rowOf(ana, axis, none), rowOf(ben, axis, none)]));
  };
  expect(common("2026-03-04")).toBe(90);
  expect(common("2026-03-11")).toBe(150);
  expect(common("2026-10-28")).toBe(150);
  expect(common("2026-11-04")).toBe(90);
  expect(common("2026-11-07")).toBe(0);
});

it("tells working time, focus, nights, time off and holidays apart", () => {
  const axis = axisOf("2026-11-24", "Europe/Lisbon");
  const focused = person("Ana", "Europe/Lisbon", {
    focus: [{ days: ["tue"], start: "09:00", end: "11:00" }],
  });
  const row = rowOf(focused, axis, none);
  expect(stateAt(row, at("2026-11-24T09:00:00Z")).is).toBe("focus");
  expect(stateAt(row, at("2026-11-24T11:00:00Z")).is).toBe("working");
  expect(stateAt(row, at("2026-11-24T17:30:00Z")).is).toBe("outside");
  const off = (why: string | null) => rowOf(ana, axis, new Map([["2026-11-24", why]]));
  expect(stateAt(off(null), at("2026-11-24T11:00:00Z"))).toEqual({ is: "away" });
  expect(stateAt(off("Founders’ Day"), at("2026-11-24T11:00:00Z"))).toEqual({
    is: "holiday",
    name: "Founders’ Day",
  });
  expect(stateAt(rowOf(ana, axisOf("2026-11-22", "UTC"), none), at("2026-11-22T11:00:00Z")).is).toBe("none");
});

it("takes from a night shift only what begins on the day off", () => {
  const night = [{ start: "22:00", end: "06:00" }];
  const nurse = person("Nina", "America/Denver", { working_hours: { ...week, mon: night, tue: night } });
  const axis = axisOf("2026-11-24", "America/Denver"); // a Tuesday
  const row = rowOf(nurse, axis, new Map([["2026-11-24", null]]));
  expect(row.work).toEqual([{ from: axis.from, to: at("2026-11-24T13:00:00Z") }]);
  expect(stateAt(row, at("2026-11-24T12:00:00Z")).is).toBe("working");
  expect(stateAt(row, at("2026-11-25T06:00:00Z")).is).toBe("away");
});

it("places instants by quarters of an hour, and says the date where it is another", () => {
  const axis = axisOf("2026-11-24", "Europe/Lisbon");
  expect(placeOf(axis, at("2026-11-24T06:00:00Z"))).toBe(25);
  expect(placeOf(axis, at("2026-11-25T06:00:00Z"))).toBe(100);
  expect(instantAt(axis, 0.5051)).toBe(at("2026-11-24T12:00:00Z"));
  expect(instantAt(axis, 1)).toBe(at("2026-11-24T23:45:00Z"));
  expect(instantAt(axis, -1)).toBe(axis.from);
  expect(timeThere(at("2026-11-24T22:00:00Z"), "Asia/Kathmandu", axis.date)).toEqual({
    time: "03:45",
    on: "2026-11-25",
  });
  expect([ben, ana, person("Kiri", "Pacific/Auckland")].sort(byClock(axis.from)).map((p) => p.name)).toEqual([
    "Kiri",
    "Ana",
    "Ben",
  ]);
});
