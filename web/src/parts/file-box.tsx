import { Trans, useLingui } from "@lingui/react/macro";
import { useId, useState } from "react";
import { openText } from "../lib/csv";
import { TextArea } from "../ui/fields";

interface Props {
  text: string;
  name: string;
  pasteHint: string;
  onText: (text: string, name: string) => void;
}

/** A file to choose, to drop, or to paste as text. */
export function FileBox({ text, name, pasteHint, onText }: Props) {
  const { t } = useLingui();
  const id = useId();
  const [note, setNote] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  async function open(file: File | undefined) {
    if (!file) return;
    if (/\.(xlsx?|ods|numbers)$/i.test(file.name)) {
      setNote(t`This is a spreadsheet. Save it there as “CSV UTF-8”, and choose that file.`);
      return;
    }
    const opened = await openText(file);
    setNote(opened.converted ? t`This file is not in UTF-8. Look at its accents before you go on.` : null);
    onText(opened.text, file.name);
  }
  return (
    <div className="flex flex-col gap-3">
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void open(event.dataTransfer.files[0]);
        }}
        className={`flex cursor-pointer flex-col items-start gap-1 rounded-lg border border-dashed border-edge p-5 hover:bg-wash has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${over ? "bg-accent-wash" : ""}`}
      >
        <span className="font-medium">{name || <Trans>Choose a CSV file</Trans>}</span>
        <span className="text-sm text-quiet">
          {name ? <Trans>Choose another</Trans> : <Trans>or drop it here</Trans>}
        </span>
        <input
          id={id}
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          className="sr-only"
          onChange={(event) => void open(event.target.files?.[0])}
        />
      </label>
      {note && (
        <p role="alert" className="text-sm text-warn">
          {note}
        </p>
      )}
      <details open={Boolean(text) && !name}>
        <summary className="min-h-9 text-sm text-quiet">
          <Trans>Or paste it</Trans>
        </summary>
        <TextArea
          label={t`The rows as text`}
          hint={pasteHint}
          className="max-h-72 font-mono text-sm"
          spellCheck={false}
          value={name ? "" : text}
          onChange={(event) => onText(event.target.value, "")}
        />
      </details>
    </div>
  );
}
