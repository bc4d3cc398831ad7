import { plural } from "@lingui/core/macro";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { useCommands } from "../../data/commands";
import { useFetched } from "../../data/fetched";
import { useMine, useObject, usePerson, useStatus, useTasks } from "../../data/mine";
import { useWrite } from "../../data/write";
import { shortDate } from "../../lib/dates";
import { fromServer } from "../../lib/trusted";
import { Away } from "../../parts/away";
import type { RollUp, RollUpRow } from "../../types";
import { Back } from "../../ui/back";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import { Loading } from "../../ui/loading";
import { Progress } from "../../ui/progress";
import { Wrong } from "../../ui/section";
import { EmptyState } from "../../ui/small";
import { useToasts } from "../../ui/toast";
import { Elsewhere } from "./elsewhere";
import { Rows } from "./rows";
import { isWaitedFor, useComesTo } from "./words";

/** A request with its answers, as they come. */
export function AnswersScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const { replica } = useMine();
  const { queued } = useStatus();
  const head = useObject<{ revision: number }>("request", id);
  useEffect(() => replica.watch(`answers:${id}`), [replica, id]);
  const tasks = useTasks();
  const newest = useMemo(
    () => tasks.reduce((most, task) => (task.request?.id === id ? Math.max(most, task.revision) : most), 0),
    [tasks, id],
  );
  const { data, error, again } = useFetched<RollUp>(
    `/requests/${id}`,
    `${newest} ${head?.revision} ${queued}`,
  );
  const moving = data?.state === "sending" || data?.state === "closing";
  useEffect(() => {
    if (!moving) return;
    const timer = setInterval(again, 1000);
    return () => clearInterval(timer);
  }, [moving, again]);
  if (error?.status === 404 && !data)
    return (
      <EmptyState
        page
        title={t`No such request, or not for your eyes`}
        way={{ href: "/requests", name: t`Requests` }}
      >
        <Trans>Who asked, and who is asked, can read it.</Trans>
      </EmptyState>
    );
  if (!data && error)
    return (
      <Away page error={error} title={t`The server is out of reach`}>
        <Trans>The answers are there. They come when it is within reach again.</Trans>
      </Away>
    );
  if (!data || data.id !== id) return <Loading />;
  return <Answers key={id} told={data} onRead={again} />;
}

function Answers({ told, onRead }: { told: RollUp; onRead: () => void }) {
  const { t } = useLingui();
  const { me } = useMine();
  const comesTo = useComesTo()(told);
  const asker = usePerson(told.asked_by_id);
  const [, navigate] = useLocation();
  const mine = told.asked_by_id === me.person.id;
  const back = mine ? "/requests" : "/";
  const due = [told.due_date && shortDate(told.due_date), told.due_time].filter(Boolean).join(" ");
  const [elsewhere, setElsewhere] = useState<RollUpRow | null>(null);
  const [later, setLater] = useState<readonly RollUpRow[]>([]);
  const [cursor, setCursor] = useState<string | null>(null);
  const more = useWrite();
  const next = later.length ? cursor : told.next_cursor;
  async function readOn() {
    const page = await more.run((send) =>
      send<RollUp>("GET", `/requests/${told.id}?cursor=${encodeURIComponent(next ?? "")}`),
    );
    if (!page) return;
    setLater([...later, ...page.people]);
    setCursor(page.next_cursor);
  }
  useCommands([
    {
      id: "request.csv",
      name: t`Answers as a file`,
      also: t`CSV export download`,
      group: "here",
      run: () => document.querySelector<HTMLAnchorElement>("#answers-file")?.click(),
    },
    {
      id: "request.leave",
      name: mine ? t`Back to the requests` : t`Back to my list`,
      group: "here",
      keys: ["Escape", "u"],
      run: () => navigate(back),
    },
  ]);
  return (
    <article className="flex flex-col gap-6">
      <Back href={back}>{mine ? <Trans>Requests</Trans> : <Trans>My list</Trans>}</Back>
      <header className="flex flex-col gap-1">
        <h1 dir="auto">{told.title}</h1>
        <p dir="auto" className="font-serif text-[1.0625rem] [overflow-wrap:anywhere]">
          {told.why}
        </p>
        <p className="text-sm text-quiet">
          {!mine && (
            <>
              <Trans>
                Asked by <bdi>{asker?.name ?? ""}</bdi>
              </Trans>
              {" · "}
            </>
          )}
          {told.due_date ? <Trans>due {due}, each by their own clock</Trans> : <Trans>no date</Trans>}
          {told.open && (
            <>
              {" · "}
              <Trans>all who are asked see all answers</Trans>
            </>
          )}
          {told.enough > 0 && (
            <>
              {" · "}
              <Plural value={told.enough} one="# answer is enough" other="# answers are enough" />
            </>
          )}
          {told.late_joiners && (
            <>
              {" · "}
              <Trans>who joins is asked too</Trans>
            </>
          )}
        </p>
      </header>
      {told.body_html && (
        <div
          className="prose font-serif [overflow-wrap:anywhere]"
          // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitized by the server, through the one policy.
          dangerouslySetInnerHTML={fromServer(told.body_html)}
        />
      )}
      {told.state === "sending" && told.totals && (
        <Progress
          label={t`Sending`}
          done={told.totals.sent}
          total={told.totals.asked}
          words={t`Being sent: ${told.totals.sent} of ${told.totals.asked} have it.`}
        />
      )}
      {told.totals && (
        <p
          role="status"
          className="text-lg font-medium tabular-nums print:block!"
          title={told.totals.sum === null ? undefined : String(told.totals.sum)}
        >
          {comesTo}
          {told.ended === "withdrawn" && <Trans> Withdrawn.</Trans>}
          {told.ended === "enough" && <Trans> Ended; the rest is no longer needed.</Trans>}
        </p>
      )}
      {mine && <Acts told={told} onRead={onRead} />}
      <Rows
        told={told}
        rows={[...told.people, ...later]}
        onElsewhere={mine && told.state === "open" ? setElsewhere : null}
      />
      {next && (
        <Button className="self-start" disabled={more.busy} onClick={() => void readOn()}>
          <Trans>More people</Trans>
        </Button>
      )}
      {elsewhere && (
        <Elsewhere
          told={told}
          row={elsewhere}
          onClose={() => setElsewhere(null)}
          onSaid={() => {
            setElsewhere(null);
            onRead();
          }}
        />
      )}
    </article>
  );
}

