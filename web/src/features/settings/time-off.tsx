import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import type { components } from "../../api.gen";
import { useAll, useMine } from "../../data/mine";
import { useWrite } from "../../data/write";
import { dateRange } from "../../lib/dates";
import { length } from "../../lib/week";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import { TextField } from "../../ui/fields";
import { Section, Wrong } from "../../ui/section";
import { useToasts } from "../../ui/toast";
import { PageTitle, Row, Rows } from "./page";

type TimeOff = components["schemas"]["TimeOff"];

export function TimeOffPage() {
  const { t } = useLingui();
  const { me } = useMine();
  const today = new Date().toISOString().slice(0, 10);
  const mine = useAll<TimeOff>("time_off")
    .filter((off) => off.person_id === me.person.id)
    .sort((a, b) => a.starts_on.localeCompare(b.starts_on));
  const ahead = mine.filter((off) => off.ends_on >= today);
  const past = mine.filter((off) => off.ends_on < today).reverse();
  return (
    <>
      <PageTitle
        title={<Trans>Time off</Trans>}
        lead={
          <Trans>
            While you are away nothing becomes overdue and nothing arrives. When you are back there is one
            page to read.
          </Trans>
        }
      />
      {ahead.length > 0 && (
        <Rows>
          {ahead.map((off) => (
            <Entry key={off.id} off={off} />
          ))}
        </Rows>
      )}
      <Add />
      {past.length > 0 && (
        <details>
          <summary className="min-h-9 text-sm text-quiet">{t`Passed (${past.length})`}</summary>
          <Rows>
            {past.map((off) => (
              <Entry key={off.id} off={off} />
            ))}
          </Rows>
        </details>
      )}
    </>
  );
}

function Entry({ off }: { off: TimeOff }) {
  const { t } = useLingui();
  const { say } = useToasts();
  const [asking, setAsking] = useState(false);
  const write = useWrite();
  const range = dateRange(off.starts_on, off.ends_on);
  const days = length(off);
  async function remove() {
    if ((await write.run((send) => send("DELETE", `/time-off/${off.id}`))) === undefined) return;
    setAsking(false);
    say(t`Removed`);
  }
  return (
    <Row
      action={
        <Button look="plain" aria-label={t`Remove ${range}`} onClick={() => setAsking(true)}>
          <Trans>Remove</Trans>
        </Button>
      }
    >
      <p>
        {range} <span className="text-sm text-quiet">{days === 1 ? t`1 day` : t`${days} days`}</span>
      </p>
      {off.note && (
        <p className="text-sm text-quiet">
          {off.note} · <Trans>only you read this</Trans>
        </p>
      )}
      {asking && (
        <Confirm
          title={t`Remove ${range}?`}
          action={t`Remove`}
          busy={write.busy}
          wrong={write.words}
          onConfirm={() => void remove()}
          onClose={() => setAsking(false)}
        >
          <p>
            <Trans>Due dates in these days become ordinary ones again.</Trans>
          </p>
        </Confirm>
      )}
    </Row>
  );
}

function Add() {
  const { t } = useLingui();
  const { me } = useMine();
  const { say } = useToasts();
  const write = useWrite(["starts_on", "ends_on", "note"]);
  const [first, setFirst] = useState("");
  const [last, setLast] = useState("");
  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const note = String(new FormData(form).get("note") ?? "");
    const added = await write.run((send) =>
      send<TimeOff>("POST", `/people/${me.person.id}/time-off`, {
        starts_on: first,
        ends_on: last || first,
        ...(note ? { note } : {}),
      }),
    );
    if (!added) return;
    form.reset();
    setFirst("");
    setLast("");
    say(t`Added`);
  }
  return (
    <Section title={<Trans>Add days off</Trans>}>
      <form className="flex flex-col gap-4" onSubmit={(event) => void add(event)}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={t`First day`}
            type="date"
            required
            value={first}
            onChange={(event) => setFirst(event.target.value)}
            error={write.at("starts_on")}
          />
          <TextField
            label={t`Last day`}
            type="date"
            min={first}
            value={last || first}
            onChange={(event) => setLast(event.target.value)}
            error={write.at("ends_on")}
          />
        </div>
        <TextField
          label={t`Note, if you like`}
          name="note"
          autoComplete="off"
          error={write.at("note")}
          hint={t`Read by: only you. Everybody sees the days.`}
        />
        <Wrong words={write.words} />
        <Button type="submit" look="primary" className="self-start" disabled={write.busy}>
          <Trans>Add</Trans>
        </Button>
      </form>
    </Section>
  );
}
