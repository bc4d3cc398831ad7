import { parseDate } from "@internationalized/date";
import { useLingui } from "@lingui/react/macro";
import { weekday as dayWord, shortDate } from "../lib/dates";

const days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
type Day = (typeof days)[number];

const workdays = "MO,TU,WE,TH,FR";

/** A rule as the usual ones are written; null where it is none of them. */
interface Usual {
  freq: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
  interval: number;
  days: Day[];
  monthDay: number | null;
  position: 1 | -1 | null;
  /** Its last date may be this one. */
  until: string | null;
}

function usual(rule: string): Usual | null {
  const parts = new Map(rule.split(";").map((part) => part.split("=", 2) as [string, string]));
  for (const name of parts.keys())
    if (!["FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "WKST", "UNTIL"].includes(name)) return null;
  const freq = parts.get("FREQ");
  if (freq !== "DAILY" && freq !== "WEEKLY" && freq !== "MONTHLY" && freq !== "YEARLY") return null;
  const named = parts.get("BYDAY")?.split(",") ?? [];
  if (named.some((day) => !(days as readonly string[]).includes(day))) return null;
  const monthDay = parts.get("BYMONTHDAY");
  const position = parts.get("BYSETPOS");
  if (position !== undefined && position !== "1" && position !== "-1") return null;
  if (monthDay !== undefined && !/^-?\d+$/.test(monthDay)) return null;
  const until = /^(\d{4})(\d\d)(\d\d)$/.exec(parts.get("UNTIL") ?? "");
  if (parts.has("UNTIL") && !until) return null;
  return {
    freq,
    interval: Number(parts.get("INTERVAL") ?? 1),
    days: days.filter((day) => named.includes(day)),
    monthDay: monthDay === undefined ? null : Number(monthDay),
    position: position === undefined ? null : position === "1" ? 1 : -1,
    until: until ? `${until[1]}-${until[2]}-${until[3]}` : null,
  };
}

/** A rule in plain words where it is a usual one, and as it is written in all other cases. */
export function useRuleWords() {
  const { t, i18n } = useLingui();
  return (rule: string): string => {
    const found = usual(rule);
    const words = found && endless(found);
    if (!words) return rule;
    if (!found.until) return words;
    const end = shortDate(found.until);
    return t`${words} until ${end}`;
  };

  function endless(found: Usual): string | null {
    const { freq, interval, monthDay, position } = found;
    const names = new Intl.ListFormat(i18n.locale).format(
      found.days.map((day) => dayWord(`2024-01-0${days.indexOf(day) + 1}`, "long")),
    );
    const works = found.days.join() === workdays;
    if (freq === "DAILY" && !names && monthDay === null && !position)
      return interval === 1 ? t`every day` : t`every ${interval} days`;
    if (freq === "WEEKLY" && monthDay === null && !position) {
      if (works && interval === 1) return t`every working day, Monday to Friday`;
      if (!names) return interval === 1 ? t`every week` : t`every ${interval} weeks`;
      return interval === 1 ? t`every ${names}` : t`every ${interval} weeks on ${names}`;
    }
    if (freq === "MONTHLY" && works && position && monthDay === null && interval === 1)
      return position === 1 ? t`the first working day of the month` : t`the last working day of the month`;
    if (freq === "MONTHLY" && monthDay !== null && !names && !position) {
      if (monthDay === -1) return t`every month on the last day`;
      return interval === 1
        ? t`every month on day ${monthDay}`
        : t`every ${interval} months on day ${monthDay}`;
    }
    if (names || monthDay !== null || position) return null;
    if (freq === "MONTHLY") return interval === 1 ? t`every month` : t`every ${interval} months`;
    return interval === 1 ? t`every year` : t`every ${interval} years`;
  }
}

/** The rules that are offered for something that is due, or sent, on a date. */
export function usualRules(date: string): string[] {
  const day = parseDate(date);
  const weekday = days[(day.toDate("UTC").getUTCDay() + 6) % 7] ?? "MO";
  return [
    "FREQ=DAILY",
    `FREQ=WEEKLY;BYDAY=${workdays}`,
    `FREQ=WEEKLY;BYDAY=${weekday}`,
    `FREQ=WEEKLY;INTERVAL=2;BYDAY=${weekday}`,
    `FREQ=MONTHLY;BYMONTHDAY=${day.day}`,
    `FREQ=MONTHLY;BYDAY=${workdays};BYSETPOS=1`,
    `FREQ=MONTHLY;BYDAY=${workdays};BYSETPOS=-1`,
    "FREQ=YEARLY",
  ];
}
