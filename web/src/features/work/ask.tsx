import { Trans, useLingui } from "@lingui/react/macro";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { type Readable, ReadBy } from "../../parts/read-by";
import type { Level, Occupant, Task } from "../../types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { TextField } from "../../ui/fields";
import { levelWords } from "./words";

type Outcome = NonNullable<Task["outcome"]>;

/** Questions that a change may need answered before it is made; null means: leave it. */
interface Asking {
  /** The level is full: which of these steps down? */
  whoStepsDown(level: Level, occupants: readonly Occupant[]): Promise<string | null>;
  /** One line of words about a task, for example why a manager moves it. */
  line(title: string, label: string, action: string, task: Readable): Promise<string | null>;
  /** What came of it; it may be skipped, and the record shows that (W13). */
  outcome(task: Task): Promise<Outcome | null>;
}

const AskContext = createContext<Asking | null>(null);

export function useAsk(): Asking {
  const asking = useContext(AskContext);
  if (!asking) throw new Error("useAsk outside of AskProvider");
  return asking;
}

export function AskProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<ReactNode>(null);
  const asking = useMemo<Asking>(() => {
    function put<T>(question: (answer: (value: T | null) => void) => ReactNode): Promise<T | null> {
      return new Promise((resolve) => {
        setOpen(
          question((value) => {
            setOpen(null);
            resolve(value);
          }),
        );
      });
    }
    return {
      whoStepsDown: (level, occupants) =>
        put<string>((answer) => <SlotQuestion level={level} occupants={occupants} answer={answer} />),
      line: (title, label, action, task) =>
        put<string>((answer) => (
          <LineQuestion title={title} label={label} action={action} task={task} answer={answer} />
        )),
      outcome: (task) => put<Outcome>((answer) => <OutcomeQuestion task={task} answer={answer} />),
    };
  }, []);
  return (
    <AskContext value={asking}>
      {children}
      {open}
    </AskContext>
  );
}

interface SlotQuestionProps {
  level: Level;
  occupants: readonly Occupant[];
  answer: (id: string | null) => void;
}

function SlotQuestion({ level, occupants, answer }: SlotQuestionProps) {
  const { t, i18n } = useLingui();
  const word = i18n._(levelWords[level]);
  return (
    <Dialog title={t`${word} is full. Which one steps down?`} onClose={() => answer(null)}>
      <ul className="flex flex-col gap-2">
        {occupants.map((task) => (
          <li key={task.id}>
            <Button className="w-full justify-start! text-left" onClick={() => answer(task.id)}>
              <bdi>{task.title}</bdi>
            </Button>
          </li>
        ))}
      </ul>
      <p className="text-sm text-quiet">
        <Trans>It goes to the top of the next level. Nothing is lost.</Trans>
      </p>
      {/* Focused first, so that Enter pressed twice moves nobody's work. */}
      <Button look="plain" data-first="" className="self-start" onClick={() => answer(null)}>
        <Trans>Leave everything as it is</Trans>
      </Button>
    </Dialog>
  );
}

interface LineQuestionProps {
  title: string;
  label: string;
  action: string;
  task: Readable;
  answer: (line: string | null) => void;
}

function LineQuestion({ title, label, action, task, answer }: LineQuestionProps) {
  return (
    <Dialog title={title} onClose={() => answer(null)}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const line = String(new FormData(event.currentTarget).get("line") ?? "").trim();
          if (line) answer(line);
        }}
      >
        <div className="flex flex-col gap-1">
          <TextField label={label} name="line" autoFocus maxLength={500} required autoComplete="off" />
          <ReadBy task={task} />
        </div>
        <div className="flex gap-2">
          <Button type="submit" look="primary">
            {action}
          </Button>
          <Button look="plain" onClick={() => answer(null)}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function OutcomeQuestion({ task, answer }: { task: Task; answer: (outcome: Outcome | null) => void }) {
  const { t } = useLingui();
  return (
    <Dialog title={t`What came of it?`} onClose={() => answer(null)}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          const [text, url] = ["text", "url"].map((name) => String(data.get(name) ?? "").trim());
          answer({ text: text ?? "", url: url ?? "", skipped: !text && !url });
        }}
      >
        <p className="font-serif">
          <bdi>{task.title}</bdi>
        </p>
        <TextField
          name="text"
          label={t`In a line, for the record`}
          maxLength={500}
          autoFocus
          autoComplete="off"
        />
        <TextField name="url" type="url" label={t`A link, if any`} maxLength={2000} autoComplete="off" />
        <ReadBy task={task} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary">
            <Trans>Done</Trans>
          </Button>
          <Button look="plain" onClick={() => answer({ text: "", url: "", skipped: true })}>
            <Trans>Done, without an outcome</Trans>
          </Button>
          <Button look="plain" onClick={() => answer(null)}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
