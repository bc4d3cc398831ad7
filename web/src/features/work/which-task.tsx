import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { levelWords } from "../../data/words";
import type { Task } from "../../types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { TextField } from "../../ui/fields";

const shown = 30;

/** Those whose title has all the words, in the order of the list. */
export function matching(tasks: readonly Task[], words: string): Task[] {
  const parts = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return tasks.filter((task) => {
    const title = task.title.toLocaleLowerCase();
    return parts.every((part) => title.includes(part));
  });
}

interface WhichTaskProps {
  title: string;
  tasks: readonly Task[];
  answer: (id: string | null) => void;
}

/** One task of a list, found by its words. */
export function WhichTask({ title, tasks, answer }: WhichTaskProps) {
  const { t, i18n } = useLingui();
  const [words, setWords] = useState("");
  const found = matching(tasks, words);
  const more = found.length - shown;
  return (
    <Dialog title={title} onClose={() => answer(null)}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (found[0]) answer(found[0].id);
        }}
      >
        <TextField
          label={t`Words of its title`}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          autoFocus
          autoComplete="off"
        />
        <ul className="flex max-h-[50vh] flex-col overflow-y-auto">
          {found.slice(0, shown).map((task) => (
            <li key={task.id}>
              <Button
                look="plain"
                className="min-h-11! w-full justify-between! py-1.5! text-left text-ink!"
                onClick={() => answer(task.id)}
              >
                <span
                  dir="auto"
                  className="font-serif text-base leading-5 font-normal [overflow-wrap:anywhere]"
                >
                  {task.title}
                </span>
                <span className="shrink-0 text-xs text-quiet">{i18n._(levelWords[task.level])}</span>
              </Button>
            </li>
          ))}
        </ul>
        {more > 0 && (
          <p className="text-xs text-quiet">
            <Trans>And {more} more: write another word.</Trans>
          </p>
        )}
        {found.length === 0 && (
          <p className="text-sm text-quiet">
            <Trans>No task on the list has these words.</Trans>
          </p>
        )}
        <Button look="plain" className="self-start" onClick={() => answer(null)}>
          <Trans>Cancel</Trans>
        </Button>
      </form>
    </Dialog>
  );
}
