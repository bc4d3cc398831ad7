import { useMemo } from "react";
import { useAll, useMine } from "../../data/mine";
import { parse } from "../../lib/quickadd/quickadd";
import type { Draft } from "../../lib/quickadd/reading";
import { type Holiday, settingOf, type TimeOff } from "../../lib/quickadd/setting";
import type { Person } from "../../types";

export interface Lines {
  drafts: readonly Draft[];
  /** Names that were written with @ and that nobody here has, each once. */
  strangers: readonly string[];
}

/** What was pasted, read by the grammar of quick-add. */
export function useLines(text: string): Lines {
  const { me } = useMine();
  const people = useAll<Person>("person");
  const timeOff = useAll<TimeOff>("time_off");
  const holidays = useAll<Holiday>("holiday");
  return useMemo(() => {
    if (!text.trim()) return { drafts: [], strangers: [] };
    const setting = settingOf(me.person.id, { people, timeOff, holidays });
    const drafts = parse(text, setting);
    const named = drafts.flatMap((draft) => draft.problems.map((problem) => problem.text));
    const strangers = named
      .filter((name) => name.startsWith("@"))
      .map((name) => name.slice(1))
      .filter((name) => setting.resolve(name).length === 0);
    return { drafts, strangers: [...new Set(strangers)] };
  }, [text, me, people, timeOff, holidays]);
}

/** "kenji.tanaka" as it would stand on a badge. */
export function nameOf(mention: string): string {
  return mention
    .split(/[.\-_]+/)
    .filter(Boolean)
    .map((word) => word.charAt(0).toLocaleUpperCase() + word.slice(1))
    .join(" ");
}

/** Work for another has a date, or says that it has none (W4). */
export const lacksDate = (draft: Draft, self: string): boolean =>
  draft.owner_id !== self && !draft.due_date && !draft.no_date;

export const isReady = (draft: Draft, self: string): boolean =>
  draft.title !== "" &&
  draft.problems.every((problem) => !problem.text.startsWith("@")) &&
  !lacksDate(draft, self);
