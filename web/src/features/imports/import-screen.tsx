import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { Link } from "wouter";
import { useFetched } from "../../data/fetched";
import { useMine } from "../../data/mine";
import { Progress } from "../../ui/progress";
import { EmptyState } from "../../ui/small";
import { forgetImport } from "./last";
import { ReportView } from "./report-view";
import type { Import } from "./types";

const pollMs = 1000;

/** One import: how far it is, then its report. The address is all it needs, so a reload loses nothing. */
export function ImportScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const { me } = useMine();
  const { data, error, again } = useFetched<Import>(`/imports/${id}`);
  const running = data?.state === "running";
  // biome-ignore lint/correctness/useExhaustiveDependencies: every answer, and every failure, sets the next question.
  useEffect(() => {
    if (!running) return;
    const timer = setTimeout(again, pollMs);
    return () => clearTimeout(timer);
  }, [running, data, error, again]);
  const gone = error?.code === "not_found";
  useEffect(() => {
    if (gone) forgetImport(me.person.id);
  }, [gone, me.person.id]);

  if (gone || (error && !data)) {
    return (
      <EmptyState
        page
        title={gone ? t`There is no such import of yours` : t`The server is out of reach`}
        way={{ href: "/imports", name: t`Tasks from a file` }}
      >
        {gone ? (
          <Trans>Reports are kept for a month, or until you import again.</Trans>
        ) : (
          <Trans>The import goes on without you. Come back to this page later.</Trans>
        )}
      </EmptyState>
    );
  }
  if (!data) return null;
  const { done, total } = data;
  return (
    <div className="flex max-w-160 flex-col gap-6">
      <div>
        <h1>
          {running ? (
            <Trans>Bringing in tasks</Trans>
          ) : data.state === "failed" ? (
            <Trans>The import stopped</Trans>
          ) : (
            <Trans>What became of the file</Trans>
          )}
        </h1>
        <p className="mt-1 text-quiet">
          {running ? (
            <Trans>You can close this page; it goes on.</Trans>
          ) : data.state === "failed" ? (
            <Trans>It stopped because {data.why}.</Trans>
          ) : (
            <Link href="/imports" className="text-accent underline">
              <Trans>Bring in another file</Trans>
            </Link>
          )}
        </p>
      </div>
      {running && (
        <Progress label={t`Rows dealt with`} done={done} total={total} words={t`${done} of ${total} rows`} />
      )}
      {data.report && <ReportView report={data.report} />}
    </div>
  );
}
