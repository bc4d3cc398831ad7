import { Trans, useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { useDraftBox } from "../../data/draft";
import { useImpact } from "../../data/impact";
import { useBudget } from "../../data/interrupt";
import { useAll, useMine, usePerson } from "../../data/mine";
import { useMeaning } from "../../data/understood";
import { instantIn, zoneCity } from "../../lib/dates";
import { givenName } from "../../lib/given-name";
import { isolate } from "../../lib/isolate";
import type { Holiday, TimeOff } from "../../lib/quickadd/setting";
import { curly } from "../../lib/quotes";
import { Cost } from "../../parts/cost";
import { ReadBy } from "../../parts/read-by";
import type { Level, ParsedTask, Person, Task } from "../../types";
import { Button } from "../../ui/button";
import { Kbd } from "../../ui/small";
import type { TaskActions } from "./actions";
import { useGrammar } from "./grammar";
import { levelOf, parseOnServer } from "./parse";

const pauseMs = 300;

/** The one task that is being written, as far as the list shows it. */
export interface Writing {
  owner_id: string;
  title: string;
  level: Level;
  /** The tasks that it would probably make late. */
  late: string[];
}

interface QuickAddProps {
  owner: Person;
  mine: boolean;
  actions: TaskActions;
  inputRef: RefObject<HTMLTextAreaElement | null>;
  /** The list, whose changes change the cost. */
  fresh: readonly Task[];
  onWriting: (writing: Writing | null) => void;
  onAdded: (id: string) => void;
  /** The line is left: the list takes over the keys. */
  onLeave: () => void;
}

/** A line that becomes a task, or several lines that become several; what was understood is shown before it is saved. */
export function QuickAdd(props: QuickAddProps) {
  const { owner, mine, actions, inputRef, fresh, onWriting, onAdded, onLeave } = props;
  const { t } = useLingui();
  const { me } = useMine();
  const { text, write: setText, sent } = useDraftBox(`add.${owner.id}`);
  const form = useRef<HTMLFormElement>(null);
  const read = useDrafts(text, owner.id);
  const drafts = read ?? [];
  const single = drafts.length === 1 ? drafts[0] : undefined;
  const firstName = isolate(givenName(owner.name));
  const impact = useImpact(
    single ? single.owner_id : null,
    single?.title
      ? {
          level: levelOf(single),
          ...(single.due_date ? { due_date: single.due_date } : {}),
          ...(single.due_time ? { due_time: single.due_time } : {}),
        }
      : null,
    fresh,
  );
  const level = single?.title ? levelOf(single) : null;
  const writing = useMemo(
    () =>
      single?.title && level
        ? {
            owner_id: single.owner_id,
            title: single.title,
            level,
            late: impact?.becomes_late.map((task) => task.id) ?? [],
          }
        : null,
    [single?.title, single?.owner_id, level, impact],
  );
  useEffect(() => onWriting(writing), [writing, onWriting]);
  const asked = single && single.owner_id !== me.person.id;

  /** The same, told at once instead of by the next digest. */
  async function saveNow() {
    if (!single || isAmiss(single, me.person.id)) return;
    const { how, added } = await actions.addNow(single, impact?.list_revision);
    if (how === "digest") return save();
    if (!added) return inputRef.current?.focus();
    if (single.owner_id === owner.id) onAdded(added.id);
    sent(added.kept, "");
  }

  async function save() {
    if (!read) {
      setEntered(true);
      return;
    }
    const lines = text.split("\n");
    if (!drafts.length || drafts.some((draft) => isAmiss(draft, me.person.id))) return;
    const kept: Promise<unknown>[] = [];
    for (const draft of drafts) {
      // Only for another's list: one's own order changes with every stroke.
      const added = await actions.add(draft, asked ? impact?.list_revision : undefined);
      if (added === null) break;
      kept.push(added.kept);
      if (draft.owner_id === owner.id) onAdded(added.id);
      lines[draft.line - 1] = "";
    }
    const rest = lines.filter((line) => line.trim()).join("\n");
    sent(Promise.all(kept), rest);
  }

  // Enter was pressed before the line could be read: it counts when it can.
  const [entered, setEntered] = useState(false);
  useEffect(() => {
    if (!entered || !read) return;
    setEntered(false);
    void save();
  });

  /** Takes a line out, or puts more words to it. */
  function change(draft: ParsedTask, more: string | null) {
    const lines = text.split("\n");
    if (more === null) lines.splice(draft.line - 1, 1);
    else lines[draft.line - 1] = `${lines[draft.line - 1] ?? ""} ${more}`;
    setText(lines.join("\n"));
    inputRef.current?.focus();
  }

  return (
    <form
      ref={form}
      className="group relative border-b border-edge focus-within:border-accent"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="flex items-start gap-2">
        <textarea
          ref={inputRef}
          rows={1}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") {
              event.preventDefault();
              event.currentTarget.blur();
              onLeave();
            }
            if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
              event.preventDefault();
              void save();
            }
          }}
          aria-label={mine ? t`Add a task` : t`Add a task to ${firstName}’s list`}
          placeholder={
            !mine
              ? t`Add to ${firstName}’s list`
              : matchMedia("(min-width: 48rem)").matches
                ? t`Add a task: review pricing page by fri 3pm high #launch`
                : t`Add a task: call Rui by fri high`
          }
          aria-describedby="understood"
          autoComplete="off"
          enterKeyHint="done"
          className="field-sizing-content max-h-60 min-h-11 w-full min-w-0 resize-none bg-transparent py-2.5 text-base leading-6 placeholder:overflow-hidden placeholder:text-ellipsis placeholder:whitespace-nowrap placeholder:text-quiet focus:outline-none"
        />
        <span className="hidden pt-2.5 md:inline">
          <Kbd>{text ? "↵" : "c"}</Kbd>
        </span>
      </div>
      <div id="understood" aria-live="polite">
        {drafts.length > 0 && (
          <ul className="pb-1">
            {drafts.map((draft) => (
              <Understood
                key={draft.line}
                draft={draft}
                several={drafts.length > 1}
                onRemove={() => change(draft, null)}
                onWords={(words) => change(draft, words)}
              />
            ))}
          </ul>
        )}
      </div>
      {impact && single && (
        <CostOf impact={impact} ownerId={single.owner_id} mine={single.owner_id === me.person.id} />
      )}
      {single && asked && single.title && (
        <Told
          personId={single.owner_id}
          onNow={() => {
            // It wants a date first, as the line above asks.
            const date = lacksDate(single, me.person.id) && form.current?.querySelector("input[type=date]");
            if (date instanceof HTMLElement) date.focus();
            else void saveNow();
          }}
        />
      )}
      {/* Nothing moves when the line is left: the press that leaves it would miss what it was for. */}
      <p
        className={
          text.trim()
            ? "flex items-center justify-between gap-3 pb-1"
            : "absolute inset-x-0 top-[calc(100%+1px)] z-10 hidden bg-paper py-1 group-focus-within:block md:truncate md:bg-transparent md:pt-0.5 md:pb-0 md:leading-5"
        }
      >
        <ReadBy
          task={{
            owner_id: single?.owner_id ?? owner.id,
            asked_by_id: me.person.id,
            confidential: false,
          }}
        />
        {drafts.length > 1 && <Count drafts={drafts} />}
      </p>
    </form>
  );
}

