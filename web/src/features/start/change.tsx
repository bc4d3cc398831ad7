import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, type ReactNode, useState } from "react";
import { useFormDraft } from "../../data/draft";
import { useSession } from "../../data/session";
import { type Send, useTakeBack, useWrite, type Write } from "../../data/write";
import type { Workspace } from "../../types";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import { Wrong } from "../../ui/section";
import { useToasts } from "../../ui/toast";

interface ChangeProps {
  /** What is changed, for those who hear the button alone. */
  label: string;
  fields: readonly string[];
  read: (data: FormData) => object;
  /** Undoes it, from the setting as it was. */
  before: object;
  /** Asked before the change is made, where it needs a second look. */
  ask?: (change: object) => { title: string; words: ReactNode } | null;
  children: (write: Write) => ReactNode;
}

/** A setting of the workspace that is changed where it is read. */
export function Change({ label, fields, read, before, ask, children }: ChangeProps) {
  const { t } = useLingui();
  const { refresh } = useSession();
  const { say } = useToasts();
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState<object | null>(null);
  const write = useWrite(fields);
  const takeBack = useTakeBack();
  const draft = useFormDraft(fields.join());

  const set = async (send: Send, change: object) => {
    await send<Workspace>("PATCH", "/workspace", change);
    await refresh();
  };

  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const change = read(new FormData(event.currentTarget));
    if (ask?.(change)) setAsking(change);
    else void send(change);
  }

  async function send(change: object) {
    const saved = await write.run(async (send) => {
      await set(send, change);
      return true;
    });
    setAsking(null);
    if (!saved) return;
    setOpen(false);
    draft.drop();
    say(t`Saved`, () => takeBack((send) => set(send, before)), label);
  }

  if (!open) {
    return (
      <button
        type="button"
        aria-label={t`Change: ${label}`}
        onClick={() => setOpen(true)}
        className="min-h-9 text-sm text-accent underline pointer-coarse:min-h-11 print:hidden"
      >
        <Trans>Change</Trans>
      </button>
    );
  }
  const question = asking && ask?.(asking);
  return (
    <form {...draft.props} className="mt-3 flex flex-col gap-3" onSubmit={save}>
      {children(write)}
      <Wrong words={write.words} />
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={write.busy}>
          <Trans>Save</Trans>
        </Button>
        <Button
          look="plain"
          onClick={() => {
            setOpen(false);
            draft.drop();
            write.clear();
          }}
        >
          <Trans>Cancel</Trans>
        </Button>
      </div>
      {asking && question && (
        <Confirm
          title={question.title}
          action={t`Change it`}
          busy={write.busy}
          onConfirm={() => void send(asking)}
          onClose={() => setAsking(null)}
        >
          {question.words}
        </Confirm>
      )}
    </form>
  );
}
