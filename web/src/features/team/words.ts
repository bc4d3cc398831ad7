import { useLingui } from "@lingui/react/macro";
import { useTalkWords } from "../../data/talk-words";
import { weekday } from "../../lib/dates";
import { type Axis, type State, timeThere } from "./day";

export function useWords() {
  const { t } = useLingui();
  const { span, names, reason } = useTalkWords();

  function state(one: State): string {
    if (one.is === "holiday") return one.name;
    return {
      working: t`working hours`,
      focus: t`focus time`,
      outside: t`outside hours`,
      away: t`away`,
      none: t`no working day`,
    }[one.is];
  }
  /** "16:30", or "Wed 03:45" where it is another date than on the page. */
  function clock(at: number, zone: string, date: string): string {
    const { time, on } = timeThere(at, zone, date);
    return on ? `${weekday(on, "short")} ${time}` : time;
  }
  function times(from: number, to: number, axis: Axis): string {
    const end = timeThere(to, axis.zone, axis.date).time;
    return `${timeThere(from, axis.zone, axis.date).time}–${end === "00:00" ? "24:00" : end}`;
  }
  return { span, names, state, clock, reason, times };
}
