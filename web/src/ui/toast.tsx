import { Trans } from "@lingui/react/macro";
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
import { Button } from "./button";
import { Kbd } from "./small";

interface Toast {
  text: string;
  note?: string;
  undo?: () => void;
}

interface Toasts {
  /** Says what was done; with `undo` it also goes on the stack that `z` takes from. */
  say(text: string, undo?: () => void): void;
  /** Adds a remark to what is being said. */
  remark(text: string): void;
  undoLast(): void;
}

const ToastContext = createContext<Toasts | null>(null);

export function useToasts(): Toasts {
  const toasts = useContext(ToastContext);
  if (!toasts) throw new Error("useToasts outside of ToastProvider");
  return toasts;
}

const shownMs = 8000;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<Toast | null>(null);
  const undos = useRef<(() => void)[]>([]);

  const say = useCallback((text: string, undo?: () => void) => {
    if (undo) undos.current.push(undo);
    setToast(undo ? { text, undo } : { text });
  }, []);
  const remark = useCallback(
    (note: string) => setToast((toast) => (toast ? { ...toast, note } : { text: note })),
    [],
  );
  const undoLast = useCallback(() => {
    undos.current.pop()?.();
    setToast(null);
  }, []);

  useEffect(() => {
    if (!toast) return;
    const timer = setTimeout(() => setToast(null), shownMs);
    return () => clearTimeout(timer);
  }, [toast]);

  const toasts = useMemo(() => ({ say, remark, undoLast }), [say, remark, undoLast]);
  return (
    <ToastContext value={toasts}>
      {children}
      <div
        role="status"
        className="pointer-events-none fixed inset-x-0 bottom-16 z-30 flex justify-center p-4 md:bottom-2"
      >
        {toast && (
          <div className="pointer-events-auto flex items-center gap-3 rounded-md border border-line bg-sheet py-1.5 pr-2 pl-4 text-sm shadow-lg">
            <span>
              {toast.text}
              {toast.note && <span className="block text-xs text-quiet">{toast.note}</span>}
            </span>
            {toast.undo && (
              <Button look="plain" onClick={undoLast}>
                <Trans>Undo</Trans> <Kbd>z</Kbd>
              </Button>
            )}
          </div>
        )}
      </div>
    </ToastContext>
  );
}
