import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Wrong } from "./section";

interface ConfirmProps {
  title: string;
  action: string;
  busy: boolean;
  wrong?: string | undefined;
  onConfirm: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks before what can't be undone. The way back has the focus. */
export function Confirm({ title, action, busy, wrong, onConfirm, onClose, children }: ConfirmProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      {children && <div className="flex flex-col gap-2">{children}</div>}
      <Wrong words={wrong} />
      <div className="flex flex-wrap gap-2">
        <Button look="primary" disabled={busy} onClick={onConfirm}>
          {action}
        </Button>
        <Button look="plain" autoFocus onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </Dialog>
  );
}
