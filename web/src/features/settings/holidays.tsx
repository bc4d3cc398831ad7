import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import type { components } from "../../api.gen";
import { useFormDraft, useOwnId } from "../../data/draft";
import { useAll, useStatus } from "../../data/mine";
import { type Choices, useChoices } from "../../data/regions";
import { orHadIt, useWrite } from "../../data/write";
import { dateRange, weekday } from "../../lib/dates";
import { isolate } from "../../lib/isolate";
import { RegionSelect } from "../../parts/zone-select";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import { TextField } from "../../ui/fields";
import { Loading } from "../../ui/loading";
import { Section, Wrong } from "../../ui/section";
import { EmptyState } from "../../ui/small";
import { useToasts } from "../../ui/toast";
import { PageTitle, Row, Rows } from "./page";

type Holiday = components["schemas"]["Holiday"];

export function HolidaysPage() {
  const { t } = useLingui();
  const choices = useChoices();
  const { complete } = useStatus();
  const all = useAll<Holiday>("holiday")
    .slice()
    .sort((a, b) => a.date.localeCompare(b.date));
  return (
    <>
      <PageTitle
        title={<Trans>Holidays</Trans>}
        lead={
          <Trans>
            Public holidays come with each person’s region. Here are the days off that are your own, or that a
            region lacks.
          </Trans>
        }
      />
      {all.length > 0 ? (
        <Rows>
          {all.map((holiday) => (
            <Entry key={holiday.id} holiday={holiday} choices={choices} />
          ))}
        </Rows>
      ) : complete ? (
        <EmptyState title={t`None yet`} />
      ) : (
        <Loading />
      )}
      <Add choices={choices} />
    </>
  );
}

function Entry({ holiday, choices }: { holiday: Holiday; choices: Choices | null }) {
  const { t } = useLingui();
  const { say } = useToasts();
  const write = useWrite();
  const [asking, setAsking] = useState(false);
  const where = holiday.region
    ? (choices?.regions.find((region) => region.code === holiday.region)?.name ?? holiday.region)
    : t`everywhere`;
  async function remove() {
    if ((await write.run((send) => send<null>("DELETE", `/holidays/${holiday.id}`))) === undefined) return;
    setAsking(false);
    say(t`Removed`);
  }
  return (
    <Row
      action={
        <Button look="plain" aria-label={t`Remove ${isolate(holiday.name)}`} onClick={() => setAsking(true)}>
          <Trans>Remove</Trans>
        </Button>
      }
    >
      <p className="wrap-anywhere">
        <bdi>{holiday.name}</bdi>
      </p>
      <p className="text-sm text-quiet">
        {weekday(holiday.date, "short")} {dateRange(holiday.date, holiday.date)} · {where}
      </p>
      {asking && (
        <Confirm
          title={t`Remove ${isolate(holiday.name)}?`}
          action={t`Remove`}
          busy={write.busy}
          wrong={write.words}
          onConfirm={() => void remove()}
          onClose={() => setAsking(false)}
        >
          <p>
            <Trans>It becomes an ordinary working day, and due dates are counted anew.</Trans>
          </p>
        </Confirm>
      )}
    </Row>
  );
}

function Add({ choices }: { choices: Choices | null }) {
  const { t } = useLingui();
  const { say } = useToasts();
  const write = useWrite(["date", "name", "region"]);
  const draft = useFormDraft("holiday");
  const own = useOwnId("holiday");
  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const body = { date: data.get("date"), name: data.get("name"), region: data.get("region") };
    const id = own.idOf(body);
    const added = await write.run((send) =>
      send<Pick<Holiday, "id">>("POST", "/holidays", { id, ...body }).catch(orHadIt(() => ({ id }))),
    );
    if (!added) return;
    own.drop();
    draft.drop();
    form.reset();
    say(t`Added`);
  }
  return (
    <Section title={<Trans>Add a holiday</Trans>}>
      <form {...draft.props} className="flex flex-col gap-4" onSubmit={(event) => void add(event)}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label={t`Day`} name="date" type="date" required error={write.at("date")} />
          <RegionSelect label={t`Where`} name="region" choices={choices} chosen="" none={t`Everywhere`} />
        </div>
        <TextField
          label={t`Name`}
          name="name"
          required
          autoComplete="off"
          hint={t`Read by: everybody in the workspace.`}
          error={write.at("name")}
        />
        <Wrong words={write.at("region") ?? write.words} />
        <Button type="submit" look="primary" className="self-start" disabled={write.busy}>
          <Trans>Add</Trans>
        </Button>
      </form>
    </Section>
  );
}
