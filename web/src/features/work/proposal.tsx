import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useDraftBox } from "../../data/draft";
import { useDayWords } from "../../data/due";
import { usePerson } from "../../data/mine";
import { levelWords } from "../../data/words";
import { levels } from "../../data/worklist";
import { ReadBy } from "../../parts/read-by";
import type { Level, Task } from "../../types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { NativeSelect, TextField } from "../../ui/fields";

/** Another date or level as an offer: it becomes words in the thread, and changes nothing by itself. */
export function Proposal({ task, answer }: { task: Task; answer: (words: string | null) => void }) {
  const { t, i18n } = useLingui();
  const dayWords = useDayWords();
  const owner = usePerson(task.owner_id);
  const [date, setDate] = useState(task.due_date ?? "");
  const [level, setLevel] = useState<Level>(task.level);
  const why = useDraftBox(`propose.${task.id}`);
  const zone = task.due_zone ?? owner?.time_zone ?? "UTC";
  const said: string[] = [];
  if (date && date !== task.due_date) {
    const day = dayWords(date, zone);
    const old = task.due_date ? dayWords(task.due_date, zone) : t`no date`;
    said.push(t`I propose ${day} (${date}) instead of ${old}.`);
  }
  if (level !== task.level) {
    const word = i18n._(levelWords[level]).toLocaleLowerCase(i18n.locale);
    const old = i18n._(levelWords[task.level]).toLocaleLowerCase(i18n.locale);
    said.push(t`I propose ${word} instead of ${old}.`);
  }
  const words = [...said, why.text.trim()].filter(Boolean).join(" ");
  return (
    <Dialog title={t`Propose another date or level`} onClose={() => answer(null)}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (said.length) answer(words);
        }}
      >
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            label={t`Date`}
            type="date"
            value={date}
            onChange={(event) => setDate(event.target.value)}
            autoFocus
          />
          <NativeSelect
            label={t`Level`}
            value={level}
            onChange={(event) => setLevel(event.target.value as Level)}
            options={levels.map((value) => ({ value, label: i18n._(levelWords[value]) }))}
          />
        </div>
        <TextField
          label={t`Why, in a line`}
          dir="auto"
          maxLength={500}
          value={why.text}
          onChange={(event) => why.write(event.target.value)}
          autoComplete="off"
        />
        <div className="border-l-2 border-edge pl-3 font-serif" aria-live="polite">
          {said.length ? (
            <p dir="auto">{words}</p>
          ) : (
            <p className="text-quiet">
              <Trans>Choose another date or level; what you propose stands here.</Trans>
            </p>
          )}
        </div>
        <ReadBy task={task} />
        <div className="flex gap-2">
          <Button type="submit" look="primary" disabled={!said.length}>
            <Trans>Propose it in the thread</Trans>
          </Button>
          <Button look="plain" onClick={() => answer(null)}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
