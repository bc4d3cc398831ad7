import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useMemo, useRef, useState } from "react";
import { useDraftBox } from "../../data/draft";
import { useDayWords } from "../../data/due";
import { useFetched } from "../../data/fetched";
import { useAll, useMine, usePerson } from "../../data/mine";
import { directory } from "../../lib/quickadd/people";
import { fromServer } from "../../lib/trusted";
import type { Comment, Page, Person, Task } from "../../types";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import { TextArea } from "../../ui/fields";
import { Avatar } from "../../ui/small";
import type { TaskActions } from "./actions";
import { mentionsIn } from "./mentions";
import { Readers } from "./readers";
import type { Rights } from "./rights";

interface ThreadProps {
  task: Task;
  rights: Rights;
  actions: TaskActions;
}

/** What was said, by day. Words on their way are shown with the rest, and say so. */
export function Thread({ task, rights, actions }: ThreadProps) {
  const { t } = useLingui();
  const { data } = useFetched<Page<Comment>>(`/tasks/${task.id}/comments?limit=200`, task.revision);
  const waiting = useWaiting(task.id, data?.items);
  const gone = useGone();
  const [deleting, setDeleting] = useState<Comment | null>(null);
  const said = data?.items.filter((comment) => !gone.has(comment.id));
  return (
    <section id="thread" aria-labelledby="thread-title" className="flex flex-col gap-4">
      <h2 id="thread-title" className="text-base font-semibold">
        <Trans>Thread</Trans>
      </h2>
      {said?.map((comment) => (
        <Said key={comment.id} comment={comment} note={null} onDelete={() => setDeleting(comment)} />
      ))}
      {waiting.map((comment) => (
        <Said key={comment.id} comment={comment} note={t`on its way`} />
      ))}
      <Say task={task} rights={rights} actions={actions} />
      {deleting && (
        <Confirm
          title={t`Delete this comment?`}
          action={t`Delete`}
          busy={false}
          onClose={() => setDeleting(null)}
          onConfirm={() => {
            actions.removeComment(task, deleting.id);
            setDeleting(null);
          }}
        >
          <p>
            <Trans>Its words go for everybody, and cannot be brought back. That there was one stays.</Trans>
          </p>
        </Confirm>
      )}
    </section>
  );
}

/** What was said here and the server has not shown yet: also between its "yes" and the next look at the thread. */
function useWaiting(task: string, shown: readonly Comment[] | undefined): Comment[] {
  const { replica } = useMine();
  const queued = useAll<Comment>("comment");
  const lately = useRef(new Map<string, Comment>());
  for (const comment of queued) if (comment.task_id === task) lately.current.set(comment.id, comment);
  for (const { id } of shown ?? []) lately.current.delete(id);
  for (const { input } of replica.memory.failed) lately.current.delete((input as { id?: string }).id ?? "");
  return [...lately.current.values()];
}

/** What was deleted here: also between the server's "yes" and the next look at the thread. */
function useGone(): ReadonlySet<string> {
  const { replica } = useMine();
  const queued = useAll<{ id: string }>("comment_gone");
  const gone = useRef(new Set<string>());
  for (const { id } of queued) gone.current.add(id);
  for (const { input } of replica.memory.failed) gone.current.delete((input as { id?: string }).id ?? "");
  return gone.current;
}

const mostOffered = 6;

