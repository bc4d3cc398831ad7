import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useState } from "react";
import type { Person } from "../types";
import { Coming } from "../ui/coming";

const Question = lazy(async () => ({ default: (await import("./interrupt-dialog")).InterruptDialog }));

/** Whom, and about what. */
export interface Interrupting {
  person: Person;
  /** The task that it is about. */
  task?: { id: string; title: string };
  /** What is to be there before: it gives the task that it is about; null: it could not be put there. */
  first?: { title: string; put: () => Promise<string | null> };
}

/** What came of the question: they are interrupted, it is left for their digest, or nothing is done. */
export type Interrupted = "now" | "digest" | "left";

type Ask = (asked: Interrupting) => Promise<Interrupted>;

const Context = createContext<Ask | null>(null);

/** Asks for the reason, tells what it costs, and interrupts. */
export function useInterrupt(): Ask {
  const ask = useContext(Context);
  if (!ask) throw new Error("useInterrupt outside of InterruptProvider");
  return ask;
}

export function InterruptProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<ReactNode>(null);
  const ask = useCallback<Ask>(
    (asked) =>
      new Promise((resolve) => {
        const answer = (how: Interrupted) => {
          setOpen(null);
          resolve(how);
        };
        setOpen(<Question asked={asked} answer={answer} />);
      }),
    [],
  );
  return (
    <Context value={ask}>
      {children}
      <Suspense fallback={<Coming />}>{open}</Suspense>
    </Context>
  );
}
