import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { ApiError, call } from "../../data/api";
import { useMine } from "../../data/mine";
import { useWrite } from "../../data/write";
import { quoted } from "../../lib/csv";
import { FileBox } from "../../parts/file-box";
import type { Invitation } from "../../types";
import { Button } from "../../ui/button";
import { firstRows, More } from "../../ui/more";
import { ReadBy, Section, Wrong } from "../../ui/section";
import { useToasts } from "../../ui/toast";
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

/** People from a file: looked at first, and changed only when somebody says so. */
export function PeopleImportPage() {
  const { t } = useLingui();
  const { me } = useMine();
  const { say } = useToasts();
  const [text, setText] = useState("");
  const [name, setName] = useState("");
  const [plan, setPlan] = useState<Plan | null>(null);
  const [done, setDone] = useState<Plan | null>(null);
  const write = useWrite();
  const send = (dry: boolean) =>
    write.run((send) => send<Plan>("POST", "/imports/people", { csv: text, dry_run: dry }));

  async function check(event: FormEvent) {
    event.preventDefault();
    setPlan((await send(true)) ?? null);
  }
  async function apply() {
    const report = await send(false);
    if (!report) return;
    setDone(report);
    say(t`The people are in`);
  }

  if (done) return <Done report={done} />;
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
            setText(next);
            setName(file);
            setPlan(null);
            write.clear();
          }}
        />
        <ReadBy>
          <Trans>Read by: everybody in {me.workspace.name}, once you bring them in</Trans>
        </ReadBy>
        {!plan && <Wrong words={write.words} />}
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

function PlanTable({ plan, done = false }: { plan: Plan; done?: boolean }) {
  const { t } = useLingui();
  const summary = useSummary();
  const words: Record<Result, string> = {
    created: done ? t`added` : t`is added`,
    changed: done ? t`changed` : t`is changed`,
    unchanged: t`as it is`,
    problem: t`left out`,
  };
  const order: Result[] = ["problem", "created", "changed", "unchanged"];
  const [all, setAll] = useState(false);
  const rows = [...plan.rows].sort(
    (a, b) => order.indexOf(a.result) - order.indexOf(b.result) || a.line - b.line,
  );
  const shown = all ? rows : rows.slice(0, firstRows);
  return (
    <>
      <p>{summary(plan, done)}</p>
      {plan.ignored_columns.length > 0 && (
        <p className="text-sm text-quiet">
          <Trans>Columns that mean nothing here: {plan.ignored_columns.join(", ")}.</Trans>
        </p>
      )}
      <table className="w-full table-fixed text-sm">
        <thead className="text-left text-xs text-quiet">
          <tr>
            <th scope="col" className="w-12 py-1.5 pr-3 font-normal">
              <Trans>Line</Trans>
            </th>
            <th scope="col" className="w-2/5 py-1.5 pr-3 font-normal">
              <Trans>Person</Trans>
            </th>
            <th scope="col" className="py-1.5 pr-3 font-normal">
              <Trans>Becomes</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.line} className="border-t border-line align-top">
              <td className="py-1.5 pr-3 text-quiet">{row.line}</td>
              <td className="py-1.5 pr-3 break-words">
                {row.name}
                <span className="block text-xs break-all text-quiet">{row.email}</span>
              </td>
              <td className="py-1.5 pr-3">
                <span className={row.result === "problem" ? "font-medium text-warn" : ""}>
                  {words[row.result]}
                </span>
                {row.result === "changed" && (
                  <span className="block text-xs text-quiet">
                    {row.fields.join(", ").replaceAll("_", " ")}
                  </span>
                )}
                {row.why && <span className="block text-xs">{row.why}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More hidden={rows.length - shown.length} onAll={() => setAll(true)} />
    </>
  );
}

interface Made {
  name: string;
  email: string;
  link: string;
}

/** Who came in has no password yet: each needs a link, which is shown here once. */
function Done({ report }: { report: Plan }) {
  const { t } = useLingui();
  const { say } = useToasts();
  const created = report.rows.filter((row) => row.result === "created");
  const [links, setLinks] = useState<Made[]>([]);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | undefined>();
  const missing = created.filter((row) => !links.some((made) => made.email === row.email));

  async function makeLinks() {
    setBusy(true);
    setWrong(undefined);
    const made = [...links];
    try {
      for (const { name, email } of missing) {
        const invitation = await call<Invitation>("POST", "/invitations", { name, email });
        if (invitation.link) made.push({ name, email, link: invitation.link });
        setLinks([...made]);
      }
    } catch (reason) {
      if (!(reason instanceof ApiError)) throw reason;
      setWrong(
        reason.message || t`The server is out of reach. The links so far are below; go on when it is back.`,
      );
    } finally {
      setBusy(false);
    }
  }

  const csv = `name,email,link\n${links
    .map((made) => [made.name, made.email, made.link].map(quoted).join(","))
    .join("\n")}\n`;
  return (
    <>
      <PageTitle
        title={<Trans>People from a file</Trans>}
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
            <Trans>
              The new people can be given work at once. To log in each needs a link, which works once, for 14
              days.
            </Trans>
          }
        >
          {missing.length > 0 && (
            <Button look="primary" className="self-start" disabled={busy} onClick={() => void makeLinks()}>
              {busy
                ? t`${links.length} of ${created.length}…`
                : missing.length === 1
                  ? t`Make a link`
                  : t`Make ${missing.length} links`}
            </Button>
          )}
          <Wrong words={wrong} />
          {links.length > 0 && (
            <>
              <p className="text-sm text-quiet">
                <Trans>Copy them now: they are not shown again.</Trans>
              </p>
              <ul className="border-t border-line">
                {links.map((made) => (
                  <li key={made.email} className="border-b border-line py-2 text-sm">
                    {made.name}
                    <span className="block break-all select-all">{made.link}</span>
                  </li>
                ))}
              </ul>
              <Button
                className="self-start"
                onClick={() => void navigator.clipboard.writeText(csv).then(() => say(t`Copied`))}
              >
                <Trans>Copy all as CSV</Trans>
              </Button>
            </>
          )}
        </Section>
      )}
      <Section title={<Trans>What became of it</Trans>}>
        <PlanTable plan={report} done />
      </Section>
    </>
  );
}
