import { Trans, useLingui } from "@lingui/react/macro";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import type { Level, Task } from "../../types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { TextField } from "../../ui/fields";
import { levelWords } from "./words";

/** Questions that a change may need answered before it is made; null means: leave it. */
interface Asking {
  /** The level is full: which of these steps down? */
  whoStepsDown(level: Level, occupants: readonly Task[]): Promise<string | null>;
  /** One line of words, for example why a manager moves something. */
  line(title: string, label: string, action: string): Promise<string | null>;
}

type Question =
  | { kind: "slot"; level: Level; occupants: readonly Task[]; answer: (value: string | null) => void }
  | { kind: "line"; title: string; label: string; action: string; answer: (value: string | null) => void };

const AskContext = createContext<Asking | null>(null);

export function useAsk(): Asking {
  const asking = useContext(AskContext);
  if (!asking) throw new Error("useAsk outside of AskProvider");
  return asking;
}

export function AskProvider({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const put = useCallback(
    (make: (answer: (value: string | null) => void) => Question) =>
      new Promise<string | null>((resolve) => {
        setQuestion(
          make((value) => {
            setQuestion(null);
            resolve(value);
          }),
        );
      }),
    [],
  );
  const asking = useMemo<Asking>(
    () => ({
      whoStepsDown: (level, occupants) => put((answer) => ({ kind: "slot", level, occupants, answer })),
      line: (title, label, action) => put((answer) => ({ kind: "line", title, label, action, answer })),
    }),
    [put],
  );
  return (
    <AskContext value={asking}>
      {children}
      {question?.kind === "slot" && <SlotQuestion {...question} />}
      {question?.kind === "line" && <LineQuestion {...question} />}
    </AskContext>
  );
}

function SlotQuestion({ level, occupants, answer }: Extract<Question, { kind: "slot" }>) {
  const { t, i18n } = useLingui();
  const word = i18n._(levelWords[level]);
  return (
    <Dialog title={t`${word} is full. Which one steps down?`} onClose={() => answer(null)}>
      <ul className="flex flex-col gap-2">
        {occupants.map((task) => (
          <li key={task.id}>
            <Button className="w-full justify-start! text-left" onClick={() => answer(task.id)}>
              {task.title}
            </Button>
          </li>
        ))}
      </ul>
      <p className="text-sm text-quiet">
        <Trans>It goes to the top of the next level. Nothing is lost.</Trans>
      </p>
      {/* Focused first, so that Enter pressed twice moves nobody's work. */}
      <Button look="plain" autoFocus className="self-start" onClick={() => answer(null)}>
        <Trans>Leave everything as it is</Trans>
      </Button>
    </Dialog>
  );
}

function LineQuestion({ title, label, action, answer }: Extract<Question, { kind: "line" }>) {
  return (
    <Dialog title={title} onClose={() => answer(null)}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          answer(String(new FormData(event.currentTarget).get("line") ?? "").trim());
        }}
      >
        <TextField label={label} name="line" autoFocus maxLength={200} required autoComplete="off" />
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
