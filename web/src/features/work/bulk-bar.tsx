import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import { useId, useState } from "react";
import { useDraft } from "../../data/draft";
import { levelWords } from "../../data/words";
import { levels } from "../../data/worklist";
import type { Task } from "../../types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { TextField } from "../../ui/fields";
import { Menu } from "../../ui/menu";
import type { BulkActions } from "./bulk-actions";
import { cleanLabel } from "./labels";

interface BulkBarProps {
  chosen: ReadonlySet<string>;
  tasks: readonly Task[];
  /** Whether this is one's own list: only its owner says what is done. */
  mine: boolean;
  bulk: BulkActions;
  onDue: () => void;
  onClear: () => void;
}

/** What can be done to all rows that are selected; quiet, and gone with the selection. */
export function BulkBar({ chosen, tasks, mine, bulk, onDue, onClear }: BulkBarProps) {
  const { t, i18n } = useLingui();
  const [labelling, setLabelling] = useState(false);
  const count = chosen.size;
  /** The rows leave the list: nothing stays selected. */
  const close = (run: (ids: ReadonlySet<string>) => void) => () => {
    run(chosen);
    onClear();
  };
  return (
    <section
      aria-label={t`Selected`}
      className="fixed inset-x-2 bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-20 mx-auto flex w-fit max-w-[calc(100vw-1rem)] flex-wrap items-center rounded-lg border border-edge bg-sheet px-1 py-1 shadow-lg md:bottom-6 md:gap-1 md:px-2 print:hidden"
    >
      <p aria-live="polite" className="px-3 text-sm font-medium max-md:flex-1">
        <Plural value={count} one="# selected" other="# selected" />
      </p>
      <Button
        look="plain"
        className="order-last min-h-11! px-3! max-md:order-none"
        aria-label={t`Select nothing`}
        onClick={onClear}
      >
        <X size={16} aria-hidden="true" />
      </Button>
      <span aria-hidden="true" className="h-0 w-full md:hidden" />
      <Menu
        trigger={
          <Button look="plain" className="min-h-11! max-md:px-2! max-md:text-xs!">
            <Trans>Level</Trans>
          </Button>
        }
        items={levels.map((level, at) => ({
          label: i18n._(levelWords[level]),
          shortcut: String(at + 1),
          onSelect: () => void bulk.setLevel(chosen, level).then((moved) => moved && onClear()),
        }))}
      />
      <Button look="plain" className="min-h-11! max-md:px-2! max-md:text-xs!" onClick={onDue}>
        <Trans>Due date</Trans>
      </Button>
      <Button
        look="plain"
        className="min-h-11! max-md:px-2! max-md:text-xs!"
        onClick={() => setLabelling(true)}
      >
        <Trans>Label</Trans>
      </Button>
      {mine && (
        <Button
          look="plain"
          className="min-h-11! max-md:px-2! max-md:text-xs!"
          onClick={close(bulk.complete)}
        >
          <Trans>Done</Trans>
        </Button>
      )}
      <Button
        look="plain"
        className="min-h-11! max-md:px-2! max-md:text-xs!"
        onClick={close(bulk.noLongerNeeded)}
      >
        <Trans>No longer needed</Trans>
      </Button>
      {labelling && (
        <LabelDialog
          known={[...new Set(tasks.flatMap((task) => task.labels))].sort()}
          onLabel={(label) => {
            bulk.addLabel(chosen, label);
            setLabelling(false);
          }}
          onClose={() => setLabelling(false)}
        />
      )}
    </section>
  );
}

interface LabelDialogProps {
  known: string[];
  onLabel: (label: string) => void;
  onClose: () => void;
}

function LabelDialog({ known, onLabel, onClose }: LabelDialogProps) {
  const { t } = useLingui();
  const [text, setText] = useDraft("label.many");
  const list = useId();
  return (
    <Dialog title={t`Add a label to all of them`} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const label = cleanLabel(text);
          if (!label) return;
          setText("");
          onLabel(label);
        }}
      >
        <TextField
          label={t`Label`}
          list={list}
          value={text}
          onChange={(event) => setText(event.target.value)}
          autoFocus
          maxLength={60}
          autoComplete="off"
        />
        <datalist id={list}>
          {known.map((label) => (
            <option key={label} value={label} />
          ))}
        </datalist>
        <div className="flex gap-2">
          <Button type="submit" look="primary">
            <Trans>Add</Trans>
          </Button>
          <Button look="plain" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
