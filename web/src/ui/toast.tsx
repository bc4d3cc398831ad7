import { Trans, useLingui } from "@lingui/react/macro";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { Link } from "wouter";
import { Button } from "./button";
import { Kbd } from "./small";

/** Takes something back. Where it can't, it throws `Stays`, or says itself why it could not be kept. */
export type Undo = () => Promise<unknown>;

/** What was done stays as it is; the words say why. */
export class Stays extends Error {
  /** `passing`: it may go another time. */
  constructor(
    words: string,
    readonly passing = false,
  ) {
    super(words);
  }
}

/** Something done that can be taken back. */
export interface Act {
  text: string;
  /** What it was done to. */
  on?: string | undefined;
  undo: Undo;
}

interface Toast {
  text: string;
  /** Where what was done is to be seen. */
  at?: string | undefined;
  note?: string;
  act?: Act;
  /** What is being taken back. */
  going?: Act | undefined;
}

interface Toasts {
  /** Says what was done, and where to see it; with `undo` it also goes on the stack that `z` takes from. */
  say(text: string, undo?: Undo, on?: string, at?: string): void;
  /** Adds a remark to what is being said. */
  remark(text: string): void;
  undoLast(): void;
  /** Another person: what was done can't be taken back by them. */
  forget(): void;
}

const ToastContext = createContext<Toasts | null>(null);
const LastContext = createContext<Act | null>(null);

export function useToasts(): Toasts {
  const toasts = useContext(ToastContext);
  if (!toasts) throw new Error("useToasts outside of ToastProvider");
  return toasts;
}

/** What `undoLast` would take back. */
export const useLastAct = (): Act | null => useContext(LastContext);

const shownMs = 8000;
/** Who comes back to it later wants the page as it is, not as it was long ago. */
const mostActs = 50;

export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  const [toast, setToast] = useState<Toast | null>(null);
  const [acts, setActs] = useState<readonly Act[]>([]);
  const [held, setHeld] = useState(false);
  // Not of the last render: a key may come between an act and the page that shows it.
  const stack = useRef(acts);
  const keep = useCallback((acts: readonly Act[]) => {
    stack.current = acts.slice(-mostActs);
    setActs(stack.current);
  }, []);

  const say = useCallback(
    (text: string, undo?: Undo, on?: string, at?: string) => {
      const act = undo && { text, undo, on };
      if (act) keep([...stack.current, act]);
      setToast(act ? { text, at, act } : { text, at });
    },
    [keep],
  );
  const remark = useCallback(
    (note: string) => setToast((toast) => (toast ? { ...toast, note } : { text: note })),
    [],
  );
  const takeBack = useCallback(
    async (act: Act | undefined) => {
      setHeld(false);
      if (!act) return setToast({ text: t`Nothing to undo` });
      if (!stack.current.includes(act)) return;
      keep(stack.current.filter((one) => one !== act));
      const { text } = act;
      setToast({ text, going: act });
      try {
        await act.undo();
        setToast((now) =>
          now?.going === act ? { ...now, text: t`Undone: ${text}`, going: undefined } : now,
        );
      } catch (why) {
        // What was not taken back can be tried again.
        if (!(why instanceof Stays) || why.passing) keep([...stack.current, act]);
        if (why instanceof Stays) setToast({ text: why.message });
        else setToast((now) => (now?.going === act ? null : now));
      }
    },
    [t, keep],
  );
  const undoLast = useCallback(() => void takeBack(stack.current.at(-1)), [takeBack]);
  const forget = useCallback(() => {
    setHeld(false);
    keep([]);
    setToast(null);
  }, [keep]);

  useEffect(() => {
    if (!toast || held) return;
    const timer = setTimeout(() => setToast(null), shownMs);
    return () => clearTimeout(timer);
  }, [toast, held]);

  const toasts = useMemo(() => ({ say, remark, undoLast, forget }), [say, remark, undoLast, forget]);
  const act = toast?.act;
  return (
    <ToastContext value={toasts}>
      <LastContext value={acts.at(-1) ?? null}>
        {children}
        <div
          role="status"
          className="pointer-events-none fixed inset-x-0 bottom-[max(calc(3.5rem+env(safe-area-inset-bottom)),var(--below))] z-30 flex flex-col-reverse items-center gap-1 p-4 md:bottom-[max(0.5rem,var(--below))] print:hidden"
        >
          {toast && (
            // biome-ignore lint/a11y/noStaticElementInteractions: it only stays while one looks at it.
            <div
              onPointerEnter={() => setHeld(true)}
              onPointerLeave={() => setHeld(false)}
              onFocus={() => setHeld(true)}
              onBlur={() => setHeld(false)}
              className="pointer-events-auto flex min-h-11 max-w-full items-center gap-3 rounded-md border border-line bg-sheet px-4 py-1 text-sm shadow-lg"
            >
              <span className="min-w-0 [overflow-wrap:anywhere]">{toast.text}</span>
              {toast.at && (
                <Link
                  href={toast.at}
                  onClick={() => {
                    setHeld(false);
                    setToast(null);
                  }}
                  className="tap relative shrink-0 font-medium text-accent underline underline-offset-4"
                >
                  <Trans>Open</Trans>
                </Link>
              )}
              {act && (
                <Button look="plain" className="-mr-2 shrink-0" onClick={() => void takeBack(act)}>
                  <Trans>Undo</Trans> <Kbd>z</Kbd>
                </Button>
              )}
            </div>
          )}
          {/* Above it: it comes later, and must not move a button under the finger that presses it. */}
          {toast?.note && (
            <p className="max-w-full rounded-md border border-line bg-sheet px-4 py-2 text-xs text-quiet shadow-lg [overflow-wrap:anywhere]">
              {toast.note}
            </p>
          )}
        </div>
      </LastContext>
    </ToastContext>
  );
}
