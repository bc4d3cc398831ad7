import { Trans, useLingui } from "@lingui/react/macro";
import { useMemo, useRef } from "react";
import { useAll, useMine, usePerson } from "../../app/data";
import { useFetched } from "../../lib/fetched";
import { fromServer } from "../../lib/trusted";
import type { Comment, HistoryEntry, Page, Task } from "../../types";
import { Button } from "../../ui/button";
import { TextArea } from "../../ui/fields";
import { Avatar } from "../../ui/small";
import type { TaskActions } from "./actions";
import { useDayWords } from "./due";

/** What was said, by day. Words on their way are shown with the rest, and say so. */
export function Thread({ task, actions }: { task: Task; actions: TaskActions }) {
  const { t } = useLingui();
  const form = useRef<HTMLFormElement>(null);
  const queued = useAll<Comment>("comment");
  const { data } = useFetched<Page<Comment>>(`/tasks/${task.id}/comments?limit=200`, task.revision);
  const comments = useMemo(() => {
    const known = new Set(data?.items.map((comment) => comment.id));
    return [...(data?.items ?? []), ...queued.filter((c) => c.task_id === task.id && !known.has(c.id))];
  }, [data, queued, task.id]);

  function send() {
    const area = form.current?.elements.namedItem("body") as HTMLTextAreaElement | null;
    const body = area?.value.trim();
    if (!area || !body) return;
    actions.comment(task, body);
    area.value = "";
  }

  return (
    <section aria-labelledby="thread" className="flex flex-col gap-4">
      <h2 id="thread" className="text-base font-semibold">
        <Trans>Thread</Trans>
      </h2>
      {comments.map((comment) => (
        <Said key={comment.id} comment={comment} />
      ))}
      <form
        ref={form}
        className="flex flex-col items-start gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <TextArea
          label={t`Leave a word`}
          hideLabel
          name="body"
          placeholder={t`Leave a word. It is read when their day begins.`}
          maxLength={20000}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) send();
          }}
        />
        <Button type="submit">
          <Trans>Leave it</Trans>
        </Button>
      </form>
    </section>
  );
}

function Said({ comment }: { comment: Comment }) {
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
          {comment.revision === 0 && (
            <>
              {" · "}
              <Trans>on its way</Trans>
            </>
          )}
        </p>
        {comment.body_html ? (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitized by the server, through the one policy.
          <div className="prose" dangerouslySetInnerHTML={fromServer(comment.body_html)} />
        ) : (
          <p className="prose whitespace-pre-wrap">{comment.body}</p>
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
