import { useLingui } from "@lingui/react/macro";
import { dateRange } from "../../lib/dates";
import { isolate } from "../../lib/isolate";
import { ahead, clockOf, dayMinutes, nextShift } from "../../lib/week";

/** How far another clock is from mine, in words. It tells nothing about the person but the zone. */
export function useZoneWords(): {
  apart: (zone: string, mine: string, now: Date) => string;
  example: (zone: string, mine: string, name: string, now: Date) => string | null;
  shift: (zone: string, mine: string, now: Date) => string | null;
} {
  const { t } = useLingui();
  function duration(minutes: number): string {
    const hours = Math.floor(Math.abs(minutes) / 60);
    const rest = Math.abs(minutes) % 60;
    if (!rest) return hours === 1 ? t`1 hour` : t`${hours} hours`;
    if (!hours) return t`${rest} minutes`;
    return t`${hours} h ${rest} min`;
  }
  function distance(minutes: number): string {
    if (minutes === 0) return t`the same time as you`;
    return minutes > 0 ? t`${duration(minutes)} ahead of you` : t`${duration(minutes)} behind you`;
  }
  return {
    apart: (zone, mine, now) => distance(ahead(zone, mine, now)),
    example(zone, mine, name, now) {
      const minutes = ahead(zone, mine, now);
      if (minutes === 0) return null;
      const there = 9 * 60 + minutes;
      const clock = clockOf(((there % dayMinutes) + dayMinutes) % dayMinutes);
      if (there < 0) return t`Your 09:00 is ${clock} the day before for ${isolate(name)}.`;
      if (there >= dayMinutes) return t`Your 09:00 is ${clock} the day after for ${isolate(name)}.`;
      return t`Your 09:00 is ${clock} for ${isolate(name)}.`;
    },
    shift(zone, mine, now) {
      const next = nextShift(zone, mine, now);
      return next && t`From ${dateRange(next.date, next.date)}: ${distance(next.minutes)}.`;
    },
  };
}
