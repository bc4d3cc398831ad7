import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useMemo, useState } from "react";
import { Link, useLocation } from "wouter";
import { byName } from "../../data/about";
import { type KeptFile, useKeptFile } from "../../data/kept-file";
import { useAll, useMine, useStatus } from "../../data/mine";
import { useWrite } from "../../data/write";
import { readSheet } from "../../lib/csv";
import { uuidv7 } from "../../lib/uuid";
import { FileBox } from "../../parts/file-box";
import type { Person } from "../../types";
import { Back } from "../../ui/back";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { Loading } from "../../ui/loading";
import { ReadBy, Section, Wrong } from "../../ui/section";
import { ColumnsForm } from "./columns-form";
import { lastImport, rememberImport } from "./last";
import { type Columns, foundBy, guess, ownerMapCsv, ownersIn, proposed } from "./mapping";
import { OwnersForm } from "./owners-form";
import { ReportView } from "./report-view";
import type { Import } from "./types";

/** Tasks from a file. Nothing is changed before the last button. */
export function ImportsScreen() {
  const { t } = useLingui();
  const { me } = useMine();
  const { complete } = useStatus();
  const [source, setSource] = useKeptFile("import.tasks");
  const sheet = useMemo(() => readSheet(source.text), [source.text]);
  const last = lastImport(me.person.id);
  return (
    <div className="flex max-w-160 flex-col gap-10">
      <div>
        <Back href="/settings">
          <Trans>Settings</Trans>
        </Back>
        <h1 className="mt-6">
          <Trans>Tasks from a file</Trans>
        </h1>
        <p className="mt-1 text-quiet">
          <Trans>
            A table in which every row is a task. You see what becomes of each row before anything is changed;
            the same file again makes nothing twice.
          </Trans>{" "}
          {last && (
            <Link href={`/imports/${last}`} className="text-accent underline">
              <Trans>The report of your last import</Trans>
            </Link>
          )}
        </p>
      </div>
      <Section title={<Trans>1. The file</Trans>}>
        <FileBox
          text={source.text}
          name={source.name}
          pasteHint={t`Task,Owner,Due date,Priority`}
          onText={(text, name) => setSource({ text, name })}
        />
        {sheet.header.length > 0 && (
          <p className="text-sm text-quiet">
            {sheet.rows.length === 1 ? t`1 row` : t`${sheet.rows.length} rows`} · {sheet.header.join(" · ")}
          </p>
        )}
        <ReadBy>
          <Trans>Read by: whoever reads each owner’s list, once you bring the tasks in</Trans>
        </ReadBy>
      </Section>
      {/* Whom a name means is not asked before everybody is known. */}
      {sheet.rows.length > 0 && !complete && <Loading />}
      {sheet.rows.length > 0 && complete && (
        <Rest
          key={source.text}
          source={source}
          sheet={sheet}
          onStarted={() => setSource({ text: "", name: "" })}
        />
      )}
    </div>
  );
}

interface RestProps {
  source: KeptFile;
  sheet: ReturnType<typeof readSheet>;
  onStarted: () => void;
}