function Say({ task, rights, actions }: ThreadProps) {
  const { t } = useLingui();
  const people = useAll<Person>("person");
  const box = useDraftBox(`comment.${task.id}`);
  const { text } = box;
  const [caret, setCaret] = useState(text.length);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const find = useMemo(() => directory(people.filter((person) => person.active)), [people]);
  const mentioned = useMemo(() => mentionsIn(text, find), [text, find]);
  // The word before the caret that is about to become a name.
  const begun = /(?:^|[\s(])@([\p{L}\p{N}._-]*)$/u.exec(text.slice(0, caret))?.[1];
  const complete = mentioned.some((person) => person.handle === begun);
  const offered = begun === undefined || complete || dismissed ? [] : find(begun).slice(0, mostOffered);
  const chosen = offered[Math.min(active, offered.length - 1)];

  useEffect(() => {
    // "Propose it in the thread" leads here.
    if (location.hash === "#thread") area.current?.focus();
  }, []);

  function take(handle: string) {
    const start = caret - (begun?.length ?? 0);
    box.write(`${text.slice(0, start)}${handle} ${text.slice(caret).replace(/^ /, "")}`);
    const to = start + handle.length + 1;
    setActive(0);
    setCaret(to);
    area.current?.focus();
    requestAnimationFrame(() => area.current?.setSelectionRange(to, to));
  }

  function send() {
    const body = text.trim();
    if (!body) return;
    const ids = mentioned.map((person) => person.id);
    box.sent(actions.comment(task, body, ids));
  }

  function pressed(event: React.KeyboardEvent) {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) return send();
    if (!chosen || event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setActive((active + 1) % offered.length);
    else if (event.key === "ArrowUp") setActive((active + offered.length - 1) % offered.length);
    else if (event.key === "Enter" || event.key === "Tab") take(chosen.handle);
    else if (event.key === "Escape") setDismissed(true);
    else return;
    event.preventDefault();
  }

  return (
    <form
      className="flex flex-col items-start gap-2 print:hidden"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <TextArea
        areaRef={area}
        label={t`Leave a word`}
        hideLabel
        dir="auto"
        value={text}
        placeholder={t`Leave a word. It is read when their day begins.`}
        maxLength={20000}
        aria-autocomplete="list"
        aria-controls={chosen ? "mentions" : undefined}
        aria-activedescendant={chosen ? `mention-${chosen.id}` : undefined}
        onChange={(event) => {
          box.write(event.target.value);
          setCaret(event.target.selectionStart);
          setDismissed(false);
          setActive(0);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={pressed}
      />
      {chosen && (
        <div
          id="mentions"
          role="listbox"
          aria-label={t`Whom do you mean?`}
          className="w-full max-w-sm rounded-md border border-line bg-sheet p-1 text-sm shadow-lg"
        >
          {offered.map((person) => (
            <div
              key={person.id}
              id={`mention-${person.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={person === chosen}
              onPointerDown={(event) => {
                event.preventDefault();
                take(person.handle);
              }}
              className={`flex min-h-9 cursor-pointer items-center gap-3 rounded px-3 pointer-coarse:min-h-11 ${person === chosen ? "bg-wash" : ""}`}
            >
              <bdi>{person.name}</bdi>
              <span className="max-w-[45%] shrink-0 truncate text-xs text-quiet">@{person.handle}</span>
            </div>
          ))}
        </div>
      )}
      <Readers task={task} rights={rights} actions={actions} also={mentioned.map((person) => person.id)} />
      <Button type="submit">
        <Trans>Comment</Trans>
      </Button>
    </form>
  );
}

interface SaidProps {
  comment: Comment;
  note: string | null;
  /** Of one's own. */
  onDelete?: () => void;
}

function Said({ comment, note, onDelete }: SaidProps) {
  const { t } = useLingui();
  const { me } = useMine();
  const dayWords = useDayWords();
  const author = usePerson(comment.author_id);
  const name = author?.name ?? "";
  return (
    <div className="flex gap-3">
      <Avatar name={name} />
      <div className="min-w-0 flex-1">
        <p className="text-xs text-quiet">
          <bdi className="font-medium text-ink">{name}</bdi> · {dayWords(comment.on, me.person.time_zone)}
          {note && ` · ${note}`}
          {onDelete && comment.author_id === me.person.id && (
            <span className="print:hidden">
              {" · "}
              <button
                type="button"
                className="tap relative underline decoration-line underline-offset-4 hover:text-ink"
                onClick={onDelete}
              >
                {t`Delete`}
              </button>
            </span>
          )}
        </p>
        {comment.body_html ? (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitized by the server, through the one policy.
          <div className="prose" dangerouslySetInnerHTML={fromServer(comment.body_html)} />
        ) : (
          <p dir="auto" className="prose whitespace-pre-wrap">
            {comment.body}
          </p>
        )}
      </div>
    </div>
  );
}
