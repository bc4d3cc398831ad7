import { Trans, useLingui } from "@lingui/react/macro";
import { useSyncExternalStore } from "react";
import { useAsk } from "../features/work/ask";
import type { Failure } from "../replica/types";
import type { Level, Task } from "../types";
import { Button } from "../ui/button";
import { useToasts } from "../ui/toast";
import { useMine } from "./data";

/** Writes that the server refused: rolled back on screen, their words kept until somebody decides. */
export function Unsent() {
  const { replica } = useMine();
  const failed = useSyncExternalStore(replica.subscribe, () => replica.memory.failed);
  if (!failed.length) return null;
  return (
    <section aria-labelledby="unsent" className="mb-6 rounded-lg border border-edge bg-sheet px-4 py-3">
      <h2 id="unsent" className="text-base font-semibold">
        <Trans>Could not be done</Trans>
      </h2>
      <ul>
        {failed.map((failure) => (
          <Refused key={failure.key} failure={failure} />
        ))}
      </ul>
    </section>
  );
}

interface Words {
  id?: string;
  task_id?: string;
  title?: string;
  body?: string;
  level?: Level;
}

function Refused({ failure }: { failure: Failure }) {
  const { t } = useLingui();
  const { replica } = useMine();
  const { whoStepsDown } = useAsk();
  const { say } = useToasts();
  const input = failure.input as Words;
  const task = replica.memory.get<Task>("task", input.task_id ?? input.id ?? "");
  const title = input.title ?? task?.title ?? t`A task`;
  const details = failure.details as { occupants?: Task[]; body?: string; body_version?: number } | null;
  const words = input.body ?? input.title ?? "";

  async function again() {
    if (failure.code === "slot_full" && details?.occupants && input.level) {
      const chosen = await whoStepsDown(input.level, details.occupants);
      if (!chosen) return;
      await replica.discard(failure.key);
      await replica.mutate(failure.name, { ...input, step_down_ids: [chosen] });
      return;
    }
    // After a conflict, trying again means: mine replaces what stands there now.
    const base =
      failure.code === "edit_conflict" ? { version: details?.body_version ?? 0, after: null } : undefined;
    await replica.retry(failure.key, base);
  }

  return (
    <li className="flex flex-col gap-2 border-t border-line py-3 first:border-0">
      <p>
        <span className="font-serif">{title}</span>{" "}
        <span className="text-sm text-quiet">
          {failure.code === "edit_conflict"
            ? t`Somebody else has changed these words meanwhile.`
            : failure.message}
        </span>
      </p>
      {failure.code === "edit_conflict" && (
        <div className="grid gap-3 text-sm md:grid-cols-2">
          <Version name={t`Yours`} text={input.body ?? ""} />
          <Version name={t`As it stands`} text={details?.body ?? ""} />
        </div>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void again()}>
          {failure.code === "edit_conflict" ? <Trans>Use mine</Trans> : <Trans>Try again</Trans>}
        </Button>
        {words && (
          <Button
            look="plain"
            onClick={() => void navigator.clipboard.writeText(words).then(() => say(t`Copied`))}
          >
            <Trans>Copy the words</Trans>
          </Button>
        )}
        <Button look="plain" onClick={() => void replica.discard(failure.key)}>
          <Trans>Let it go</Trans>
        </Button>
      </div>
    </li>
  );
}

function Version({ name, text }: { name: string; text: string }) {
  return (
    <div>
      <p className="text-xs font-medium text-quiet">{name}</p>
      <p className="prose max-h-60 overflow-y-auto rounded border border-line p-2 whitespace-pre-wrap">
        {text}
      </p>
    </div>
  );
}
