import { expect, test } from "vitest";
import { backOn } from "./away";

const nine = [{ start: "09:00", end: "17:00" }];
const ewan = {
  id: "ewan",
  time_zone: "America/Halifax",
  working_hours: { mon: nine, tue: nine, wed: nine, thu: nine, fri: nine, sat: [], sun: [] },
};
const off = (starts_on: string, ends_on: string) => ({ starts_on, ends_on });
const now = new Date("2026-11-22T08:00:00Z");

test("who is away is back on the first day on which they work", () => {
  expect(backOn(ewan, [off("2026-11-19", "2026-11-27")], now)).toBe("2026-11-30");
});

test("time off that follows at once, or over the weekend, is one", () => {
  expect(backOn(ewan, [off("2026-11-19", "2026-11-27"), off("2026-11-30", "2026-12-01")], now)).toBe(
    "2026-12-02",
  );
});

test("the days are those of the person: in Halifax it is still the 21st", () => {
  const late = new Date("2026-11-22T03:00:00Z");
  expect(backOn(ewan, [off("2026-11-22", "2026-11-27")], late)).toBeNull();
  expect(backOn(ewan, [off("2026-11-16", "2026-11-21")], late)).toBe("2026-11-23");
});

test("who is here, or never works, is back on no day", () => {
  expect(backOn(ewan, [off("2026-12-19", "2026-12-27")], now)).toBeNull();
  const never = {
    ...ewan,
    working_hours: { ...ewan.working_hours, mon: [], tue: [], wed: [], thu: [], fri: [] },
  };
  expect(backOn(never, [off("2026-11-19", "2026-11-27")], now)).toBeNull();
});
