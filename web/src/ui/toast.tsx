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

/** Something done that can be taken back. */
export interface Act {
  text: string;
  /** What it was done to. */
  on?: string | undefined;
  undo: () => void;
}

interface Toast {
  text: string;
  /** Where what was done is to be seen. */
  at?: string | undefined;
  note?: string;
  act?: Act;
}

interface Toasts {
  /** Says what was done, and where to see it; with `undo` it also goes on the stack that `z` takes from. */
  say(text: string, undo?: () => void, on?: string, at?: string): void;
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
  const latest = useRef(acts);
  latest.current = acts;

  const say = useCallback((text: string, undo?: () => void, on?: string, at?: string) => {
    const act = undo && { text, undo, on };
    if (act) setActs((acts) => [...acts, act].slice(-mostActs));
    setToast(act ? { text, at, act } : { text, at });
  }, []);
  const remark = useCallback(
    (note: string) => setToast((toast) => (toast ? { ...toast, note } : { text: note })),
    [],
  );
  const takeBack = useCallback(
    (act: Act | undefined) => {
      setHeld(false);
      if (!act) return setToast({ text: t`Nothing to undo` });
      // A second press in the same moment takes back the one before.
      latest.current = latest.current.filter((one) => one !== act);
      setActs(latest.current);
      act.undo();
      const { text } = act;
      setToast({ text: t`Undone: ${text}` });
    },
    [t],
  );
  const undoLast = useCallback(() => takeBack(latest.current.at(-1)), [takeBack]);
  const forget = useCallback(() => {
    setActs([]);
    setToast(null);
  }, []);

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
          className="pointer-events-none fixed inset-x-0 bottom-[max(calc(3.5rem+env(safe-area-inset-bottom)),var(--below))] z-30 flex justify-center p-4 md:bottom-[max(0.5rem,var(--below))] print:hidden"
        >
          {toast && (
            // biome-ignore lint/a11y/noStaticElementInteractions: it only stays while one looks at it.
            <div
              onPointerEnter={() => setHeld(true)}
              onPointerLeave={() => setHeld(false)}
              onFocus={() => setHeld(true)}
              onBlur={() => setHeld(false)}
              className="pointer-events-auto flex min-h-11 max-w-full items-center gap-3 rounded-md border border-line bg-sheet py-1 pr-2 pl-4 text-sm shadow-lg"
            >
              <span className="min-w-0 [overflow-wrap:anywhere]">
                {toast.text}
                {toast.note && <span className="block text-xs text-quiet">{toast.note}</span>}
              </span>
              {toast.at && (
                <Link
                  href={toast.at}
                  onClick={() => setToast(null)}
                  className="tap relative shrink-0 font-medium text-accent underline underline-offset-4"
                >
                  <Trans>Open</Trans>
                </Link>
              )}
              {act && (
                <Button look="plain" className="shrink-0" onClick={() => takeBack(act)}>
                  <Trans>Undo</Trans> <Kbd>z</Kbd>
                </Button>
              )}
            </div>
          )}
        </div>
      </LastContext>
    </ToastContext>
  );
}
