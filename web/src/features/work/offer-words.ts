import { useLingui } from "@lingui/react/macro";
import { useDayWords } from "../../data/due";
import { levelWords } from "../../data/words";
import type { Level, Person, Task } from "../../types";

/** What is offered, beside what is: "Mon 30 Nov instead of Thursday, high instead of medium". */
export function useOfferWords() {
  const { t, i18n } = useLingui();
  const dayWords = useDayWords();
  const small = (level: Level) => i18n._(levelWords[level]).toLocaleLowerCase(i18n.locale);
  return (
    task: Task,
    owner: Person,
    due: { date: string | null; time?: string | null | undefined } | null,
    level: Level | null,
  ): string => {
    const zone = task.due_zone ?? owner.time_zone;
    const day = (date: string | null, time?: string | null) =>
      date ? [dayWords(date, zone), time].filter(Boolean).join(" ") : t`no date`;
    const said: string[] = [];
    if (due) {
      const [to, from] = [day(due.date, due.time), day(task.due_date, task.due_time)];
      said.push(t`${to} instead of ${from}`);
    }
    if (level) {
      const [to, from] = [small(level), small(task.level)];
      said.push(t`${to} instead of ${from}`);
    }
    return said.join(", ");
  };
}
