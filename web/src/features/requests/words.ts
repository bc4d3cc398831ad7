import { useLingui } from "@lingui/react/macro";
import { useDayWords } from "../../data/due";
import { useAll, useMine } from "../../data/mine";
import { givenName } from "../../lib/given-name";
import { isolate } from "../../lib/isolate";
import { format, short } from "../../lib/numbers";
import type { Person, RequestSummary, RollUp, RollUpRow } from "../../types";

/** A person's first name, for a sentence. */
export function useFirstName(): (id: string) => string {
  const { t } = useLingui();
  const people = useAll<Person>("person");
  return (id) => {
    const name = people.find((person) => person.id === id)?.name;
    return name ? isolate(givenName(name)) : t`somebody`;
  };
}

export function useStateWords(): (row: RollUpRow) => string {
  const { t } = useLingui();
  return (row) => {
    switch (row.state) {
      case "not_sent":
        return t`not sent`;
      case "triage":
        return t`not decided yet`;
      case "todo":
        return t`on the list`;
      case "in_progress":
        return t`in progress`;
      case "blocked":
        return t`waiting`;
      case "done":
        return t`answered`;
      case "declined":
        return t`declined`;
      case "no_longer_needed":
        return t`no longer needed`;
      case "gone":
        return t`deleted`;
    }
  };
}

const mostNamed = 3;

/** Whose answer is still to come. */
export const isWaitedFor = (row: RollUpRow): boolean =>
  row.state === "triage" || row.state === "todo" || row.state === "in_progress" || row.state === "blocked";

/** What came of it, in one sentence: "11 of 12. Kenji's is due Monday. Sum 1.42 M." */
export function useComesTo(): (told: RollUp) => string {
  const { t } = useLingui();
  const { me } = useMine();
  const nameOf = useFirstName();
  const dayWords = useDayWords();
  return ({ totals, people, next_cursor, kind }) => {
    if (!totals) return "";
    const { answered, asked } = totals;
    const said = [t`${answered} of ${asked}.`];
    const waited = people.filter(isWaitedFor);
    const [one] = waited;
    if (one && waited.length === 1 && !next_cursor) {
      const name = nameOf(one.owner_id);
      const on = one.back_on ?? one.due_date;
      const day = on ? dayWords(on, me.person.time_zone) : "";
      if (one.back_on) said.push(t`${name} is back ${day}.`);
      else if (one.overdue) said.push(t`${name}’s is overdue.`);
      else said.push(on ? t`${name}’s is due ${day}.` : t`${name}’s is still to come.`);
    } else if (waited.length && waited.length <= mostNamed && !next_cursor) {
      const names = new Intl.ListFormat(undefined, { type: "conjunction" }).format(
        waited.map((row) => nameOf(row.owner_id)),
      );
      said.push(t`Still to come: ${names}.`);
    }
    if (kind === "choice")
      for (const { choice, count } of totals.choices) said.push(`${isolate(choice)} ${format(count)}.`);
    if (totals.sum !== null) {
      const sum = short(totals.sum);
      said.push(t`Sum ${sum}.`);
    }
    return said.join(" ");
  };
}

/** The same for a line of a list. */
export function useInShort(): (request: RequestSummary) => string {
  const { t } = useLingui();
  return ({ totals, state }) => {
    if (!totals) return "";
    const { answered, asked, sent } = totals;
    if (state === "sending") return t`being sent: ${sent} of ${asked}`;
    if (totals.sum === null) return t`${answered} of ${asked} answered`;
    const sum = short(totals.sum);
    return t`${answered} of ${asked} answered · sum ${sum}`;
  };
}
