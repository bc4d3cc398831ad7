import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { standings } from "../../data/bulk";
import { useDayWords } from "../../data/due";
import { useMine } from "../../data/mine";
import { strangerTo } from "../../data/readers";
import type { AcceptProposal, Offer, Propose } from "../../data/triage-operations";
import { levelWords } from "../../data/words";
import { isolate } from "../../lib/isolate";
import { uuidv7 } from "../../lib/uuid";
import type { Level, Person, Task } from "../../types";
import { useToasts } from "../../ui/toast";
import type { ListActions } from "./actions";
import { useAsk } from "./ask";

const decidedOf = ({ level, unanswered_at, agree_by_id, comment_count }: Task) => ({
  level,
  unanswered_at,
  agree_by_id,
  comment_count,
});

/** Everything that is done to what is to be decided, and about what two people settle. */
export function useDecisions({
  run,
  runAll,
  runWith,
  did,
  moves,
  room,
  listOf,
  close,
  comment,
}: ListActions) {
  const { me, replica } = useMine();
  const { say } = useToasts();
  const ask = useAsk();
  const { t, i18n } = useLingui();
  const dayWords = useDayWords();

  // biome-ignore lint/correctness/useExhaustiveDependencies: how a day is told changes with the language alone.
  return useMemo(() => {
    const self = me.person.id;
    const person = (id: string) => replica.memory.get<Person>("person", id);
    /** What was accepted or declined is to be decided again. */
    const undecided = (task: Task) => ({
      name: "task.undecide",
      input: { id: task.id, before: decidedOf(task) },
    });
    const undecide = (task: Task) => runAll([undecided(task)]);
    const drafted = (task: Task) => `propose.${task.id}`;
    const withdraw = (id: string) => run("proposal.withdraw", { id });

    function send(task: Task, offer: Offer, to: string, answers?: string) {
      const input: Propose = { id: task.id, by_id: self, answer_by_id: to, ...offer };
      if (answers !== undefined) input.proposal_id = answers;
      const written = runWith([drafted(task)], "task.propose", input);
      did(written, t`Proposed`, () => withdraw(task.id), task.title);
    }

    return {
      async accept(task: Task) {
        const found = await room(self, task.level, { title: task.title });
        if (!found) return;
        const { down, level } = found;
        // Whoever made room for it comes back to where it stood.
        const back = standings(listOf(self), new Set(down));
        const input = { id: task.id, level, ...(down.length ? { step_down_ids: down } : {}) };
        const written = run("task.accept", input);
        const word = i18n._(levelWords[level]).toLocaleLowerCase(i18n.locale);
        did(
          written,
          level === task.level ? t`Accepted` : t`Accepted, at ${word}`,
          () => runAll([undecided(task), ...moves(back, "")]),
          task.title,
        );
      },
      async decline(task: Task) {
        const reason = await ask.line({
          title: t`Decline, and say why`,
          label: t`In a line, for who asked`,
          action: t`Decline`,
          task,
          draft: `decline.${task.id}`,
          suggestions: [
            ...(task.due_date ? [t`Not before that date`] : []),
            t`Somebody else should do this`,
            t`It is done already`,
          ],
        });
        if (!reason) return;
        const written = runWith([`decline.${task.id}`], "task.decline", { id: task.id, reason });
        did(written, t`Declined`, () => undecide(task), task.title);
      },
      /** Another date or level, offered or as the answer to an offer: the other side decides. */
      async propose(task: Task) {
        const { proposal } = task;
        const offer = await ask.proposal(task);
        if (!offer) return;
        if (proposal && proposal.by_id !== self) return send(task, offer, proposal.by_id, proposal.id);
        send(task, offer, task.owner_id === self ? task.asked_by_id : task.owner_id);
      },
      withdrawProposal(task: Task) {
        void withdraw(task.id);
        say(t`Taken back`);
      },
      async acceptProposal(task: Task) {
        const { proposal } = task;
        if (!proposal) return;
        const input: AcceptProposal = { id: task.id };
        if (proposal.id) input.proposal_id = proposal.id;
        const level = (proposal.level as Level | null) ?? task.level;
        if (task.owner_id === self && (task.status === "triage" || level !== task.level)) {
          const found = await room(self, level, { ...task, only: true });
          if (!found) return;
          if (found.down.length) input.step_down_ids = found.down;
        }
        void run("proposal.accept", input);
        say(t`Agreed`, undefined, task.title);
      },
      async declineProposal(task: Task) {
        const { proposal } = task;
        const reason =
          proposal &&
          (await ask.line({
            title: t`Decline the proposal, and say why`,
            label: t`In a line`,
            action: t`Decline`,
            task,
            draft: `decline-proposal.${task.id}`,
          }));
        if (!reason) return;
        void runWith([`decline-proposal.${task.id}`], "proposal.decline", {
          id: task.id,
          reason,
          ...(proposal.id ? { proposal_id: proposal.id } : {}),
        });
        say(t`Declined`);
      },
      async question(task: Task) {
        const words = await ask.line({
          title: t`Ask before you decide`,
          label: t`Your question, in a line`,
          action: t`Ask`,
          task,
          draft: `ask.${task.id}`,
        });
        if (!words) return;
        const comment_id = uuidv7();
        const input = { id: task.id, comment_id, by_id: self, words };
        const written = runWith([`ask.${task.id}`], "task.ask", input);
        const name = isolate(person(task.asked_by_id)?.name ?? "");
        did(
          written,
          t`Asked; it waits for ${name}’s answer`,
          () => run("comment.remove", { id: comment_id, task_id: task.id }),
          task.title,
        );
      },
      /** The asker's answer to the owner's question. */
      async reply(task: Task) {
        const words = await ask.line({
          title: t`Answer the question`,
          label: task.question?.words ?? "",
          action: t`Answer`,
          task,
          draft: `reply.${task.id}`,
        });
        if (!words) return;
        const at = new Date().toISOString();
        const input = { id: uuidv7(), task_id: task.id, author_id: self, body: words, mention_ids: [], at };
        void runWith([`reply.${task.id}`], "task.comment", input);
        say(t`Answered, in the thread`);
      },
      /** How it stands, in the thread: that answers who asked. */
      async tell(task: Task) {
        const words = await ask.line({
          title: t`How does it stand?`,
          label: t`In a line, for who asked`,
          action: t`Say it`,
          task,
          draft: `state.${task.id}`,
          suggestions: [t`On its way, by the date`, t`Not begun yet`, t`It will be a few days later`],
        });
        if (!words) return;
        const at = new Date().toISOString();
        const input = { id: uuidv7(), task_id: task.id, author_id: self, body: words, mention_ids: [], at };
        const written = runWith([`state.${task.id}`], "task.comment", input);
        did(
          written,
          t`Said, in the thread`,
          () => run("comment.remove", { id: input.id, task_id: task.id }),
          task.title,
        );
      },
      /** Resolves to the day; null when the person leaves it. */
      snoozeDay: () => ask.snoozeDay(),
      async snooze(task: Task) {
        const until = await ask.snoozeDay();
        if (!until) return;
        const before = task.snoozed_until;
        const written = run("task.snooze", { id: task.id, until });
        const day = dayWords(until, me.person.time_zone);
        did(
          written,
          t`Put off until ${day}`,
          () => run("task.snooze", { id: task.id, until: before }),
          task.title,
        );
      },
      unsnooze(task: Task) {
        const until = task.snoozed_until;
        const written = run("task.snooze", { id: task.id, until: null });
        did(written, t`To decide again`, () => run("task.snooze", { id: task.id, until }), task.title);
      },
      async duplicate(task: Task) {
        const of = await ask.duplicateOf(task);
        if (of) close(task, "duplicate", t`Closed as a duplicate`, { duplicate_of_id: of });
      },
      /** To another owner: a report's list, or somebody's triage. */
      async hand(task: Task) {
        const to = await ask.owner(task);
        const owner = to && person(to);
        if (!owner) return;
        const straight = owner.manager_id === self || owner.id === self;
        void run("task.hand", { id: task.id, owner_id: owner.id, straight });
        const name = isolate(owner.name);
        say(
          straight && owner.id !== self ? t`It is on ${name}’s list now` : t`Asked ${name}`,
          undefined,
          task.title,
        );
      },
      /** A short talk instead of more words: a few times that suit both. */
      async talk(task: Task) {
        const words = await ask.talk(task);
        if (!words) return;
        // Who is waited for may not read the task yet: naming them brings them to it.
        void comment(task, words, strangerTo(task, self));
        say(t`Proposed, in the thread`);
      },
    };
  }, [me, replica, run, runAll, runWith, did, moves, room, listOf, close, comment, say, ask, t, i18n]);
}
