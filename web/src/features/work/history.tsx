import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useDayWords } from "../../data/due";
import { useFetched } from "../../data/fetched";
import { useMine } from "../../data/mine";
import type { HistoryEntry, Page, Task } from "../../types";
import { Button } from "../../ui/button";
import { Sentence } from "./history-words";

/** So many days are shown before somebody asks for all of them. */
const lastDays = 5;

/** What happened to the task, as sentences, day by day. */
export function History({ task }: { task: Task }) {
  const { t } = useLingui();
  const { me } = useMine();
  const dayWords = useDayWords();
  const [all, setAll] = useState(false);
  const { data } = useFetched<Page<HistoryEntry>>(`/tasks/${task.id}/history?limit=100`, task.revision);
  if (!data?.items.length) return null;
  const days: { on: string; entries: HistoryEntry[] }[] = [];
  for (const entry of data.items) {
    const day = days.at(-1);
    if (day?.on === entry.on) day.entries.push(entry);
    else days.push({ on: entry.on, entries: [entry] });
  }
  const hidden = all ? 0 : Math.max(0, days.length - lastDays);
  return (
    <section aria-labelledby="history">
      <h2 id="history" className="text-base font-semibold">
        <Trans>History</Trans>
      </h2>
      {hidden > 0 && (
        <Button look="plain" className="-ms-3" onClick={() => setAll(true)}>
          {t`Show ${hidden} earlier days`}
        </Button>
      )}
      <dl className="mt-2 flex flex-col gap-3 text-sm text-quiet">
        {days.slice(hidden).map(({ on, entries }) => (
          <div key={on} className="sm:grid sm:grid-cols-[6.5rem_1fr] sm:gap-3">
            <dt className="font-medium first-letter:uppercase">{dayWords(on, me.person.time_zone)}</dt>
            <dd>
              <ul className="flex flex-col gap-0.5">
                {entries.map((entry) => (
                  <li key={entry.revision} className="[overflow-wrap:anywhere]">
                    <Sentence entry={entry} task={task} />
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
