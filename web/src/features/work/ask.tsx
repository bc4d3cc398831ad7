import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { createContext, lazy, type ReactNode, Suspense, useContext, useMemo, useState } from "react";
import type { TooFull } from "../../data/bulk";
import { useDraftBox } from "../../data/draft";
import { useDueWords } from "../../data/due";
import { useObject, usePerson } from "../../data/mine";
import type { Offer } from "../../data/triage-operations";
import { levelWords } from "../../data/words";
import { levelBelow } from "../../data/worklist";
import { clipped } from "../../lib/clip";
import { isolate } from "../../lib/isolate";
import { isLink, wholeLink } from "../../lib/link";
import { type Readable, ReadBy } from "../../parts/read-by";
import type { Answer, Level, Occupant, Task } from "../../types";
import { Button } from "../../ui/button";
import { Coming } from "../../ui/coming";
import { Dialog } from "../../ui/dialog";
import { TextField } from "../../ui/fields";
import type { ChosenRule } from "./repeat-dialog";

type Outcome = NonNullable<Task["outcome"]>;
type WaitingFor = NonNullable<Task["waiting_for"]>;

// Asked seldom: they come when they are.
const WhichTask = lazy(async () => ({ default: (await import("./which-task")).WhichTask }));
const WaitingQuestion = lazy(async () => ({ default: (await import("./waiting-dialog")).WaitingQuestion }));
const OwnAnswer = lazy(async () => ({ default: (await import("./answer")).OwnAnswer }));
const Proposal = lazy(async () => ({ default: (await import("./proposal")).Proposal }));
const SnoozeDialog = lazy(async () => ({ default: (await import("./snooze-dialog")).SnoozeDialog }));
const OwnerDialog = lazy(async () => ({ default: (await import("./owner-dialog")).OwnerDialog }));
const TalkDialog = lazy(async () => ({ default: (await import("./talk-dialog")).TalkDialog }));
const DoubtDialog = lazy(async () => ({ default: (await import("./doubt-dialog")).DoubtDialog }));
const RepeatDialog = lazy(async () => ({ default: (await import("./repeat-dialog")).RepeatDialog }));
const DuplicateOf = lazy(async () => ({ default: (await import("./duplicate-of")).DuplicateOf }));

interface LineAsked {
  title: string;
  label: string;
  action: string;
  /** What it is about; its title is said where it is one. */
  task: Readable & Partial<Pick<Task, "title">>;
  /** The name under which the words are kept while they are written. */
  draft: string;
  /** It may stay empty. */
  optional?: boolean;
  /** Words that fit often: one tap writes them. */
  suggestions?: string[];
}

interface SlotAsked {
  level: Level;
  occupants: readonly Occupant[];
  /** The task that wants a place there. */
  title: string;
  /** The level with room that it may take instead. */
  instead: Level | null;
}

/** Questions that a change may need answered before it is made; null means: leave it. */
interface Asking {
  /** The level is full: which of these steps down? */
  whoStepsDown(asked: SlotAsked): Promise<{ id: string } | { level: Level } | null>;
  /** Says that several tasks don't find room, and who holds it. */
  noRoom(full: TooFull): Promise<null>;
  /** One line of words about a task, for example why a manager moves it. */
  line(asked: LineAsked): Promise<string | null>;
  /** What came of it; it may be skipped, and the record shows that (W13). */
  outcome(task: Task): Promise<Outcome | null>;
  /** The answer to the request that a task is a part of. */
  answer(task: Task, from?: Partial<Answer>): Promise<Partial<Answer> | null>;
  whichTask(asked: { title: string; tasks: readonly Task[] }): Promise<string | null>;
  /** What or whom a task waits for (W12). */
  waiting(task: Task): Promise<WaitingFor | null>;
  /** Another date or level, as an offer. */
  proposal(task: Task): Promise<Offer | null>;
  /** The working day until which something is put off. */
  snoozeDay(): Promise<string | null>;
  /** Whom a task is given to. */
  owner(task: Readable): Promise<string | null>;
  /** The words that propose a talk. */
  talk(task: Task): Promise<string | null>;
  /** The task that stays, of two that are the same. */
  duplicateOf(task: Task): Promise<string | null>;
  /** What nobody has spoken of for long: start all the same, or ask first? */
  doubt(task: Task): Promise<"start" | "ask" | null>;
  /** By which rule it comes again. */
  repeat(task: Task): Promise<ChosenRule | null>;
}

const AskContext = createContext<Asking | null>(null);