function CostOf({
  ownerId,
  ...rest
}: {
  impact: Parameters<typeof Cost>[0]["impact"];
  ownerId: string;
  mine: boolean;
}) {
  const owner = usePerson(ownerId);
  return owner ? (
    <div className="pb-1">
      <Cost owner={owner} {...rest} />
    </div>
  ) : null;
}

/** When its owner hears of it: with their next digest, unless one says why it can't wait. */
function Told({ personId, onNow }: { personId: string; onNow: () => void }) {
  const owner = usePerson(personId);
  const { data: budget } = useBudget(personId);
  const name = isolate(givenName(owner?.name ?? ""));
  if (!budget) return null;
  const at = budget.digest_at && instantIn(new Date(budget.digest_at), budget.time_zone);
  const city = zoneCity(budget.time_zone);
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-1 text-xs text-quiet">
      <span>
        {at ? (
          <Trans>
            In {name}’s next digest: {at} {city}
          </Trans>
        ) : (
          <Trans>On {name}’s list, without a digest</Trans>
        )}
      </span>
      <Button look="plain" className="-ms-2 min-h-7! px-2! text-xs! pointer-coarse:min-h-11!" onClick={onNow}>
        <Trans>Now instead…</Trans>
      </Button>
    </p>
  );
}

function Count({ drafts }: { drafts: readonly ParsedTask[] }) {
  const { t } = useLingui();
  const count = drafts.length;
  return (
    <Button type="submit" look="primary" className="shrink-0">
      {t`Add ${count} tasks`}
    </Button>
  );
}