function Rest({ source, sheet, onStarted }: RestProps) {
  const { t } = useLingui();
  const { me } = useMine();
  const [, navigate] = useLocation();
  const people = useAll<Person>("person");
  const active = useMemo(() => people.filter((p) => p.active).sort(byName), [people]);
  const [columns, setColumns] = useState<Columns>(() => guess(sheet.header));
  const [zone, setZone] = useState(() => (/utc|gmt/i.test(columns.due_time) ? "UTC" : ""));
  const [fallback, setFallback] = useState("");
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const [mapText, setMapText] = useState("");
  const [update, setUpdate] = useState(false);
  const [preview, setPreview] = useState<Import | null>(null);
  const write = useWrite(["mapping", "owner_map_csv", "default_owner_id"]);
  // One id for one intent: asked again after a lost answer, it is the same import.
  const [id] = useState(() => uuidv7());

  const owners = useMemo(() => ownersIn(sheet, columns.owner), [sheet, columns.owner]);
  // What nobody has decided is proposed where only one person is called so.
  const map = useMemo(() => {
    const full = new Map<string, string>();
    for (const { text } of owners) {
      if (foundBy(text, active) && !chosen.has(text)) continue;
      const id = chosen.get(text) ?? proposed(text, active)?.id;
      if (id) full.set(text, id);
    }
    return full;
  }, [owners, active, chosen]);

  const body = (withUpdate: boolean) => ({
    csv: source.text,
    mapping: {
      ...Object.fromEntries(Object.entries(columns).filter(([, name]) => name)),
      title: columns.title,
      ...(zone && columns.due_time ? { due_time_zone: zone } : {}),
    },
    owner_map_csv: mapText || ownerMapCsv(map, active),
    ...(fallback ? { default_owner_id: fallback } : {}),
    update: withUpdate,
  });

  async function look(withUpdate: boolean) {
    const told = await write.run((send) =>
      send<Import>("POST", "/imports/tasks", { ...body(withUpdate), dry_run: true }),
    );
    setPreview(told ?? null);
  }

  async function bringIn() {
    const started = await write.run((send) =>
      send<Import>("POST", "/imports/tasks", { ...body(update), id }),
    );
    if (!started) return;
    rememberImport(me.person.id, started.id);
    onStarted();
    navigate(`/imports/${started.id}`);
  }

  /** Another answer to a question: what was looked at is not what would happen any more. */
  const changing =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      setPreview(null);
      write.clear();
    };

  const summary = preview?.report?.summary;
  const will = summary ? summary.imported + summary.updated : 0;
  return (
    <>
      <form
        className="flex flex-col gap-10"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void look(update);
        }}
      >
        <Section
          title={<Trans>2. Its columns</Trans>}
          lead={<Trans>Guessed by their names. Put right what is not.</Trans>}
        >
          <ColumnsForm
            sheet={sheet}
            columns={columns}
            zone={zone}
            errorAt={(field) => write.at(`mapping.${field}`)}
            onColumns={changing(setColumns)}
            onZone={changing(setZone)}
          />
        </Section>
        <Section
          title={<Trans>3. Its people</Trans>}
          lead={
            columns.owner ? (
              <Trans>Whom each name in the file means.</Trans>
            ) : (
              <Trans>No column says whose the tasks are, so all of them go to one person.</Trans>
            )
          }
        >
          <OwnersForm
            owners={owners}
            people={active}
            chosen={chosen}
            mapText={mapText}
            fallback={fallback}
            error={write.at("owner_map_csv") ?? write.at("default_owner_id")}
            onChosen={changing(setChosen)}
            onMapText={changing(setMapText)}
            onFallback={changing(setFallback)}
          />
        </Section>
        <Wrong words={preview ? undefined : write.words} />
        {!preview && (
          <Button type="submit" look="primary" className="self-start" disabled={write.busy || !columns.title}>
            {write.busy ? <Trans>One moment…</Trans> : <Trans>Look at it</Trans>}
          </Button>
        )}
      </form>
      {preview?.report && summary && (
        <Section
          title={<Trans>4. What would become of it</Trans>}
          lead={<Trans>Nothing is changed yet.</Trans>}
        >
          <ReportView report={preview.report} />
          {(summary.date_changed > 0 || update) && (
            <Choice
              type="checkbox"
              checked={update}
              disabled={write.busy}
              onChange={(event) => {
                setUpdate(event.target.checked);
                void look(event.target.checked);
              }}
              hint={<Trans>Their owners see who moved the date, and from what to what.</Trans>}
            >
              <Trans>Give tasks that are there already the dates of the file</Trans>
            </Choice>
          )}
          <Wrong words={write.words} />
          <div className="flex flex-wrap gap-2">
            <Button look="primary" disabled={!will || write.busy} onClick={() => void bringIn()}>
              {will === 0
                ? t`Nothing to bring in`
                : will === 1
                  ? t`Bring in 1 task`
                  : t`Bring in ${will} tasks`}
            </Button>
            <Button look="plain" onClick={() => setPreview(null)}>
              <Trans>Back to the questions</Trans>
            </Button>
          </div>
        </Section>
      )}
    </>
  );
}