export function useAsk(): Asking {
  const asking = useContext(AskContext);
  if (!asking) throw new Error("useAsk outside of AskProvider");
  return asking;
}

export function AskProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<ReactNode>(null);
  const asking = useMemo<Asking>(() => {
    function put<T>(question: (answer: (value: T | null) => void) => ReactNode): Promise<T | null> {
      return new Promise((resolve) => {
        setOpen(
          question((value) => {
            setOpen(null);
            resolve(value);
          }),
        );
      });
    }
    return {
      whoStepsDown: (asked) =>
        put<{ id: string } | { level: Level }>((answer) => <SlotQuestion {...asked} answer={answer} />),
      noRoom: (full) => put<never>((answer) => <NoRoom full={full} onClose={() => answer(null)} />),
      line: (asked) => put<string>((answer) => <LineQuestion {...asked} answer={answer} />),
      outcome: (task) => put<Outcome>((answer) => <OutcomeQuestion task={task} answer={answer} />),
      answer: (task, from) =>
        put<Partial<Answer>>(
          (answer) =>
            task.request && <OwnAnswer task={task} asked={task.request} from={from} answer={answer} />,
        ),
      whichTask: ({ title, tasks }) =>
        put<string>((answer) => <WhichTask title={title} tasks={tasks} answer={answer} />),
      waiting: (task) => put<WaitingFor>((answer) => <WaitingQuestion task={task} answer={answer} />),
      proposal: (task) => put<Offer>((answer) => <Proposal task={task} answer={answer} />),
      snoozeDay: () => put<string>((answer) => <SnoozeDialog answer={answer} />),
      owner: (task) => put<string>((answer) => <OwnerDialog task={task} answer={answer} />),
      talk: (task) => put<string>((answer) => <TalkDialog task={task} answer={answer} />),
      doubt: (task) => put<"start" | "ask">((answer) => <DoubtDialog task={task} answer={answer} />),
      repeat: (task) => put<ChosenRule>((answer) => <RepeatDialog task={task} answer={answer} />),
      duplicateOf: (task) => put<string>((answer) => <DuplicateOf task={task} answer={answer} />),
    };
  }, []);
  return (
    <AskContext value={asking}>
      {children}
      <Suspense fallback={<Coming />}>{open}</Suspense>
    </AskContext>
  );
}

type SlotQuestionProps = SlotAsked & { answer: (chosen: { id: string } | { level: Level } | null) => void };

function SlotQuestion({ level, occupants, title, instead, answer }: SlotQuestionProps) {
  const { t, i18n } = useLingui();
  const word = i18n._(levelWords[level]);
  const small = (one: Level) => i18n._(levelWords[one]).toLocaleLowerCase(i18n.locale);
  const below = small(levelBelow(level));
  const other = instead && small(instead);
  const name = isolate(clipped(title));
  return (
    <Dialog title={t`${word} is full. Which one steps down?`} onClose={() => answer(null)}>
      <p className="[overflow-wrap:anywhere]">
        <Trans>
          To make room for <bdi className="font-serif">“{title}”</bdi>
        </Trans>
      </p>
      <div className="flex flex-col gap-2">
        <ul className="flex flex-col gap-2">
          {occupants.map((task) => (
            <li key={task.id}>
              <Button
                className="min-h-11! w-full justify-start! text-start font-serif text-[1rem]! font-normal! [overflow-wrap:anywhere]"
                onClick={() => answer({ id: task.id })}
              >
                <bdi className="min-w-0 flex-1">{task.title}</bdi>
                <DueOf id={task.id} />
              </Button>
            </li>
          ))}
        </ul>
        <p className="text-sm text-quiet">
          <Trans>It goes to the top of {below}. Nothing is lost.</Trans>
        </p>
      </div>
      <div className="flex flex-wrap gap-2 border-t border-line pt-4">
        {instead && (
          <Button className="min-h-11!" onClick={() => answer({ level: instead })}>
            <Trans>
              Put “{name}” at {other} instead
            </Trans>
          </Button>
        )}
        {/* Focused first, so that Enter pressed twice moves nobody's work. */}
        <Button look="plain" className="min-h-11!" data-first="" onClick={() => answer(null)}>
          <Trans>Leave everything as it is</Trans>
        </Button>
      </div>
    </Dialog>
  );
}

