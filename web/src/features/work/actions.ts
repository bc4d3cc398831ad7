import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { endOf, standings, takenBack, weighs } from "../../data/bulk";
import { dropDraft } from "../../data/draft";
import { useMine, useSlots } from "../../data/mine";
import type { AddTask, MoveTask, TaskPatch } from "../../data/operations";
import { type StepChange, stepBack } from "../../data/steps";
import { levelWords } from "../../data/words";
import { isFull, occupants, type Place, roomBelow, worklistOf } from "../../data/worklist";
import { givenName } from "../../lib/given-name";
import { isolate } from "../../lib/isolate";
import { uuidv7 } from "../../lib/uuid";
import type { Answer, CancelReason, Level, ParsedTask, Person, Task } from "../../types";
import { Stays, type Undo, useToasts } from "../../ui/toast";
import { useAsk } from "./ask";
import { useAsks } from "./asks";
import { useDecisions } from "./decisions";
import { useInterrupting } from "./interrupting";
import { levelOf } from "./parse";

/** Where a task stands now, as a place that a move can bring it back to. */
function placeOf(list: readonly Task[], task: Task): Place {
  const level = list.filter((t) => t.level === task.level);
  const at = level.findIndex((t) => t.id === task.id);
  const after = level[at - 1];
  const before = level[at + 1];
  return after ? { after_id: after.id } : before ? { before_id: before.id } : {};
}

/** An outcome is asked for where somebody will want to know it (W13). */
export function wantsOutcome(task: Task): boolean {
  return task.asked_by_id !== task.owner_id || task.level === "urgent" || task.level === "high";
}

/** Whether another's word stands by now where this change has put one: that is not taken back with it. */
function overwritten(now: Task, patch: TaskPatch): boolean {
  // As the server writes a line.
  const plain = (words: string | null | undefined) => (words ?? "").replace(/[\s\p{Cc}]+/gu, " ").trim();
  const names = ["title", "due_date", "due_time"] as const;
  return names.some((name) => patch[name] !== undefined && plain(patch[name]) !== plain(now[name]));
}

const outcomeDrafts = (id: string): string[] => [`outcome.${id}`, `outcome-url.${id}`];

/**
 * Everything that a person does to tasks. Each is on screen at once, asks first
 * what it must (who steps down, why), and can be undone where that is possible.
 */
export function useTaskActions() {
  const list = useListActions();
  const decisions = useDecisions(list);
  const asks = useAsks(list);
  const interrupting = useInterrupting(list);
  return useMemo(
    () => ({ ...list, ...decisions, ...asks, ...interrupting }),
    [list, decisions, asks, interrupting],
  );
}