type Ending = "withdraw" | "enough";

/** What its asker does with it. None of it pings anybody. */
function Acts({ told, onRead }: { told: RollUp; onRead: () => void }) {
  const { t } = useLingui();
  const { say } = useToasts();
  const [ending, setEnding] = useState<Ending | null>(null);
  const write = useWrite();
  const waited = told.people.some(isWaitedFor) || told.next_cursor !== null;
  const open = told.state === "open" && waited;
  async function end(how: Ending) {
    const done = await write.run((send) => send<RollUp>("POST", `/requests/${told.id}/${how}`));
    if (!done) return;
    setEnding(null);
    say(how === "withdraw" ? t`Withdrawn` : t`Ended, with the answers that there are`);
    onRead();
  }
  async function ask() {
    const done = await write.run((send) =>
      send<{ asked: number; already: number }>("POST", `/requests/${told.id}/ask-state`),
    );
    if (!done) return;
    const { asked } = done;
    say(
      asked
        ? plural(asked, {
            one: "One person is asked how it stands, in their next digest",
            other: "# are asked how it stands, in their next digest",
          })
        : t`They have been asked for today; once a working day is enough`,
    );
    onRead();
  }
  useCommands([
    {
      id: "request.ask-state",
      name: t`Ask how it stands`,
      group: "here",
      ready: open && !write.busy,
      run: () => void ask(),
    },
    {
      id: "request.enough",
      name: t`Finish early`,
      also: t`enough answers end`,
      group: "here",
      ready: open,
      run: () => setEnding("enough"),
    },
    {
      id: "request.withdraw",
      name: t`Withdraw`,
      group: "here",
      ready: open,
      run: () => setEnding("withdraw"),
    },
  ]);
  return (
    <div className="flex flex-wrap items-center gap-2 print:hidden">
      {open && (
        <>
          <Button
            disabled={write.busy}
            title={t`In their next digest; once a working day at most`}
            onClick={() => void ask()}
          >
            <Trans>Ask how it stands</Trans>
          </Button>
          <Button onClick={() => setEnding("enough")}>
            <Trans>Finish early</Trans>
          </Button>
          <Button look="plain" className="max-[24rem]:-ms-3" onClick={() => setEnding("withdraw")}>
            <Trans>Withdraw</Trans>
          </Button>
        </>
      )}
      <a
        id="answers-file"
        href={`/api/v1/requests/${told.id}/answers.csv`}
        download="answers.csv"
        className={`inline-flex min-h-9 items-center rounded-md px-3 py-1 text-sm font-medium text-quiet hover:bg-wash hover:text-ink pointer-coarse:min-h-11 ${open ? "max-sm:-ms-3" : "-ms-3"}`}
      >
        <Trans>As a file (CSV)</Trans>
      </a>
      {!ending && <Wrong words={write.words} />}
      {ending && (
        <Confirm
          title={
            ending === "withdraw" ? t`Withdraw this request?` : t`Finish with the answers that there are?`
          }
          action={ending === "withdraw" ? t`Withdraw` : t`Finish early`}
          busy={write.busy}
          wrong={write.words}
          onConfirm={() => void end(ending)}
          onClose={() => setEnding(null)}
        >
          <p>
            {ending === "withdraw" ? (
              <Trans>
                It goes from the lists of all who have not answered; what was answered stays here.
              </Trans>
            ) : (
              <Trans>For all who have not answered it is no longer needed. They need do nothing.</Trans>
            )}
          </p>
        </Confirm>
      )}
    </div>
  );
}
