import { useLingui } from "@lingui/react/macro";
import { useDayWords } from "../data/due";
import { levelWords } from "../data/words";
import { clipped } from "../lib/clip";
import { dateRange } from "../lib/dates";
import { givenName } from "../lib/given-name";
import { isolate } from "../lib/isolate";
import type { Impact, Level, Person } from "../types";

interface CostProps {
  impact: Impact;
  owner: Person;
  /** On one's own list only what weighs is told. */
  mine?: boolean;
  /** It is sent with others: so many of them stand above, and on the list at all. */
  before?: { above: number; all: number };
  /** The level that was meant, where that has no place left and nobody is asked who steps down. */
  lowered?: Level | null;
}

/** What a task costs the list that it lands on, in words (W5). */
export function Cost({ impact, owner, mine = false, before, lowered }: CostProps) {
  const { t, i18n } = useLingui();
  const dayWords = useDayWords();
  const name = isolate(givenName(owner.name));
  const level = i18n._(levelWords[impact.level]).toLocaleLowerCase(i18n.locale);
  const titles = impact.pushed_back.slice(0, 2).map((task) => isolate(clipped(task.title)));
  const more = impact.pushed_back_count - titles.length;
  const lines: { words: string; warn?: boolean }[] = [];
  const place = impact.place + (before?.above ?? 0);
  const of = impact.of + (before?.all ?? 0);
  // Of being done by the date that is being given to it.
  const unlikely = impact.chance !== null && impact.chance < 0.5;
  const by = impact.p85 && dayWords(impact.p85, owner.time_zone);
  if (unlikely)
    lines.push({
      words: by ? t`Probably after its date: likely done by ${by}` : t`Probably after its date`,
      warn: true,
    });
  if (lowered) {
    const wanted = i18n._(levelWords[lowered]);
    lines.push({ words: t`${wanted} has no place left: it stands first in ${level}`, warn: true });
  }
  if (impact.triage) lines.push({ words: t`${name} decides whether to take it.` });
  else if (of === 1) lines.push({ words: t`Lands in ${level}; nothing else stands on the list` });
  else {
    const [nth, all] = [i18n.number(place), i18n.number(of)];
    lines.push({ words: t`Lands at place ${nth} of ${all}, in ${level}` });
  }
  const full = impact.full && !impact.triage && !before;
  if (full) lines.push({ words: t`The level is full: one steps down`, warn: true });
  if (titles.length) {
    const list = titles.map((title) => `“${title}”`).join(", ");
    lines.push({ words: more > 0 ? t`Pushes back ${list} and ${more} more` : t`Pushes back ${list}` });
  }
  for (const task of impact.becomes_late) {
    const title = isolate(clipped(task.title));
    const due = task.due_date ? dayWords(task.due_date, owner.time_zone) : "";
    lines.push({ words: t`Probably late by it: “${title}”, due ${due}`, warn: true });
  }
  if (by && !unlikely) lines.push({ words: t`Likely done by ${by}` });
  for (const off of impact.time_off) {
    const days = dateRange(off.starts_on, off.ends_on);
    lines.push({ words: t`${name} is away ${days}`, warn: true });
  }
  if (mine && !impact.becomes_late.length)
    lines.splice([unlikely, full || lowered].filter(Boolean).length + 1);
  return (
    <ul aria-label={t`What it costs`} className="flex flex-wrap gap-x-4 text-xs leading-5 text-quiet">
      {lines.map(({ words, warn }) => (
        <li
          key={words}
          className={`max-w-full [overflow-wrap:anywhere] ${warn ? "font-medium text-warn" : ""}`}
        >
          {words}
        </li>
      ))}
    </ul>
  );
}
