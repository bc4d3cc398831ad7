import { Trans, useLingui } from "@lingui/react/macro";
import { useSyncExternalStore } from "react";
import { Link, useLocation } from "wouter";
import { dropDraft } from "../data/draft";
import { useMine, usePerson } from "../data/mine";
import { levelWords } from "../data/words";
import { worklistOf } from "../data/worklist";
import { useAsk } from "../features/work/ask";
import { isolate } from "../lib/isolate";
import { Cost } from "../parts/cost";
import type { Draft, Failure } from "../replica/types";
import type { FullLevel, Impact, Level, Task } from "../types";
import { Button } from "../ui/button";
import { useToasts } from "../ui/toast";
import { deeds } from "./deeds";

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
  owner_id?: string;
  title?: string;
  body?: string;
  words?: string;
  text?: string;
  choice?: string;
  number?: number;
  url?: string;
  reason?: string;
  waiting_for?: { text?: string };
  step?: { text?: string };
  outcome?: { text?: string };
  patch?: Partial<Task>;
  level?: Level;
  before_id?: string;
  after_id?: string;
}

/** What somebody wrote in it. */
function wordsOf({ patch, step, outcome, waiting_for, ...input }: Words): string {
  const { body, title, words, text, choice, number, url, reason } = input;
  const all = [body, title, words, step?.text, outcome?.text, patch?.title, patch?.outcome?.text];
  const more = [waiting_for?.text, patch?.waiting_for?.text, text, choice, number?.toString(), url, reason];
  return [...all, ...more].find((one) => one) ?? "";
}

/** These say how to go on by their details; without them no more than their sentence. */
const detailed = new Set(["slot_full", "edit_conflict", "list_changed"]);

/** Whether it was to stand beside a task that has gone, or stands at another level now. */
function besideNone({ name, code }: Failure, input: Words, task: Task | undefined, rows: Draft): boolean {
  const id = input.before_id ?? input.after_id;
  if (code !== "state_conflict" || !task || !id) return false;
  if (name === "task.move" && task.rank === null) return false;
  const near = rows.get<Task>("task", id);
  return near?.owner_id !== task.owner_id || near.rank === null || near.level !== (input.level ?? task.level);
}

