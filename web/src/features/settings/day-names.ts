import { useMemo } from "react";
import { weekday } from "../../lib/dates";
import { type Day, days, weekOf } from "../../lib/week";

/** The weekdays in the app's language, Monday first. */
export function useDayNames(): Record<"short" | "long", Record<Day, string>> {
  return useMemo(() => {
    const week = weekOf("UTC");
    const named = (width: "short" | "long") =>
      Object.fromEntries(days.map((day, i) => [day, weekday(String(week[i]), width)])) as Record<Day, string>;
    return { short: named("short"), long: named("long") };
  }, []);
}
