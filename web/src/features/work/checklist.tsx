import { useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import { useDraftBox } from "../../data/draft";
import type { StepChange } from "../../data/steps";
import { uuidv7 } from "../../lib/uuid";
import { ReadBy } from "../../parts/read-by";
import type { Task } from "../../types";

interface ChecklistProps {
  task: Task;
  writable: boolean;
  /** Resolves when it is kept. */
  onChange: (step: StepChange) => Promise<unknown>;
}

export function Checklist({ task, writable, onChange }: ChecklistProps) {
  const { t } = useLingui();
  const items = task.checklist;
  const step = useDraftBox(`step.${task.id}`);
  return (
    <section aria-label={t`Checklist`}>
      <ul>
        {items.map((item) => (
          <li key={item.id} className="group flex items-start gap-3 py-1 pointer-coarse:py-0">
            <label className="flex min-h-6 min-w-0 flex-1 items-start gap-3 pointer-coarse:py-2.5">
              <input
                type="checkbox"
                checked={item.done}
                disabled={!writable}
                onChange={() => void onChange({ id: item.id, done: !item.done })}
                className="mt-1 size-4 accent-accent"
              />
              <span
                dir="auto"
                className={`[overflow-wrap:anywhere] ${item.done ? "text-quiet line-through" : ""}`}
              >
                {item.text}
              </span>
            </label>
            {writable && (
              <button
                type="button"
                aria-label={t`Remove: ${item.text}`}
                onClick={() => void onChange({ id: item.id, gone: true })}
                className="tap relative flex size-6 pointer-coarse:mt-2.5 items-center justify-center rounded text-quiet hover:bg-wash hover:text-ink print:hidden"
              >
                <X size={14} aria-hidden="true" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {writable && (
        <div className="group">
          <input
            aria-label={t`Add a step`}
            placeholder={t`Add a step`}
            maxLength={300}
            dir="auto"
            value={step.text}
            onChange={(event) => step.write(event.target.value)}
            className="min-h-9 w-full bg-transparent text-base placeholder:text-quiet print:hidden"
            onKeyDown={(event) => {
              const text = step.text.trim();
              if (event.key !== "Enter" || event.nativeEvent.isComposing || !text) return;
              step.sent(onChange({ id: uuidv7(), text, done: false }));
            }}
          />
          <span className="hidden group-focus-within:block">
            <ReadBy task={task} />
          </span>
        </div>
      )}
    </section>
  );
}
