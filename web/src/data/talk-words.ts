import { useLingui } from "@lingui/react/macro";
import type { components } from "../api.gen";
import { isolate } from "../lib/isolate";

type Talk = components["schemas"]["Talk"];
export type Overlap = components["schemas"]["Overlap"];

/** As many as one takes in; the others are counted. */
const mostNames = 3;

/** What a live talk asks, and of whom. */
export function useTalkWords() {
  const { t, i18n } = useLingui();

  function span(minutes: number): string {
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    if (!hours) return t`${rest} min`;
    return rest ? t`${hours} h ${rest} min` : t`${hours} h`;
  }
  function names(list: readonly string[]): string {
    const more = list.length - mostNames;
    const shown = more > 1 ? [...list.slice(0, mostNames), t`${more} more`] : list;
    return new Intl.ListFormat(i18n.locale, { type: "conjunction" }).format(shown.map((one) => isolate(one)));
  }
  function reason(talk: Talk, nameOf: (id: string) => string): string {
    const who = (...places: Talk["people"][number]["place"][]) =>
      talk.people.filter((one) => places.includes(one.place));
    const named = (list: readonly { id: string }[]) => names(list.map((one) => nameOf(one.id)));
    const each = (place: "before" | "after" | "break") =>
      who(place).map((one) => {
        const [name, long] = [isolate(nameOf(one.id)), span(one.outside_minutes)];
        if (place === "before") return t`${name} begins ${long} early`;
        return place === "after" ? t`${name} stays ${long} longer` : t`${name} gives up ${long} of a break`;
      });
    const parts = [...each("after"), ...each("before"), ...each("break")];
    if (!parts.length) {
      if (who("late").length) parts.push(t`end of the day for ${named(who("late"))}`);
      if (who("early").length) parts.push(t`early for ${named(who("early"))}`);
    }
    const focused = talk.people.filter((one) => one.focus);
    if (focused.length) parts.push(t`in the focus time of ${named(focused)}`);
    return parts.join(" · ") || t`comfortable for everyone`;
  }
  return { span, names, reason };
}
