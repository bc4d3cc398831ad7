import { Trans, useLingui } from "@lingui/react/macro";
import { useMemo, useRef, useState } from "react";
import { Link } from "wouter";
import { askedOf } from "../../data/asked-of";
import { useFetched } from "../../data/fetched";
import { useAll, useMine, useStatus, useTasks } from "../../data/mine";
import { useRowKeys } from "../../data/row-keys";
import { shortDate } from "../../lib/dates";
import { AwayWords } from "../../parts/away";
import { ClosedLately } from "../../parts/closed-lately";
import type { Page, RequestSummary } from "../../types";
import { ButtonLink } from "../../ui/button";
import { Loading } from "../../ui/loading";
import { Section } from "../../ui/section";
import { Segments } from "../../ui/segments";
import { EmptyState, Kbd } from "../../ui/small";
import { AskedOf } from "./asked-of";
import { useInShort } from "./words";

type Which = "open" | "closed";

/** What I asked: requests and how far each is, and below them what I put on single people's lists. */
export function RequestsScreen() {
  const { t } = useLingui();
  const [which, setWhich] = useState<Which>("open");
  const page = useRef<HTMLDivElement>(null);
  useRowKeys(page);
  const { me } = useMine();
  const tasks = useTasks();
  const byMe = useMemo(() => ({ asker: me.person.id }), [me.person.id]);
  const waiting = useMemo(() => askedOf(tasks, me.person.id), [tasks, me.person.id]);
  return (
    <div ref={page} className="flex flex-col gap-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-3">
        <h1>
          <Trans>Requests</Trans>
        </h1>
        <ButtonLink look="primary" href="/requests/new">
          <Trans>New request</Trans>
        </ButtonLink>
      </div>
      <div>
        <Segments
          label={t`Which ones`}
          value={which}
          options={[
            { value: "open", label: t`Open` },
            { value: "closed", label: t`Closed` },
          ]}
          onChange={setWhich}
        />
      </div>
      <List key={which} which={which} waits={waiting.length > 0} />
      <p className="text-sm">
        <Link
          href="/requests/repeating"
          className="inline-flex min-h-6 items-center text-quiet underline underline-offset-4 hover:text-ink pointer-coarse:min-h-11"
        >
          <Trans>Requests that repeat</Trans>
        </Link>
      </p>
      {which === "open" && waiting.length > 0 && <AskedOf waiting={waiting} />}
      {which === "closed" && (
        <Section title={<Trans>What you asked of people</Trans>}>
          <ClosedLately of={byMe} />
        </Section>
      )}
    </div>
  );
}

function List({ which, waits }: { which: Which; waits: boolean }) {
  const { t } = useLingui();
  const [cursors, setCursors] = useState<readonly string[]>([""]);
  return (
    <>
      {cursors.map((cursor, at) => (
        <Part
          key={cursor}
          which={which}
          waits={waits}
          cursor={cursor}
          last={at === cursors.length - 1}
          label={t`More`}
          onMore={(next) => setCursors([...cursors, next])}
        />
      ))}
    </>
  );
}

interface PartProps {
  which: Which;
  /** Something else than answers is waited for. */
  waits: boolean;
  cursor: string;
  last: boolean;
  label: string;
  onMore: (cursor: string) => void;
}

function Part({ which, waits, cursor, last, label, onMore }: PartProps) {
  const { t } = useLingui();
  const { queued } = useStatus();
  const newest = useAll<{ revision: number }>("request").reduce(
    (most, one) => Math.max(most, one.revision),
    0,
  );
  const path = `/requests?state=${which}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
  const { data, error } = useFetched<Page<RequestSummary>>(path, `${newest} ${queued}`);
  if (!data && error)
    return (
      <p role="alert">
        <AwayWords error={error}>
          <Trans>The server is out of reach. What you asked is there, and shows when it is back.</Trans>
        </AwayWords>
      </p>
    );
  if (!data) return <Loading />;
  if (!data.items.length && !cursor && waits && which === "open")
    return (
      <p className="text-quiet">
        <Trans>
          No request is open. One asks the same of several people, and their answers come together here.
        </Trans>
      </p>
    );
  if (!data.items.length && !cursor)
    return which === "open" ? (
      <EmptyState title={t`You wait for no answers`}>
        <Trans>
          Ask one person or a hundred: each sees it when their own day begins, and the answers come together
          here.
        </Trans>{" "}
        <Link href="/requests/new" className="text-accent underline">
          <Trans>Ask something</Trans>
        </Link>{" "}
        <Kbd>r</Kbd>
      </EmptyState>
    ) : (
      <p className="text-quiet">
        <Trans>No request has ended yet.</Trans>
      </p>
    );
  return (
    <>
      <ul className="border-t border-line">
        {data.items.map((request) => (
          <Line key={request.id} request={request} />
        ))}
      </ul>
      {last && data.next_cursor && (
        <button
          type="button"
          className="tap relative self-start text-sm text-accent underline"
          onClick={() => onMore(data.next_cursor ?? "")}
        >
          {label}
        </button>
      )}
    </>
  );
}

function Line({ request }: { request: RequestSummary }) {
  const inShort = useInShort()(request);
  return (
    <li className="border-b border-line">
      <Link
        href={`/requests/${request.id}`}
        data-row=""
        className="flex min-h-11 flex-wrap items-baseline justify-between gap-x-4 py-2.5 hover:bg-wash"
      >
        <bdi className="min-w-0 flex-1 basis-60 text-left font-serif text-[1rem] leading-6 wrap-anywhere">
          {request.title}
        </bdi>
        <span className="text-sm text-quiet tabular-nums">
          {inShort}
          {request.due_date && request.state !== "closed" && (
            <>
              {" · "}
              <Trans>due {shortDate(request.due_date)}</Trans>
            </>
          )}
          {request.ended === "withdrawn" && (
            <>
              {" · "}
              <Trans>withdrawn</Trans>
            </>
          )}
        </span>
        <bdi className="w-full text-left text-xs text-quiet wrap-anywhere">{request.why}</bdi>
      </Link>
    </li>
  );
}
