import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { useKeptFile } from "../../data/kept-file";
import { useMails } from "../../data/mails";
import { useMine } from "../../data/mine";
import { useWrite } from "../../data/write";
import { curly } from "../../lib/quotes";
import { FileBox } from "../../parts/file-box";
import { ReportTable } from "../../parts/report-table";
import { Button } from "../../ui/button";
import { useSlow } from "../../ui/loading";
import { Progress } from "../../ui/progress";
import { ReadBy, Section, Wrong } from "../../ui/section";
import { useToasts } from "../../ui/toast";
import { Links } from "./links";
import { PageTitle } from "./page";

type Result = "created" | "changed" | "unchanged" | "problem";

interface PlanRow {
  line: number;
  name: string;
  email: string;
  result: Result;
  fields: string[];
  why?: string;
}

interface Plan {
  rows: PlanRow[];
  ignored_columns: string[];
}

/** From then on one wants to see that something goes on. */
const patienceMs = 1000;

/** People from a file: looked at first, and changed only when somebody says so. */
export function PeopleImportPage() {
  const { t } = useLingui();
  const { me } = useMine();
  const { say } = useToasts();
  const [{ text, name }, keepFile] = useKeptFile("import.people");
  const [plan, setPlan] = useState<Plan | null>(null);
  const [done, setDone] = useState<Plan | null>(null);
  const write = useWrite();
  const slow = useSlow(write.busy, patienceMs);
  const send = (dry: boolean) =>
    write.run((send) => send<Plan>("POST", "/imports/people", { csv: text, dry_run: dry }));

  async function check(event: FormEvent) {
    event.preventDefault();
    setPlan((await send(true)) ?? null);
  }
  async function apply() {
    const made = await send(false);
    if (!made) return;
    keepFile({ text: "", name: "" });
    setDone(made);
    say(t`The people are in`);
  }

  if (done)
    return (
      <Done
        report={done}
        onOver={() => {
          setDone(null);
          setPlan(null);
        }}
      />
    );
  const count = (result: Result) => plan?.rows.filter((row) => row.result === result).length ?? 0;
  const will = count("created") + count("changed");
  return (
    <>
      <PageTitle
        title={<Trans>People from a file</Trans>}
        lead={
          <Trans>
            The first line names the columns: name and email, and if you have them title, time_zone,
            manager_email, team, holiday_region.
          </Trans>
        }
      />
      <form className="flex flex-col gap-4" onSubmit={(event) => void check(event)}>
        <FileBox
          text={text}
          name={name}
          pasteHint="name,email,title,time_zone,manager_email,team"
          onText={(next, file) => {
            keepFile({ text: next, name: file });
            setPlan(null);
            write.clear();
          }}
        />
        <ReadBy>
          <Trans>Read by: everybody in {me.workspace.name}, once you bring them in</Trans>
        </ReadBy>
        {!plan && <Wrong words={write.words} />}
        {!plan && slow && <Progress label={t`The file is read`} words={t`The file is read…`} />}
        {!plan && (
          <Button type="submit" look="primary" className="self-start" disabled={!text.trim() || write.busy}>
            <Trans>Look at it</Trans>
          </Button>
        )}
      </form>
      {plan && (
        <Section title={<Trans>What would become of it</Trans>} lead={<Trans>Nothing is changed yet.</Trans>}>
          <PlanTable plan={plan} />
          <Wrong words={write.words} />
          {slow && (
            <Progress
              label={t`The people are brought in`}
              words={
                will === 1
                  ? t`1 person is brought in. If it breaks off, do it again.`
                  : t`${will} people are brought in. If it breaks off, do it again: who is in already stays as they are.`
              }
            />
          )}
          <div className="flex flex-wrap gap-2">
            <Button look="primary" disabled={!will || write.busy} onClick={() => void apply()}>
              {write.busy ? t`One moment…` : will === 1 ? t`Bring in 1 person` : t`Bring in ${will} people`}
            </Button>
            <Button look="plain" onClick={() => setPlan(null)}>
              <Trans>Back to the file</Trans>
            </Button>
          </div>
        </Section>
      )}
    </>
  );
}

function useSummary(): (plan: Plan, done: boolean) => string {
  const { t } = useLingui();
  return (plan, done) => {
    const count = (result: Result) => plan.rows.filter((row) => row.result === result).length;
    const [created, changed, unchanged, problem] = [
      count("created"),
      count("changed"),
      count("unchanged"),
      count("problem"),
    ];
    const parts = [
      created && (done ? t`${created} added` : t`${created} to add`),
      changed && (done ? t`${changed} changed` : t`${changed} to change`),
      unchanged && t`${unchanged} as they are`,
      problem && t`${problem} left out`,
    ].filter(Boolean);
    return parts.length ? `${parts.join(", ")}.` : t`The file has no people in it.`;
  };
}

const order: Result[] = ["problem", "created", "changed", "unchanged"];

function PlanTable({ plan, done = false }: { plan: Plan; done?: boolean }) {
  const { t } = useLingui();
  const summary = useSummary();
  const words: Record<Result, string> = {
    created: done ? t`added` : t`to add`,
    changed: done ? t`changed` : t`to change`,
    unchanged: t`as it is`,
    problem: t`left out`,
  };
  return (
    <>
      <p>{summary(plan, done)}</p>
      {plan.ignored_columns.length > 0 && (
        <p className="text-sm text-quiet">
          <Trans>Columns that mean nothing here: {plan.ignored_columns.join(", ")}.</Trans>
        </p>
      )}
      <ReportTable
        about={t`Person`}
        results={order.map((result) => ({ result, name: words[result], warns: result === "problem" }))}
        lines={plan.rows.map((row) => ({
          line: row.line,
          result: row.result,
          what: (
            <>
              <bdi>{row.name}</bdi>
              <span className="block text-xs text-quiet">{row.email}</span>
              {row.why && <span className="block text-xs text-warn">{curly(row.why)}</span>}
            </>
          ),
          becomes: (
            <>
              {words[row.result]}
              {row.result === "changed" && (
                <span className="block text-xs text-quiet">{row.fields.join(", ").replaceAll("_", " ")}</span>
              )}
            </>
          ),
        }))}
      />
    </>
  );
}

/** Who came in has no password yet: each needs a link. Whoever leaves the page finds them under People. */
function Done({ report, onOver }: { report: Plan; onOver: () => void }) {
  const { t } = useLingui();
  const mails = useMails();
  const created = report.rows.filter((row) => row.result === "created");
  return (
    <>
      <PageTitle
        title={<Trans>People from a file</Trans>}
        action={
          <Button onClick={onOver}>
            <Trans>Bring in another file</Trans>
          </Button>
        }
        lead={
          <Link href="/settings/people" className="text-accent underline">
            <Trans>To the people</Trans>
          </Link>
        }
      />
      {created.length > 0 && (
        <Section
          title={<Trans>Let them in</Trans>}
          lead={
            mails
              ? t`The new people can be given work at once. To log in each needs an invitation, with a link that works once, for 14 days. None is sent before you say so; you can send them later too, under People.`
              : t`The new people can be given work at once. To log in each needs a link, which works once, for 14 days. You can make them later too, under People.`
          }
        >
          <Links people={created} mails={mails ?? false} />
        </Section>
      )}
      <Section title={<Trans>What became of it</Trans>}>
        <PlanTable plan={report} done />
      </Section>
    </>
  );
}
