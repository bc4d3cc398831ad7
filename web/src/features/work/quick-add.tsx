import { Trans, useLingui } from "@lingui/react/macro";
import { type RefObject, useEffect, useState } from "react";
import type { ParsedTask, Person } from "../../types";
import { Kbd } from "../../ui/small";
import type { TaskActions } from "./actions";
import { type Parse, parsePlainly } from "./parse";

const pauseMs = 200;
/** How long Enter waits for the grammar before it takes the words as they are. */
const patienceMs = 700;

interface QuickAddProps {
  owner: Person;
  mine: boolean;
  actions: TaskActions;
  parse: Parse;
  inputRef: RefObject<HTMLInputElement | null>;
}

/** One line that becomes a task; what was understood is shown before it is saved. */
export function QuickAdd({ owner, mine, actions, parse, inputRef }: QuickAddProps) {
  const { t } = useLingui();
  const [text, setText] = useState("");
  const [read, setRead] = useState<{ text: string; tasks: ParsedTask[] } | null>(null);

  useEffect(() => {
    if (!text.trim()) return setRead(null);
    const stop = new AbortController();
    const timer = setTimeout(() => {
      parse(text, owner.id, stop.signal).then(
        (tasks) => setRead({ text, tasks }),
        () => {},
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text, owner.id, parse]);

  async function save() {
    if (!text.trim()) return;
    let tasks = read?.text === text ? read.tasks : null;
    if (!tasks)
      tasks = await parse(text, owner.id, AbortSignal.timeout(patienceMs)).catch(() => parsePlainly(text));
    setText("");
    setRead(null);
    for (const task of tasks) if (!(await actions.add(task, owner.id))) setText(text);
  }

  const first = read?.text === text ? read.tasks[0] : undefined;
  const firstName = owner.name.split(" ")[0];
  return (
    <form
      className="border-b border-edge focus-within:border-accent"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="flex items-center gap-2">
        <input
          ref={inputRef}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
          }}
          aria-label={mine ? t`Add a task` : t`Add a task to ${firstName}’s list`}
          placeholder={
            mine ? t`Add a task: review pricing page by fri 3pm high #launch` : t`Add to ${firstName}’s list`
          }
          aria-describedby="understood"
          autoComplete="off"
          enterKeyHint="done"
          className="min-h-11 w-full min-w-0 truncate bg-transparent text-base placeholder:text-quiet focus:outline-none"
        />
        <span className="hidden md:inline">
          <Kbd>{text ? "↵" : "c"}</Kbd>
        </span>
      </div>
      <p id="understood" aria-live="polite" className="min-h-6 pb-1 text-xs text-quiet empty:hidden">
        {first && <Understood task={first} mine={mine} />}
      </p>
    </form>
  );
}

function Understood({ task, mine }: { task: ParsedTask; mine: boolean }) {
  const meanings = task.understood.map((u) => u.meaning);
  return (
    <>
      <span className="font-serif text-sm text-ink">{task.title}</span>
      {meanings.map((meaning) => (
        <span key={meaning}> · {meaning}</span>
      ))}
      {/* Work for another has a date, or says that it has none (W4). */}
      {!mine && !task.due_date && (
        <span>
          {" · "}
          <Trans>no date</Trans>
        </span>
      )}
      {task.problems.map((problem) => (
        <span key={problem.text} className="text-warn">
          {" · "}
          {problem.message}
        </span>
      ))}
    </>
  );
}
