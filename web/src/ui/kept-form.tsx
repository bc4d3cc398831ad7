import { Trans, useLingui } from "@lingui/react/macro";
import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from "react";
import { FormKeeper } from "../lib/kept-form";
import { Button } from "./button";
import { useToasts } from "./toast";

export interface KeptForm {
  /** Of the form. */
  props: { ref: RefObject<HTMLFormElement | null>; onInput: () => void };
  /** Whether words stand in it that have not been sent. */
  begun: boolean;
  /** They have been sent, or are wanted no more. */
  drop: () => void;
  keeper: FormKeeper;
}

/** A form that keeps what is typed into its named boxes in this browser, under `key`, until it is sent. */
export function useKeptForm(key: string): KeptForm {
  const form = useRef<HTMLFormElement>(null);
  const keeper = useMemo(
    () =>
      new FormKeeper({
        read: () => localStorage.getItem(key) ?? "",
        write(text) {
          if (!text) return localStorage.removeItem(key);
          try {
            localStorage.setItem(key, text);
          } catch {
            // No room on this device: the words stay on the screen.
          }
        },
      }),
    [key],
  );
  const [begun, setBegun] = useState(() => keeper.text !== "");
  // At every turn: some boxes come once what they offer is known.
  useLayoutEffect(() => {
    if (form.current) keeper.meet(form.current);
  });
  return {
    props: {
      ref: form,
      onInput: () => form.current && setBegun(keeper.note(form.current)),
    },
    begun,
    drop() {
      keeper.drop();
      setBegun(false);
    },
    keeper,
  };
}

/** The way back for a form in which something is changed: it may be days since one began. */
export function UndoChanges({ draft }: { draft: KeptForm }) {
  const { t } = useLingui();
  const { say } = useToasts();
  if (!draft.begun) return null;
  function undo() {
    const form = draft.props.ref.current;
    if (!form) return;
    const words = draft.keeper.text;
    draft.keeper.undo(form);
    draft.props.onInput();
    say(t`Your changes are gone`, async () => {
      draft.keeper.redo(draft.props.ref.current, words);
      if (draft.props.ref.current) draft.props.onInput();
    });
  }
  return (
    <Button look="plain" onClick={undo}>
      <Trans>Undo my changes</Trans>
    </Button>
  );
}
