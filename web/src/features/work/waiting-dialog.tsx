import { Trans, useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import { useState } from "react";
import { byName } from "../../data/about";
import { useDraftBox } from "../../data/draft";
import { useAll, useTasks } from "../../data/mine";
import { circleThrough } from "../../data/waiting";
import { isolate } from "../../lib/isolate";
import { ReadBy } from "../../parts/read-by";
import type { Person, Task } from "../../types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { NativeSelect, TextField } from "../../ui/fields";
import { Wrong } from "../../ui/section";
import { matching } from "./which-task";

type WaitingFor = NonNullable<Task["waiting_for"]>;

const offered = 6;

/** What or whom a task waits for: words, a person, other tasks. Tasks that would wait for each other are refused. */
export function WaitingQuestion({
  task,
  answer,
}: {
  task: Task;
  answer: (waiting: WaitingFor | null) => void;
}) {
  const { t } = useLingui();
  const people = useAll<Person>("person");
  const tasks = useTasks();
  const box = useDraftBox(`waiting.${task.id}`);
  const [text, setText] = useState(() => box.text || (task.waiting_for?.text ?? ""));
  const [person, setPerson] = useState(task.waiting_for?.person_id ?? "");
  const [chosen, setChosen] = useState<string[]>(task.waiting_for?.task_ids ?? []);
  const [words, setWords] = useState("");
  const byId = new Map(tasks.map((other) => [other.id, other]));
  const circle = circleThrough(task.id, chosen, (id) => byId.get(id)?.waiting_for?.task_ids ?? []);
  const through = circle && byId.get(circle)?.title;
  const others = tasks.filter(
    (other) =>
      other.id !== task.id &&
      !chosen.includes(other.id) &&
      other.status !== "done" &&
      other.status !== "canceled",
  );
  const found = words.trim() ? matching(others, words).slice(0, offered) : [];
  const name = isolate(people.find((other) => other.id === person)?.name ?? "");
  const empty = !text.trim() && !person && !chosen.length;
  return (
    <Dialog title={t`Waiting for what, or whom?`} onClose={() => answer(null)}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!empty && !circle) answer({ text: text.trim(), person_id: person || null, task_ids: chosen });
        }}
      >
        <div className="flex flex-col gap-1.5">
          <TextField
            label={t`In a few words`}
            dir="auto"
            autoFocus
            maxLength={500}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              box.write(event.target.value);
            }}
            autoComplete="off"
          />
          <ReadBy task={{ ...task, waiting_for: null }} also={person ? [person] : []} />
        </div>
        <NativeSelect
          label={t`A person`}
          value={person}
          onChange={(event) => setPerson(event.target.value)}
          options={[
            { value: "", label: t`Nobody in particular` },
            ...people
              .filter((other) => other.active && other.id !== task.owner_id)
              .sort(byName)
              .map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <p aria-live="polite" className="-mt-2 text-sm text-quiet empty:hidden">
          {name &&
            (task.confidential
              ? t`${name} hears nothing of it and can’t read this task: it is confidential. Ask them yourself.`
              : t`${name} is told, and reads this task while it waits for them.`)}
        </p>
        <div className="flex flex-col gap-2">
          <TextField
            label={t`Other tasks`}
            placeholder={t`Words of a title`}
            value={words}
            onChange={(event) => setWords(event.target.value)}
            onKeyDown={(event) => {
              const first = found[0];
              if (event.key !== "Enter" || !first) return;
              event.preventDefault();
              setChosen([...chosen, first.id]);
              setWords("");
            }}
            autoComplete="off"
          />
          {found.length > 0 && (
            <ul>
              {found.map((other) => (
                <li key={other.id}>
                  <Button
                    look="plain"
                    className="min-h-11! w-full justify-start! text-left text-ink!"
                    onClick={() => {
                      setChosen([...chosen, other.id]);
                      setWords("");
                    }}
                  >
                    <span dir="auto" className="font-serif">
                      {other.title}
                    </span>
                  </Button>
                </li>
              ))}
            </ul>
          )}
          {chosen.length > 0 && (
            <ul aria-label={t`Waits for these`} className="flex flex-col gap-1">
              {chosen.map((id) => {
                const title = byId.get(id)?.title ?? t`a task that is not on this device`;
                return (
                  <li key={id} className="flex items-center justify-between gap-2 rounded bg-wash pl-3">
                    <span dir="auto" className="font-serif [overflow-wrap:anywhere]">
                      {title}
                    </span>
                    <button
                      type="button"
                      aria-label={t`Not for: ${title}`}
                      onClick={() => setChosen(chosen.filter((other) => other !== id))}
                      className="flex size-11 shrink-0 items-center justify-center text-quiet hover:text-ink"
                    >
                      <X size={14} aria-hidden="true" />
                    </button>
                  </li>
                );
              })}
            </ul>
          )}
          <Wrong
            words={
              circle
                ? t`“${isolate(through ?? "")}” waits for this task already: two tasks can’t wait for each other. Take one of them out.`
                : undefined
            }
          />
        </div>
        <div className="flex gap-2">
          <Button type="submit" look="primary" disabled={empty || circle !== null}>
            <Trans>Wait</Trans>
          </Button>
          <Button look="plain" onClick={() => answer(null)}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
