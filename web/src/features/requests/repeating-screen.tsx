import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link } from "wouter";
import { useFetched } from "../../data/fetched";
import { useRuleWords } from "../../data/repeat";
import { type Send, useTakeBack, useWrite } from "../../data/write";
import { shortDate } from "../../lib/dates";
import { AwayWords } from "../../parts/away";
import type { Page, RequestTemplate } from "../../types";
import { Back } from "../../ui/back";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import { Loading } from "../../ui/loading";
import { Wrong } from "../../ui/section";
import { EmptyState } from "../../ui/small";
import { useToasts } from "../../ui/toast";

/** The requests that are sent again and again: when next, paused, ended. */
export function RepeatingScreen() {
  const { t } = useLingui();
  const { data, error, again } = useFetched<Page<RequestTemplate>>("/request-templates");
  return (
    <div className="flex flex-col gap-6">
      <Back href="/requests">
        <Trans>Requests</Trans>
      </Back>
      <h1>
        <Trans>Requests that repeat</Trans>
      </h1>
      {!data && error && (
        <p role="alert">
          <AwayWords error={error}>
            <Trans>
              The server is out of reach. What repeats goes on by itself, and shows when it is back.
            </Trans>
          </AwayWords>
        </p>
      )}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && (
        <EmptyState title={t`Nothing repeats yet`}>
          <Trans>
            What you ask every week, such as the forecast, can be sent by itself. Write it once, and choose
            “Send it again and again”.
          </Trans>{" "}
          <Link href="/requests/new" className="text-accent underline">
            <Trans>Ask something</Trans>
          </Link>
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <ul className="border-t border-line">
          {data.items.map((template) => (
            <Line key={template.id} template={template} onChanged={again} />
          ))}
        </ul>
      )}
    </div>
  );
}

type Step = "pause" | "resume" | "end";

function Line({ template, onChanged }: { template: RequestTemplate; onChanged: () => void }) {
  const { t } = useLingui();
  const { say } = useToasts();
  const words = useRuleWords()(template.rule);
  const write = useWrite();
  const takeBack = useTakeBack();
  const [ending, setEnding] = useState(false);
  const { title, state } = template;
  const said: Record<Step, string> = { pause: t`Paused`, resume: t`It goes on`, end: t`Ended` };
  const change = (what: Step) => (send: Send) =>
    send<RequestTemplate>("POST", `/request-templates/${template.id}/${what}`, {});
  async function step(what: Step) {
    const done = await write.run(change(what));
    if (!done) return;
    setEnding(false);
    const back = () => takeBack(change(what === "pause" ? "resume" : "pause")).then(onChanged);
    say(said[what], what === "end" ? undefined : back, title);
    onChanged();
  }
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-b border-line py-3">
      <div className="min-w-0 flex-1 basis-60">
        <bdi className="block text-left font-serif text-[1rem] leading-6 wrap-anywhere">{title}</bdi>
        <p className="text-sm text-quiet wrap-anywhere">
          {words}
          {" · "}
          {state === "ended" ? (
            <Trans>ended</Trans>
          ) : state === "paused" ? (
            <Trans>paused</Trans>
          ) : (
            <Trans>next {template.next.map((date) => shortDate(date)).join(", ")}</Trans>
          )}
          {template.last_request_id && (
            <>
              {" · "}
              <Link href={`/requests/${template.last_request_id}`} className="text-accent underline">
                <Trans>the last one’s answers</Trans>
              </Link>
            </>
          )}
        </p>
        {template.problem && (
          <p className="text-sm text-warn wrap-anywhere">
            <Trans>It was not sent the last time: {template.problem}</Trans>
          </p>
        )}
        <Wrong words={ending ? undefined : write.words} />
      </div>
      {state !== "ended" && (
        <div className="flex gap-1 max-md:-ms-3">
          <Button
            look="plain"
            className="pointer-coarse:min-h-11"
            disabled={write.busy}
            aria-label={state === "active" ? t`Pause: ${title}` : t`Go on: ${title}`}
            onClick={() => void step(state === "active" ? "pause" : "resume")}
          >
            {state === "active" ? <Trans>Pause</Trans> : <Trans>Go on</Trans>}
          </Button>
          <Button
            look="plain"
            className="pointer-coarse:min-h-11"
            aria-label={t`End: ${title}`}
            onClick={() => setEnding(true)}
          >
            <Trans>End…</Trans>
          </Button>
        </div>
      )}
      {ending && (
        <Confirm
          title={t`End it?`}
          action={t`End it`}
          busy={write.busy}
          wrong={write.words}
          onConfirm={() => void step("end")}
          onClose={() => setEnding(false)}
        >
          <p>
            <Trans>It is sent no more. What was sent stays, with its answers.</Trans>
          </p>
        </Confirm>
      )}
    </li>
  );
}
