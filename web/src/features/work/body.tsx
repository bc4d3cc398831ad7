import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useDraftBox } from "../../data/draft";
import { useMine } from "../../data/mine";
import { fromServer } from "../../lib/trusted";
import { ReadBy } from "../../parts/read-by";
import type { TextBase } from "../../replica/types";
import type { Task } from "../../types";
import { Button } from "../../ui/button";
import { TextArea } from "../../ui/fields";
import { useToasts } from "../../ui/toast";

interface Written {
  text: string;
  /** What this text is written on, so that nobody's words are overwritten unseen. */
  base: TextBase;
}

function writtenOf(kept: string): Written | null {
  try {
    return kept ? (JSON.parse(kept) as Written) : null;
  } catch {
    return null;
  }
}

/** The body as rendered by the server; until it has been, the plain words. Never rendered here. */
export function Body({ task, html, writable }: { task: Task; html: string | null; writable: boolean }) {
  const { t } = useLingui();
  const { replica } = useMine();
  const { say } = useToasts();
  const box = useDraftBox(`body.${task.id}`);
  const draft = writable ? writtenOf(box.text) : null;
  // Words that were kept stand there when one comes; the keys go on to act on the task.
  const [begun, setBegun] = useState("");
  const setDraft = (next: Written) => box.write(JSON.stringify(next));

  function edit() {
    const confirmed = replica.memory.row("task", task.id)?.object as Task | undefined;
    const base = replica.textBase(`task ${task.id} body`, confirmed?.body_version ?? task.body_version);
    setBegun(task.id);
    setDraft({ text: task.body, base });
  }

  function save() {
    if (!draft) return;
    if (draft.text === task.body) return box.write("");
    const kept = replica.mutate("task.body", { id: task.id, body: draft.text }, draft.base);
    // If the words could not be kept on disk, they come back to the person.
    box.sent(kept);
    kept.catch(() => say(t`This could not be kept on this device. Copy your words and try again.`));
  }

  if (draft) {
    return (
      <div className="flex flex-col gap-2">
        <TextArea
          label={t`Description`}
          hideLabel
          dir="auto"
          autoFocus={begun === task.id}
          value={draft.text}
          onChange={(event) => setDraft({ ...draft, text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) save();
          }}
          className="min-h-40 font-serif"
          maxLength={20000}
        />
        <ReadBy task={task} />
        <div className="flex items-center gap-2">
          <Button look="primary" onClick={save}>
            <Trans>Save</Trans>
          </Button>
          <Button look="plain" onClick={() => box.write("")}>
            <Trans>Cancel</Trans>
          </Button>
          <span className="text-xs text-quiet">
            <Trans>Markdown</Trans>
          </span>
        </div>
      </div>
    );
  }
  return (
    <section aria-label={t`Description`}>
      {task.body ? (
        html !== null ? (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitized by the server, through the one policy.
          <div className="prose" dangerouslySetInnerHTML={fromServer(html)} />
        ) : (
          <div dir="auto" className="prose whitespace-pre-wrap">
            {task.body}
          </div>
        )
      ) : null}
      {writable && (
        <Button
          look="plain"
          className={`mt-1 -ms-3 ${task.body ? "" : "text-base! font-normal! pointer-coarse:text-[1rem]!"}`}
          onClick={edit}
        >
          {task.body ? <Trans>Edit</Trans> : <Trans>Add a description</Trans>}
        </Button>
      )}
    </section>
  );
}