function Refused({ failure }: { failure: Failure }) {
  const { t, i18n } = useLingui();
  const { me, replica } = useMine();
  const { whoStepsDown, line, proposal, whichTask } = useAsk();
  const { say } = useToasts();
  const [, navigate] = useLocation();
  const input = failure.input as Words;
  const code = failure.details || !detailed.has(failure.code) ? failure.code : "";
  const id = input.task_id ?? input.id ?? "";
  const task = replica.memory.get<Task>("task", id);
  const owner = usePerson(input.owner_id ?? task?.owner_id ?? "");
  // What was done to a task that could not be made stands beside it.
  const unmade = replica.memory.failed.find(
    (other) => other !== failure && other.name === "task.add" && (other.input as Words).id === id,
  );
  const title = input.title ?? task?.title ?? (unmade?.input as Words | undefined)?.title ?? t`A task`;
  const deed = deeds[failure.name];
  const words = wordsOf(input);
  const conflict = failure.details as { body?: string; body_version?: number } | null;

  const alone = besideNone(failure, input, task, replica.memory);

  const full = code === "slot_full" ? (failure.details as FullLevel) : null;
  const level = full ? i18n._(levelWords[full.level as Level]) : "";
  const holders = full?.occupants.map((task) => `“${isolate(task.title)}”`).join(", ") ?? "";

  /** The same again, with what was missing: another write, under a new key. */
  async function instead(more: object) {
    await replica.discard(failure.key);
    await replica.mutate(failure.name, { ...input, ...more });
  }

  async function again() {
    if (code === "slot_full") {
      if (!full) return;
      const chosen = await whoStepsDown({
        level: full.level as Level,
        occupants: full.occupants,
        title,
        instead: null,
      });
      if (chosen && "id" in chosen) await instead({ step_down_ids: [chosen.id] });
    } else if (alone) {
      const nowhere = { before_id: undefined, after_id: undefined };
      if (failure.name !== "task.move") return instead(nowhere);
      const list = worklistOf(replica.memory.all<Task>("task"), task?.owner_id ?? "");
      const others = list.filter((other) => other.id !== id);
      const chosen = await whichTask({ title: t`Before which task?`, tasks: others });
      const onto = others.find((other) => other.id === chosen);
      if (onto) await instead({ ...nowhere, level: onto.level, before_id: onto.id });
    } else if (code === "reason_needed") {
      const about = task ?? { owner_id: me.person.id, asked_by_id: me.person.id, confidential: false };
      const reason = await line({
        title: t`Why do you move it?`,
        label: t`In a line, for its owner`,
        action: t`Move`,
        task: about,
        draft: `move.${id}`,
      });
      if (reason) await instead({ reason });
    } else if (code === "list_changed") {
      await instead({ list_revision: (failure.details as Impact).list_revision });
    } else if (code === "edit_conflict") {
      // Mine replaces what stands there now.
      await replica.retry(failure.key, { version: conflict?.body_version ?? 0, after: null });
    } else await replica.retry(failure.key);
  }

  // A date or a level is offered; what a task says is talked about.
  const offers = task !== undefined && (failure.name === "task.move" || input.patch?.due_date !== undefined);
  async function propose() {
    if (!offers) return navigate(`/tasks/${id}#thread`);
    const offer = await proposal(task);
    if (!offer) return;
    await replica.discard(failure.key);
    const by_id = me.person.id;
    await replica.mutate("task.propose", { id, by_id, answer_by_id: task.owner_id, ...offer });
    dropDraft(by_id, `propose.${id}`);
    say(t`Proposed`, () => replica.mutate("proposal.withdraw", { id }), title);
  }

  async function letGo() {
    const { name, input, text } = failure;
    await replica.discard(failure.key);
    say(t`Let go`, () => replica.mutate(name, input, text), title);
  }

  const said: Partial<Record<string, string>> = {
    slot_full: t`${level} is full: ${holders}.`,
    edit_conflict: t`Somebody else has changed these words meanwhile.`,
    list_changed: t`The list has changed since you looked. Now it would be so:`,
  };
  const asks: Partial<Record<string, string>> = {
    edit_conflict: t`Use mine`,
    slot_full: t`Choose who steps down`,
    reason_needed: t`Say why`,
    list_changed: t`Add it all the same`,
  };
  function plainly(): string {
    if (alone) return t`The task beside which it was put is not there any more.`;
    if (unmade || code === "dependency_failed") return t`The task to which it belongs could not be made.`;
    if (failure.status === 404 && !task) return t`The task is gone, or no longer for your eyes.`;
    if (failure.status >= 500) return t`The server has a fault with this one.`;
    return failure.message || t`The server does not take it.`;
  }
  return (
    <li className="flex flex-col gap-2 border-t border-line py-3 first:border-0">
      <div>
        <p className="text-xs text-quiet">{deed ? i18n._(deed) : <Trans>A change</Trans>}</p>
        <p className="font-serif [overflow-wrap:anywhere]">
          {task ? (
            <Link href={`/tasks/${task.id}`} className="hover:underline">
              <bdi>{title}</bdi>
            </Link>
          ) : (
            <bdi>{title}</bdi>
          )}
        </p>
        {words && words !== title && code !== "edit_conflict" && (
          <p
            dir="auto"
            className="mt-1 max-h-60 overflow-y-auto border-s-2 border-line ps-3 text-start font-serif text-sm whitespace-pre-wrap [overflow-wrap:anywhere]"
          >
            {words}
          </p>
        )}
        <p className="mt-1 text-sm text-quiet first-letter:uppercase">{said[code] ?? plainly()}</p>
      </div>
      {code === "edit_conflict" && (
        <div className="grid gap-3 text-sm md:grid-cols-2">
          <Version name={t`Yours`} text={input.body ?? ""} />
          <Version name={t`As it stands`} text={conflict?.body ?? ""} />
        </div>
      )}
      {code === "list_changed" && owner && <Cost impact={failure.details as Impact} owner={owner} />}
      <div className="flex flex-wrap gap-2">
        {code === "propose_instead" ? (
          <Button onClick={() => void propose()}>
            {offers ? <Trans>Propose it</Trans> : <Trans>Propose it in the thread</Trans>}
          </Button>
        ) : (
          <Button onClick={() => void again()}>
            {asks[code] ?? (alone && failure.name === "task.move" ? t`Choose its place` : t`Try again`)}
          </Button>
        )}
        {words && (
          <Button
            look="plain"
            onClick={() => void navigator.clipboard.writeText(words).then(() => say(t`Copied`))}
          >
            <Trans>Copy the words</Trans>
          </Button>
        )}
        <Button look="plain" onClick={() => void letGo()}>
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
      <p
        dir="auto"
        className="prose max-h-60 overflow-y-auto rounded border border-line p-2 whitespace-pre-wrap"
      >
        {text}
      </p>
    </div>
  );
}