function NoRoom({ full, onClose }: { full: TooFull; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const word = i18n._(levelWords[full.level]);
  return (
    <Dialog title={t`${word} has no room for all of them`} onClose={onClose}>
      <p>
        {full.free === 0 ? (
          <Trans>All its places are taken:</Trans>
        ) : (
          <Plural value={full.free} one="It takes one more. There now:" other="It takes # more. There now:" />
        )}
      </p>
      <ul className="flex flex-col gap-1 font-serif">
        {full.occupants.map((task) => (
          <li key={task.id} dir="auto" className="[overflow-wrap:anywhere]">
            {task.title}
          </li>
        ))}
      </ul>
      <p className="text-sm text-quiet">
        <Trans>Nothing was changed. Choose fewer, or lower one of these first.</Trans>
      </p>
      <Button look="primary" data-first="" className="self-start" onClick={onClose}>
        <Trans>All right</Trans>
      </Button>
    </Dialog>
  );
}

/** When a task is due, beside its title. */
function DueOf({ id }: { id: string }) {
  const task = useObject<Task>("task", id);
  const owner = usePerson(task?.owner_id ?? "");
  const dueWords = useDueWords();
  const due = task && owner && dueWords(task, owner);
  if (!due) return null;
  return (
    <span
      className={`ms-3 shrink-0 font-sans text-sm first-letter:uppercase ${due.overdue ? "font-medium text-warn" : "text-quiet"}`}
    >
      {due.text}
    </span>
  );
}

type LineQuestionProps = LineAsked & { answer: (line: string | null) => void };

function LineQuestion({
  title,
  label,
  action,
  task,
  draft,
  optional,
  suggestions,
  answer,
}: LineQuestionProps) {
  const { text, write } = useDraftBox(draft);
  const line = text.trim();
  return (
    <Dialog title={title} onClose={() => answer(null)}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (line || optional) answer(line);
        }}
      >
        {task.title && (
          <p className="font-serif [overflow-wrap:anywhere]">
            <bdi>{task.title}</bdi>
          </p>
        )}
        <div className="flex flex-col gap-1.5">
          <TextField
            label={label}
            value={text}
            onChange={(event) => write(event.target.value)}
            dir="auto"
            autoFocus
            maxLength={500}
            required={!optional}
            autoComplete="off"
          />
          <ReadBy task={task} />
        </div>
        {suggestions && (
          <div className="flex flex-wrap gap-2">
            {suggestions.map((words) => (
              <Button key={words} className="text-xs!" onClick={() => write(words)}>
                {words}
              </Button>
            ))}
          </div>
        )}
        <div className="flex gap-2">
          <Button type="submit" look="primary">
            {action}
          </Button>
          <Button
            look="plain"
            onClick={() => {
              write("");
              answer(null);
            }}
          >
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function OutcomeQuestion({ task, answer }: { task: Task; answer: (outcome: Outcome | null) => void }) {
  const { t } = useLingui();
  const done = task.status === "done";
  const text = useDraftBox(`outcome.${task.id}`);
  const url = useDraftBox(`outcome-url.${task.id}`);
  const [wrong, setWrong] = useState<string>();
  // What has been told already is what one goes on from.
  const [told] = useState(() => ({
    text: text.text || task.outcome?.text,
    url: url.text || task.outcome?.url,
  }));
  return (
    <Dialog title={t`What came of it?`} onClose={() => answer(null)}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          const words = String(data.get("text") ?? "").trim();
          const link = wholeLink(String(data.get("url") ?? ""));
          if (link && !isLink(link))
            return setWrong(t`Write a whole link, such as https://example.com/forecast.`);
          answer({ text: words, url: link, skipped: !words && !link });
        }}
      >
        <p className="font-serif">
          <bdi>{task.title}</bdi>
        </p>
        <TextField
          name="text"
          label={t`In a line, for the record`}
          dir="auto"
          defaultValue={told.text}
          onChange={(event) => text.write(event.target.value)}
          maxLength={500}
          autoFocus
          autoComplete="off"
        />
        <TextField
          name="url"
          inputMode="url"
          label={t`A link, if any`}
          defaultValue={told.url}
          error={wrong}
          onChange={(event) => {
            setWrong(undefined);
            url.write(event.target.value);
          }}
          maxLength={2000}
          autoComplete="off"
        />
        <ReadBy task={task} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary">
            {done ? <Trans>Save</Trans> : <Trans>Done</Trans>}
          </Button>
          {!done && (
            <Button look="plain" onClick={() => answer({ text: "", url: "", skipped: true })}>
              <Trans>Without an outcome</Trans>
            </Button>
          )}
          <Button look="plain" onClick={() => answer(null)}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
