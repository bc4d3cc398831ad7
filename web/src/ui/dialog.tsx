import { useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { Button } from "./button";

interface DialogProps {
  title: string;
  /** Two columns stand in it where there is room. */
  wide?: boolean;
  /** There is nothing to decide in it: it has a button that closes it, for a thumb and for the keyboard. */
  closes?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** The browser's own modal: it traps focus, closes on Escape and needs no injected style. Open while mounted. */
export function Dialog({ title, wide = false, closes = false, onClose, children }: DialogProps) {
  const { t } = useLingui();
  const ref = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const id = useId();
  // Before it is gone from the page: only then does closing it give the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    // Where there is only something to read, the keyboard has to reach it to scroll.
    if (body.current && !body.current.querySelector("a[href], button, input, select, textarea, [tabindex]"))
      body.current.tabIndex = 0;
    dialog?.showModal();
    // The browser would choose the first control; `autoFocus` comes too early, while the dialog is closed.
    dialog?.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => dialog?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a modal dialog by itself.
    <dialog
      ref={ref}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
      className={`top-(--above) bottom-(--below) m-auto max-h-[calc(100dvh-2rem-var(--above)-var(--below))] flex-col overflow-hidden open:flex ${wide ? "w-[min(50rem,calc(100vw-2rem))]" : "w-[min(34rem,calc(100vw-2rem))]"} rounded-lg border border-line bg-sheet p-0 text-ink shadow-xl`}
    >
      <div
        ref={body}
        className="flex min-h-0 flex-col gap-4 overflow-y-auto overscroll-contain p-5 focus-visible:rounded-lg focus-visible:-outline-offset-2"
      >
        <div className="flex items-start justify-between gap-4">
          <h2 id={id} className="text-lg font-semibold">
            {title}
          </h2>
          {closes && (
            <Button
              look="plain"
              data-first=""
              aria-label={t`Close`}
              className="-my-1.5 -me-2 px-2! pointer-coarse:-my-2.5 pointer-coarse:-me-3 pointer-coarse:min-w-11"
              onClick={onClose}
            >
              <X size={18} aria-hidden="true" />
            </Button>
          )}
        </div>
        {children}
      </div>
    </dialog>
  );
}