/**
 * At once from the grammar on this device; the server's reading, which knows every holiday, replaces it. null while
 * neither is here.
 */
function useDrafts(text: string, ownerId: string): readonly ParsedTask[] | null {
  const people = useAll<Person>("person");
  const timeOff = useAll<TimeOff>("time_off");
  const holidays = useAll<Holiday>("holiday");
  const grammar = useGrammar(text.trim() !== "");
  const here = useMemo(() => {
    if (!text.trim()) return [];
    return grammar?.parse(text, grammar.settingOf(ownerId, { people, timeOff, holidays })) ?? null;
  }, [grammar, text, ownerId, people, timeOff, holidays]);
  const [confirmed, setConfirmed] = useState<{ of: string; drafts: ParsedTask[] } | null>(null);
  const of = `${ownerId} ${text}`;
  useEffect(() => {
    if (!text.trim()) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      parseOnServer(text, ownerId, stop.signal).then(
        (drafts) => setConfirmed({ of: `${ownerId} ${text}`, drafts }),
        () => {},
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text, ownerId]);
  return confirmed?.of === of ? confirmed.drafts : here;
}

/** Work for another has a date, or says that it has none (W4). */
function lacksDate(draft: ParsedTask, self: string): boolean {
  return draft.owner_id !== self && !draft.due_date && !draft.no_date;
}

function isAmiss(draft: ParsedTask, self: string): boolean {
  return !draft.title || lacksDate(draft, self);
}

interface UnderstoodProps {
  draft: ParsedTask;
  several: boolean;
  onRemove: () => void;
  onWords: (words: string) => void;
}

function Understood({ draft, several, onRemove, onWords }: UnderstoodProps) {
  const { t } = useLingui();
  const { me } = useMine();
  const owner = usePerson(draft.owner_id);
  const people = useAll<Person>("person");
  const meaning = useMeaning(draft, owner ?? me.person, people);
  const name = isolate(givenName(owner?.name ?? ""));
  const { title } = draft;
  const said = isolate(title);
  return (
    <li className={`py-1 ${several ? "border-t border-line" : ""}`}>
      <div className="flex items-start gap-2">
        <p className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2 gap-y-1 text-xs text-quiet">
          <bdi className="min-w-0 font-serif text-sm text-ink [overflow-wrap:anywhere]">{title}</bdi>
          {draft.understood.map((span) => (
            <bdi key={`${span.start} ${span.kind}`} className="max-w-full truncate rounded bg-wash px-1.5">
              {meaning(span)}
            </bdi>
          ))}
        </p>
        {several && (
          <button
            type="button"
            aria-label={t`Leave out: ${said}`}
            onClick={onRemove}
            className="tap relative flex size-6 shrink-0 items-center justify-center rounded text-quiet hover:bg-wash hover:text-ink"
          >
            <X size={14} aria-hidden="true" />
          </button>
        )}
      </div>
      {draft.problems.map((problem) => (
        <p key={problem.text + problem.message} className="text-xs text-warn">
          {curly(problem.message)}
        </p>
      ))}
      {title && lacksDate(draft, me.person.id) && (
        <p className="flex flex-wrap items-center gap-2 py-1 text-xs text-warn">
          <Trans>By when does {name} need to have it?</Trans>
          <label className="flex items-center gap-1">
            <span className="sr-only">
              <Trans>Due date</Trans>
            </span>
            <input
              type="date"
              className="min-h-9 rounded-md border border-edge bg-sheet px-2 text-ink"
              onChange={(event) => {
                // A year that is still being typed begins with zeros.
                if (event.target.value >= "2000") onWords(`by ${event.target.value}`);
              }}
            />
          </label>
          <Button className="px-2! text-xs!" onClick={() => onWords("no date")}>
            <Trans>No date</Trans>
          </Button>
        </p>
      )}
    </li>
  );
}
