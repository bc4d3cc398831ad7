import { useLingui } from "@lingui/react/macro";
import { daysUntil, shortDate } from "../lib/dates";
import { isolate } from "../lib/isolate";
import type { ParsedTask, Person } from "../types";
import { useDayWords } from "./due";
import { useRuleWords } from "./repeat";
import { levelWords } from "./words";

type Understood = Pick<
  ParsedTask,
  "due_date" | "due_time" | "repeat" | "level" | "mention_ids" | "understood"
>;
type Span = ParsedTask["understood"][number];

/** What a piece of the line was understood as: from the draft's fields, in the reader's words. */
export function useMeaning(
  draft: Understood,
  owner: Person,
  people: readonly Person[],
): (span: Span) => string {
  const { t, i18n } = useLingui();
  const dayWords = useDayWords();
  const ruleWords = useRuleWords();
  // A weekday alone would not say which: "next thursday" may be the day after tomorrow's or a week later.
  const exactly = (date: string) => {
    const days = daysUntil(date, owner.time_zone);
    return days >= -1 && days <= 1 ? dayWords(date, owner.time_zone) : shortDate(date);
  };
  return ({ kind, text }) => {
    switch (kind) {
      case "due": {
        if (!draft.due_date) return text;
        const day = exactly(draft.due_date);
        return draft.due_time ? `${day} ${draft.due_time}` : day;
      }
      case "no_date":
        return t`no date`;
      case "repeat": {
        const rule = ruleWords(draft.repeat);
        if (!draft.due_date || draft.understood.some((other) => other.kind === "due")) return rule;
        const day = exactly(draft.due_date);
        return t`${rule}, first ${day}`;
      }
      case "level":
        return i18n._(levelWords[draft.level || "medium"]);
      case "owner": {
        const name = isolate(owner.name);
        return t`for ${name}`;
      }
      case "mention": {
        const said = text.replace(/^@/, "").toLocaleLowerCase();
        const mentioned = people.filter((person) => draft.mention_ids?.includes(person.id));
        const one =
          mentioned.find((person) => person.name.toLocaleLowerCase().startsWith(said)) ?? mentioned[0];
        const name = isolate(one?.name ?? text);
        return t`reads it: ${name}`;
      }
      case "source":
        return t`source: ${text}`;
      default:
        return text;
    }
  };
}
