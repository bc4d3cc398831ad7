import { useLingui } from "@lingui/react/macro";
import { useDayWords } from "../../data/due";
import { daysUntil, localOf } from "../../lib/dates";
import type { Today } from "../../types";

/** "Thursday 09:00"; today only the hour. */
export function useWhen() {
  const { t } = useLingui();
  const dayWords = useDayWords();
  return (at: string, zone: string): string => {
    const { date, time } = localOf(new Date(at), zone);
    if (daysUntil(date, zone) === 0) return time;
    const day = dayWords(date, zone);
    return t`${day} ${time}`;
  };
}

type Rule = NonNullable<Today["next_digest"]>["rule"];

/** Why a digest comes when it does, as the end of "…, because"; null where it is simply a digest hour. */
export function useDigestRule() {
  const { t } = useLingui();
  return (rule: Rule, hour: string): string | null => {
    switch (rule) {
      case "decide_before":
        return t`something must be decided before the next one`;
      case "after_focus":
        return t`your focus time ends then`;
      case "after_quiet":
        return t`your quiet hours end then`;
      case "after_time_off":
        return t`you are back from time off`;
      case "held_up":
        return t`Cairn was not running at ${hour}`;
      default:
        return null;
    }
  };
}

/** Which rule sent an entry this way, as the end of "…, because". */
export function useLaneRule() {
  const { t } = useLingui();
  return (rule: string): string => {
    switch (rule) {
      case "section_quiet":
        return t`you keep this kind for a digest that comes anyway`;
      case "cairn_asks":
        return t`Cairn asks this by itself, three things a day at most`;
      case "time_off":
        return t`you were off`;
      case "in_focus":
        return t`you were in focus time`;
      case "quiet_hours":
        return t`it was in your quiet hours`;
      case "outside_hours":
        return t`it was outside of your working hours`;
      case "sender_budget":
      case "total_budget":
        return t`the interruptions that you allow were used up`;
      default:
        return t`nothing interrupts you unless somebody says why`;
    }
  };
}
