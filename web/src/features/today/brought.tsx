import { useLingui } from "@lingui/react/macro";
import { useDayWords } from "../../data/due";
import { useAll, useMine } from "../../data/mine";
import { givenName } from "../../lib/given-name";
import { isolate } from "../../lib/isolate";
import { short } from "../../lib/numbers";
import type { Person, TodayEntry } from "../../types";

type Answers = NonNullable<TodayEntry["subject"]["answers"]>;

/** What a request came to, in one sentence: "11 of 12. Kenji’s is due Monday. Sum 1.42 M." */
export function Brought({ answers }: { answers: Answers }) {
  const { t } = useLingui();
  const { me } = useMine();
  const people = useAll<Person>("person");
  const dayWords = useDayWords();
  const { answered, asked, declined, waiting, more, sum } = answers;
  const said = [t`${answered} of ${asked}.`];
  for (const { person_id, on, back, overdue } of waiting) {
    const full = people.find(({ id }) => id === person_id)?.name;
    const name = full ? isolate(givenName(full)) : t`somebody`;
    const day = on ? dayWords(on, me.person.time_zone) : "";
    if (back) said.push(t`${name} is back ${day}.`);
    else if (overdue) said.push(t`${name}’s is overdue.`);
    else said.push(on ? t`${name}’s is due ${day}.` : t`${name}’s is still to come.`);
  }
  if (more > 0) said.push(t`${more} more are still to come.`);
  if (declined > 0) said.push(t`${declined} declined.`);
  if (sum !== null) {
    const all = short(sum);
    said.push(t`Sum ${all}.`);
  }
  return said.join(" ");
}
