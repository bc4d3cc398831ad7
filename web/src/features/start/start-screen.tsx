import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link } from "wouter";
import { useDraftBox } from "../../data/draft";
import { useMine, useStatus } from "../../data/mine";
import type { AddTask } from "../../data/operations";
import type { Draft } from "../../lib/quickadd/reading";
import { uuidv7 } from "../../lib/uuid";
import type { Invitation } from "../../types";
import { Button } from "../../ui/button";
import { TextArea } from "../../ui/fields";
import { ReadBy } from "../../ui/section";
import { useToasts } from "../../ui/toast";
import { Doors } from "./doors";
import { Landing } from "./landing";
import { isReady, lacksDate, useLines } from "./lines";
import { Sent } from "./sent";
import { Strangers } from "./strangers";

/** First run, and whenever one comes back: what one waits for already, put on the lists of those it waits for. */
export function StartScreen() {
  const { t } = useLingui();
  const { me, replica } = useMine();
  const { complete } = useStatus();
  const { say } = useToasts();
  const { text, write: setText, sent: handedOver } = useDraftBox("start");
  const [invited, setInvited] = useState<Invitation[]>([]);
  const [sent, setSent] = useState<readonly Draft[] | null>(null);
  const { drafts, strangers } = useLines(text);
  const self = me.person.id;
  const known = drafts.filter((draft) => !draft.problems.some((problem) => problem.text.startsWith("@")));
  const ready = drafts.filter((draft) => isReady(draft, self));
  const undated = known.filter((draft) => lacksDate(draft, self)).length;
  const count = ready.length;

  function onWords(draft: Draft, words: string) {
    const lines = text.split("\n");
    lines[draft.line - 1] = `${lines[draft.line - 1] ?? ""} ${words}`;
    setText(lines.join("\n"));
  }

  function send() {
    const left = text.split("\n");
    const kept: Promise<unknown>[] = [];
    for (const draft of ready) {
      const input: AddTask = {
        id: uuidv7(),
        title: draft.title,
        owner_id: draft.owner_id,
        asked_by_id: self,
        straight: draft.owner_id === self || me.reports.includes(draft.owner_id),
        level: draft.level || "medium",
        due_date: draft.due_date || null,
        labels: draft.labels,
        at: new Date().toISOString(),
      };
      if (draft.due_time) input.due_time = draft.due_time;
      if (draft.repeat) input.repeat = draft.repeat;
      if (draft.source_url) input.source_url = draft.source_url;
      kept.push(replica.mutate("task.add", input));
      left[draft.line - 1] = "";
    }
    const all = Promise.all(kept);
    all.catch(() => say(t`This could not be kept on this device. Free some space on it, and try again.`));
    handedOver(all, left.filter((line) => line.trim()).join("\n"));
    setSent([...(sent ?? []), ...ready]);
  }

  if (sent && !drafts.length) return <Sent drafts={sent} invited={invited} onMore={() => setSent(null)} />;
  return (
    <div className="flex flex-col gap-6">
      <div>
        <h1>
          <Trans>It works from two people</Trans>
        </h1>
        <p className="mt-1 max-w-prose text-quiet">
          <Trans>
            What are you waiting for already? A line each: who with an @, what, and by when. Who is not here
            yet can be invited as you go.
          </Trans>
        </p>
      </div>
      <div className="flex flex-col gap-1.5">
        <TextArea
          label={t`What I am waiting for`}
          hideLabel
          dir="auto"
          autoFocus
          autoComplete="off"
          className="min-h-40 font-serif"
          placeholder={t`@ana forecast update by friday
@kenji sign the contract by 12 dec high
@ana pricing page, no date`}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <ReadBy>
          <Trans>
            Read by: you, until you send it. Then each line by its owner and who else reads their list.
          </Trans>
        </ReadBy>
      </div>
      <Strangers
        names={complete ? strangers : []}
        onInvited={(_mention, invitation) => setInvited((before) => [...before, invitation])}
      />
      {known.length > 0 && <Landing drafts={known} onWords={onWords} />}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button look="primary" className="min-h-11!" disabled={!count} onClick={send}>
          {count === 0
            ? t`Send, interrupting nobody`
            : count === 1
              ? t`Send 1 task, interrupting nobody`
              : t`Send ${count} tasks, interrupting nobody`}
        </Button>
        <Link
          href={sent ? "/requests" : "/"}
          className="inline-flex min-h-11 items-center text-sm text-quiet underline"
        >
          {sent ? <Trans>See what was sent</Trans> : <Trans>Skip this</Trans>}
        </Link>
        {sent && (
          <p role="status" className="basis-full text-sm text-quiet">
            {sent.length === 1
              ? t`1 task sent, and nobody was interrupted.`
              : t`${sent.length} tasks sent, and nobody was interrupted.`}
          </p>
        )}
        {drafts.length > count && (
          <p role="status" className="basis-full text-sm text-quiet">
            {strangers.length > 0 ? (
              <Trans>Lines for who is not here yet wait until you have invited them.</Trans>
            ) : undated > 0 ? (
              <Trans>A line without a date waits here until you give it one, or say that it has none.</Trans>
            ) : (
              <Trans>Lines that are not clear yet wait here.</Trans>
            )}
          </p>
        )}
      </div>
      <Doors invited={invited} />
      <Others />
    </div>
  );
}

function Others() {
  const { me } = useMine();
  return (
    <div className="border-t border-line pt-4 text-sm text-quiet">
      {me.person.role !== "member" && (
        <p className="py-1">
          <Trans>
            For a whole company there is{" "}
            <Link href="/settings/people/import" className="text-accent underline">
              people from a file
            </Link>
            , and{" "}
            <Link href="/imports" className="text-accent underline">
              tasks from a file
            </Link>
            .
          </Trans>
        </p>
      )}
      <p className="py-1">
        <Trans>
          Then say{" "}
          <Link href="/how-we-ask" className="text-accent underline">
            how we ask here
          </Link>
          . This page comes back from Search, by “start”.
        </Trans>
      </p>
    </div>
  );
}
