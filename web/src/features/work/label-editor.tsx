import { useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import { useId, useMemo } from "react";
import { useDraft } from "../../data/draft";
import { useTasks } from "../../data/mine";
import { wasLeft } from "../../lib/focus";
import type { Task } from "../../types";
import { cleanLabel } from "./labels";

interface LabelEditorProps {
  task: Task;
  writable: boolean;
  onChange: (labels: string[]) => void;
}

/** Labels as words that can be taken off, and a line for another one, with those that are used already. */
export function LabelEditor({ task, writable, onChange }: LabelEditorProps) {
  const { t } = useLingui();
  const tasks = useTasks();
  const list = useId();
  const [text, setText] = useDraft(`label.${task.id}`);
  const { labels } = task;
  const known = useMemo(() => {
    const counts = new Map<string, number>();
    for (const other of tasks)
      for (const label of other.labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]).map(([label]) => label);
  }, [tasks]);
  function add(words: string) {
    const label = cleanLabel(words);
    setText("");
    if (label && !labels.includes(label)) onChange([...labels, label].sort());
  }
  if (!writable && !labels.length) return null;
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-2 text-sm">
      <ul aria-label={t`Labels`} className="contents">
        {labels.map((label) => (
          <li key={label} className="flex max-w-full items-center rounded bg-wash ps-2">
            <bdi className="min-w-0 wrap-anywhere">#{label}</bdi>
            {writable ? (
              <button
                type="button"
                aria-label={t`Remove label ${label}`}
                onClick={() => onChange(labels.filter((other) => other !== label))}
                className="tap relative flex size-6 items-center justify-center text-quiet hover:text-ink print:hidden"
              >
                <X size={12} aria-hidden="true" />
              </button>
            ) : (
              <span className="w-2" />
            )}
          </li>
        ))}
      </ul>
      {writable && (
        <>
          <input
            aria-label={t`Add a label`}
            placeholder={t`Add a label`}
            list={list}
            value={text}
            maxLength={60}
            autoComplete="off"
            onChange={(event) => {
              const words = event.target.value;
              // Chosen from those that are offered: nothing more to type.
              if (!(event.nativeEvent instanceof InputEvent) && known.includes(words)) add(words);
              else setText(words);
            }}
            onBlur={(event) => text && wasLeft(event.currentTarget) && add(text)}
            onKeyDown={(event) => {
              if (event.key === "Enter" || event.key === ",") {
                event.preventDefault();
                add(text);
              }
              if (event.key === "Backspace" && !text && labels.length) onChange(labels.slice(0, -1));
            }}
            className="min-h-6 w-32 bg-transparent text-base placeholder:text-quiet print:hidden"
          />
          <datalist id={list}>
            {known
              .filter((label) => !labels.includes(label))
              .slice(0, 30)
              .map((label) => (
                <option key={label} value={label} />
              ))}
          </datalist>
        </>
      )}
    </div>
  );
}
