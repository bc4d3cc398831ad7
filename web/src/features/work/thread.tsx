import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useMemo, useRef, useState } from "react";
import { useDayWords } from "../../data/due";
import { useFetched } from "../../data/fetched";
import { useAll, useMine, usePerson } from "../../data/mine";
import { directory } from "../../lib/quickadd/people";
import { fromServer } from "../../lib/trusted";
import { ReadBy } from "../../parts/read-by";
import type { Comment, HistoryEntry, Page, Person, Task } from "../../types";
import { Button } from "../../ui/button";
import { TextArea } from "../../ui/fields";
import { Avatar } from "../../ui/small";
import type { TaskActions } from "./actions";
import { mentionsIn } from "./mentions";

/** What was said, by day. Words on their way are shown with the rest, and say so. */
export function Thread({ task, actions }: { task: Task; actions: TaskActions }) {
  const { t } = useLingui();
  const { data } = useFetched<Page<Comment>>(`/tasks/${task.id}/comments?limit=200`, task.revision);
  const waiting = useWaiting(task.id, data?.items);
  return (
    <section id="thread" aria-labelledby="thread-title" className="flex flex-col gap-4">
      <h2 id="thread-title" className="text-base font-semibold">
        <Trans>Thread</Trans>
      </h2>
      {data?.items.map((comment) => (
        <Said key={comment.id} comment={comment} note={null} />
      ))}
      {waiting.map((comment) => (
        <Said key={comment.id} comment={comment} note={t`on its way`} />
      ))}
      <Say task={task} actions={actions} />
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

function Say({ task, actions }: { task: Task; actions: TaskActions }) {
  const { t } = useLingui();
  const people = useAll<Person>("person");
  const [text, setText] = useState("");
  const area = useRef<HTMLTextAreaElement>(null);
  const find = useMemo(() => directory(people.filter((person) => person.active)), [people]);
  const mentioned = useMemo(() => mentionsIn(text, find), [text, find]);
  // The word at the end that is about to become a name.
  const begun = /(?:^|\s)@([\p{L}\p{N}._-]*)$/u.exec(text)?.[1];
  const offered = begun === undefined ? [] : find(begun).slice(0, 5);

  useEffect(() => {
    // "Propose it in the thread" leads here.
    if (location.hash === "#thread") area.current?.focus();
  }, []);

  function send() {
    const body = text.trim();
    if (!body) return;
    actions.comment(
      task,
      body,
      mentioned.map((person) => person.id),
    );
    setText("");
  }

  return (
    <form
      className="flex flex-col items-start gap-2"
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
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) send();
        }}
      />
      {offered.length > 0 && !mentioned.some((person) => person.handle === begun) && (
        <div className="flex flex-wrap gap-1">
          {offered.map((person) => (
            <Button
              key={person.id}
              className="min-h-7! px-2!"
              onClick={() => {
                setText(`${text.slice(0, text.length - (begun?.length ?? 0))}${person.handle} `);
                area.current?.focus();
              }}
            >
              {person.name}
            </Button>
          ))}
        </div>
      )}
      <ReadBy task={task} also={mentioned.map((person) => person.id)} />
      <Button type="submit">
        <Trans>Leave it</Trans>
      </Button>
    </form>
  );
}

function Said({ comment, note }: { comment: Comment; note: string | null }) {
  const { me } = useMine();
  const dayWords = useDayWords();
  const author = usePerson(comment.author_id);
  const name = author?.name ?? "";
  return (
    <div className="flex gap-3">
      <Avatar name={name} />
      <div className="min-w-0 flex-1">
        <p className="text-xs text-quiet">
          <span className="font-medium text-ink">{name}</span> · {dayWords(comment.on, me.person.time_zone)}
          {note && ` · ${note}`}
        </p>
        {comment.body_html ? (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitized by the server, through the one policy.
          <div dir="auto" className="prose" dangerouslySetInnerHTML={fromServer(comment.body_html)} />
        ) : (
          <p dir="auto" className="prose whitespace-pre-wrap">
            {comment.body}
          </p>
        )}
      </div>
    </div>
  );
}

export function History({ task }: { task: Task }) {
  const { me } = useMine();
  const dayWords = useDayWords();
  const { data } = useFetched<Page<HistoryEntry>>(`/tasks/${task.id}/history?limit=100`, task.revision);
  if (!data?.items.length) return null;
  return (
    <section aria-labelledby="history">
      <h2 id="history" className="text-base font-semibold">
        <Trans>History</Trans>
      </h2>
      <ol className="mt-2 flex flex-col gap-1 text-sm text-quiet">
        {data.items.map((entry) => (
          <li key={entry.revision} className="grid grid-cols-[6.5rem_1fr] gap-3">
            <span>{dayWords(entry.on, me.person.time_zone)}</span>
            <span>{entry.sentence}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
