import { useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { ApiError, call } from "../../data/api";
import { useDayWords } from "../../data/due";
import { clipped } from "../../lib/clip";
import { dateRange } from "../../lib/dates";
import { isolate } from "../../lib/isolate";
import type { Impact, Level, Person } from "../../types";
import { levelWords } from "./words";

const pauseMs = 250;

export interface Proposed {
  level: Level;
  due_date?: string;
  due_time?: string;
}

/** What a task would do to a list (W5), asked again when what is proposed has stood still for a moment. */
export function useImpact(
  owner: string | null,
  proposed: Proposed | null,
  /** Changes when the list does: then it costs something else. */
  fresh: unknown,
): Impact | null {
  const [read, setRead] = useState<{ of: string; impact: Impact } | null>(null);
  const of = owner && proposed ? JSON.stringify([owner, proposed]) : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `fresh` is there to ask again.
  useEffect(() => {
    if (!of) return setRead(null);
    const stop = new AbortController();
    const [person, body] = JSON.parse(of) as [string, Proposed];
    const timer = setTimeout(() => {
      call<Impact>("POST", `/people/${person}/worklist/impact`, body, stop.signal).then(
        (impact) => setRead({ of, impact }),
        // Out of reach, nothing is known and nothing is claimed.
        (reason) => reason instanceof ApiError && setRead(null),
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [of, fresh]);
  return read && read.of === of ? read.impact : null;
}

/** The cost in words; on one's own list only what weighs. */
export function Cost({ impact, owner, mine = false }: { impact: Impact; owner: Person; mine?: boolean }) {
  const { t, i18n } = useLingui();
  const dayWords = useDayWords();
  const { place, of } = impact;
  const name = isolate(owner.name.split(" ")[0] ?? "");
  const level = i18n._(levelWords[impact.level]).toLowerCase();
  const titles = impact.pushed_back.slice(0, 2).map((task) => clipped(task.title));
  const more = impact.pushed_back_count - titles.length;
  const lines: { words: string; warn?: boolean }[] = [];
  const where = i18n.number(place, {});
  if (impact.triage) lines.push({ words: t`${name} decides whether to take it.` });
  else lines.push({ words: t`Lands at place ${where} of ${of}, in ${level}` });
  if (impact.full && !impact.triage) lines.push({ words: t`The level is full: one steps down`, warn: true });
  if (titles.length) {
    const list = titles.map((title) => `“${title}”`).join(", ");
    lines.push({ words: more > 0 ? t`Pushes back ${list} and ${more} more` : t`Pushes back ${list}` });
  }
  for (const task of impact.becomes_late) {
    const title = clipped(task.title);
    const due = task.due_date ? dayWords(task.due_date, owner.time_zone) : "";
    lines.push({ words: t`Probably late by it: “${title}”, due ${due}`, warn: true });
  }
  if (impact.p85) {
    const by = dayWords(impact.p85, owner.time_zone);
    lines.push({ words: t`Likely done by ${by}` });
  }
  for (const off of impact.time_off) {
    const days = dateRange(off.starts_on, off.ends_on);
    lines.push({ words: t`${name} is away ${days}`, warn: true });
  }
  if (mine && !impact.becomes_late.length) lines.splice(impact.full ? 2 : 1);
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
