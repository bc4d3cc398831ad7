import { useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import { uuidv7 } from "../../lib/uuid";
import { ReadBy } from "../../parts/read-by";
import type { ChecklistItem, Task } from "../../types";

interface ChecklistProps {
  task: Task;
  writable: boolean;
  onChange: (items: ChecklistItem[]) => void;
}

export function Checklist({ task, writable, onChange }: ChecklistProps) {
  const { t } = useLingui();
  const items = task.checklist;
  return (
    <section aria-label={t`Checklist`}>
      <ul>
        {items.map((item) => (
          <li key={item.id} className="group flex items-start gap-3 py-1">
            <label className="flex min-h-6 flex-1 items-start gap-3">
              <input
                type="checkbox"
                checked={item.done}
                disabled={!writable}
                onChange={() => onChange(items.map((i) => (i.id === item.id ? { ...i, done: !i.done } : i)))}
                className="mt-1 size-4 accent-accent"
              />
              <span dir="auto" className={item.done ? "text-quiet line-through" : ""}>
                {item.text}
              </span>
            </label>
            {writable && (
              <button
                type="button"
                aria-label={t`Remove: ${item.text}`}
                onClick={() => onChange(items.filter((i) => i.id !== item.id))}
                className="flex size-6 items-center justify-center rounded text-quiet hover:bg-wash hover:text-ink"
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
            className="min-h-9 w-full bg-transparent text-base placeholder:text-quiet"
            onKeyDown={(event) => {
              const text = event.currentTarget.value.trim();
              if (event.key !== "Enter" || !text) return;
              onChange([...items, { id: uuidv7(), text, done: false }]);
              event.currentTarget.value = "";
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