function useListActions() {
  const { me, replica } = useMine();
  const slots = useSlots();
  const { say, undoLast } = useToasts();
  const ask = useAsk();
  const { t, i18n } = useLingui();

  return useMemo(() => {
    const self = me.person.id;
    /** Resolves when it is kept on this device; rejects, and says so, when it could not be. */
    const told = <T>(kept: Promise<T>): Promise<T> => {
      kept.catch(() => say(t`This could not be kept on this device. Free some space on it, and try again.`));
      return kept;
    };
    const run = (name: string, input: unknown) => told(replica.mutate(name, input));
    /** Several, kept all or none. */
    const runAll = (writes: { name: string; input: unknown }[]) => told(replica.mutateAll(writes));
    /** Says what `written` has done, and that it can be taken back: unless it was not done at all. */
    const did = (written: Promise<string>, words: string, undo: Undo, on?: string, at?: string): void => {
      const back = async () => {
        const key = await written.catch(() => {
          throw new Stays(t`It was not kept, so there is nothing to undo.`);
        });
        if (replica.refused(key)) throw new Stays(t`It was refused: it stands in “Could not be done”.`);
        await undo();
      };
      say(words, back, on, at);
    };
    const moves = (places: MoveTask[], reason: string) =>
      places.map((place) => ({ name: "task.move", input: reason ? { ...place, reason } : place }));
    /** The same with words from a dialog: their drafts go when the words are kept. */
    const runWith = (drafts: string[], name: string, input: unknown): Promise<string> => {
      const written = run(name, input);
      written.then(
        () => {
          for (const draft of drafts) dropDraft(self, draft);
        },
        () => {},
      );
      return written;
    };
    const listOf = (owner: string) => worklistOf(replica.memory.all<Task>("task"), owner);

    /**
     * Resolves to who steps down, [] when there is room, and to where the task goes then: to the level
     * that was meant, or the next one with room below it. null when the person leaves it.
     */
    async function room(
      owner: string,
      level: Level,
      subject: { title: string; id?: string; level?: Level; only?: boolean },
    ): Promise<{ down: string[]; level: Level } | null> {
      const down: string[] = [];
      const list = listOf(owner);
      let into = level;
      let title = subject.title;
      // Whoever steps down may find the next level full in turn.
      while (isFull(list, slots, into, subject.id)) {
        const free = subject.only || down.length ? null : roomBelow(list, slots, into);
        const chosen = await ask.whoStepsDown({
          level: into,
          occupants: occupants(list, into, subject.id),
          title,
          instead: free === subject.level ? null : free,
        });
        if (chosen === null) return null;
        if ("level" in chosen) return { down: [], level: chosen.level };
        down.push(chosen.id);
        title = list.find((task) => task.id === chosen.id)?.title ?? title;
        into = into === "urgent" ? "high" : "medium";
      }
      return { down, level };
    }

    async function move(task: Task, wanted: Level, to: Place): Promise<void> {
      const list = listOf(task.owner_id);
      const stays = task.status === "blocked" || wanted === task.level;
      const found = stays ? { down: [], level: wanted } : await room(task.owner_id, wanted, task);
      if (!found) return;
      const { down, level } = found;
      const top = list.find((other) => other.level === level);
      const place = level === wanted ? to : task.status !== "triage" && top ? { before_id: top.id } : {};
      const input: MoveTask = { id: task.id, level, ...place };
      let reason: string | null = "";
      if (task.owner_id !== self && weighs(list, slots, input)) {
        reason = await ask.line({
          title: t`Why do you move it?`,
          label: t`In a line, for its owner`,
          action: t`Move`,
          task,
          draft: `move.${task.id}`,
        });
        if (reason === null) return;
      }
      if (down.length) input.step_down_ids = down;
      if (reason) input.reason = reason;
      const written = runWith([`move.${task.id}`], "task.move", input);
      const there = listOf(task.owner_id).filter((x) => x.level === level);
      const nth = there.findIndex((x) => x.id === task.id) + 1;
      const of = there.length;
      const word = i18n._(levelWords[level]).toLocaleLowerCase(i18n.locale);
      const title = isolate(task.title);
      // In words, for those who don't see it move.
      const words = nth ? t`“${title}” is ${nth} of ${of} in ${word}` : t`“${title}” is in ${word}`;
      did(written, words, () => runAll(moves(takenBack(list, task.id, down), reason && t`Undone`)));
    }

    const reopen = (task: Task, place: Place = {}) => run("task.reopen", { id: task.id, ...place });

    function close(task: Task, reason: CancelReason, words: string, more: { duplicate_of_id?: string } = {}) {
      const place = placeOf(listOf(task.owner_id), task);
      const written = run("task.cancel", { id: task.id, reason, ...more });
      did(written, words, () => reopen(task, place), task.title);
    }

    /** Resolves to whether it was answered: done and seen in one step, the others ask first. */
    async function answer(task: Task, from?: Partial<Answer>): Promise<boolean> {
      const plain = task.request?.kind === "done" || task.request?.kind === "seen";
      const given = plain ? {} : await ask.answer(task, from);
      if (given === null) return false;
      const place = placeOf(listOf(task.owner_id), task);
      const drafts = [`answer.${task.id}`, `answer-note.${task.id}`];
      const written = runWith(drafts, "task.answer", { id: task.id, ...given });
      const words = task.request?.kind === "seen" ? t`Seen` : t`Answered`;
      did(written, words, () => reopen(task, place), task.title);
      return true;
    }

    return {
      run,
      runAll,
      runWith,
      did,
      moves,
      room,
      close,
      answer,
      /** It was answered elsewhere, as the asker says. */
      confirmAnswer(task: Task) {
        const written = run("task.answer", { id: task.id, confirm: true });
        did(written, t`Answered`, () => reopen(task), task.title);
      },
      listOf,
      move,
      undoLast,
      reopen,
      setLevel(task: Task, level: Level) {
        if (level === task.level) return;
        const first = listOf(task.owner_id).find((x) => x.level === level);
        void move(task, level, task.status !== "triage" && first ? { before_id: first.id } : {});
      },
      /** One step up or down; over the edge of a level it goes into the next one. */
      nudge(task: Task, by: 1 | -1) {
        const list = listOf(task.owner_id);
        const next = list[list.findIndex((x) => x.id === task.id) + by];
        if (!next) return;
        const sameLevel = next.level === task.level;
        const before = sameLevel ? by < 0 : by > 0;
        void move(task, next.level, before ? { before_id: next.id } : { after_id: next.id });
      },
      toEnd(task: Task, end: "top" | "bottom") {
        const place = endOf(listOf(task.owner_id), task, end);
        if (place) void move(task, task.level, place);
      },
      /** For those who cannot drag: in front of which one? */
      async moveBefore(task: Task) {
        const others = listOf(task.owner_id).filter((other) => other.id !== task.id);
        const chosen = await ask.whichTask({ title: t`Before which task?`, tasks: others });
        const onto = others.find((other) => other.id === chosen);
        if (onto) void move(task, onto.level, { before_id: onto.id });
      },
      /** Resolves to whether it was done. */
      async complete(task: Task): Promise<boolean> {
        if (task.request) return answer(task);
        const outcome = wantsOutcome(task) ? await ask.outcome(task) : undefined;
        if (outcome === null) return false;
        const place = placeOf(listOf(task.owner_id), task);
        const input = { id: task.id, ...(outcome ? { outcome } : {}) };
        const written = runWith(outcomeDrafts(task.id), "task.complete", input);
        did(written, t`Done`, () => reopen(task, place), task.title);
        return true;
      },
      noLongerNeeded: (task: Task) => close(task, "no_longer_needed", t`No longer needed`),
      withdraw: (task: Task) => close(task, "withdrawn", t`Withdrawn`),
      start: (task: Task) => void run("task.start", { id: task.id }),
      stop: (task: Task) => void run("task.stop", { id: task.id }),
      unblock: (task: Task) => void run("task.unblock", { id: task.id }),
      agree(task: Task) {
        void run("task.agree", { id: task.id });
        say(t`Agreed`);
      },
      async putBack(task: Task) {
        const level = task.moved?.level as Level;
        // Back is where it was: no other level will do.
        const subject = { ...task, only: true };
        const down = level === task.level ? [] : (await room(self, level, subject))?.down;
        if (!down) return;
        void run("task.put-back", { id: task.id, ...(down.length ? { step_down_ids: down } : {}) });
      },
      async block(task: Task) {
        const waiting_for = await ask.waiting(task);
        if (!waiting_for) return;
        const drafts = [`waiting.${task.id}`];
        if (task.status === "blocked")
          void runWith(drafts, "task.patch", { id: task.id, patch: { waiting_for } });
        else void runWith(drafts, "task.block", { id: task.id, waiting_for });
      },
      patch(task: Task, patch: TaskPatch) {
        const old: Record<string, unknown> = {};
        for (const name of Object.keys(patch)) if (name in task) old[name] = task[name as keyof Task];
        // Taking a moved date back is a move of the date too, and says why.
        if (patch.due_reason) old.due_reason = patch.due_reason;
        const kept = run("task.patch", { id: task.id, patch });
        const back = async () => {
          const now = replica.memory.get<Task>("task", task.id);
          if (now && overwritten(now, patch))
            throw new Stays(t`Somebody has changed it since: it stays as it is.`);
          await run("task.patch", { id: task.id, patch: old });
        };
        did(kept, t`Changed`, back, task.title);
        return kept;
      },
      /** One step of its checklist. */
      step(task: Task, step: StepChange) {
        const back = stepBack(task.checklist, step);
        const kept = run("task.step", { id: task.id, step });
        did(kept, t`Changed`, () => run("task.step", { id: task.id, step: back }), task.title);
        return kept;
      },
      /** What came of a task that is done already. */
      async tellOutcome(task: Task) {
        const outcome = await ask.outcome(task);
        if (outcome) void runWith(outcomeDrafts(task.id), "task.patch", { id: task.id, patch: { outcome } });
      },
      remove(task: Task) {
        void run("task.remove", { id: task.id });
        say(t`Deleted`);
      },
      /** Resolves to the new task's id; null when the person leaves it. */
      async add(
        parsed: ParsedTask,
        list_revision?: number,
      ): Promise<{ id: string; kept: Promise<unknown> } | null> {
        const owner = parsed.owner_id || self;
        const wanted = levelOf(parsed);
        const person = replica.memory.get<Person>("person", owner);
        const straight = owner === self || person?.manager_id === self;
        const found = straight
          ? await room(owner, wanted, { title: parsed.title })
          : { down: [], level: wanted };
        if (!found) return null;
        const { down, level } = found;
        const id = uuidv7();
        const input: AddTask = {
          id,
          title: parsed.title,
          owner_id: owner,
          asked_by_id: self,
          straight,
          level,
          due_date: parsed.due_date || null,
          labels: parsed.labels,
          at: new Date().toISOString(),
        };
        if (parsed.due_time) input.due_time = parsed.due_time;
        if (parsed.repeat) input.repeat = parsed.repeat;
        if (parsed.source_url) input.source_url = parsed.source_url;
        if (down.length) input.step_down_ids = down;
        if (list_revision) input.list_revision = list_revision;
        const back = standings(listOf(owner), new Set(down));
        const kept = run("task.add", input);
        const undo = () =>
          runAll([{ name: "task.remove", input: { id } }, ...moves(back, owner === self ? "" : t`Undone`)]);
        const name = isolate(givenName(person?.name ?? ""));
        const words = owner === self ? t`Added` : straight ? t`Added to ${name}’s list` : t`Put to ${name}`;
        did(kept, words, undo, parsed.title, `/tasks/${id}`);
        return { id, kept };
      },
      comment(task: Task, body: string, mention_ids: string[]): Promise<unknown> {
        const at = new Date().toISOString();
        return run("task.comment", {
          id: uuidv7(),
          task_id: task.id,
          author_id: self,
          body,
          mention_ids,
          at,
        });
      },
      removeComment(task: Task, id: string) {
        void run("comment.remove", { id, task_id: task.id });
        say(t`Comment deleted`);
      },
    };
  }, [me, replica, slots, say, undoLast, ask, t, i18n]);
}

export type ListActions = ReturnType<typeof useListActions>;
export type TaskActions = ReturnType<typeof useTaskActions>;
