import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { type TimeOff, useDaysOff, useTimeOff } from "../../data/days-off";
import { useFormDraft, useOwnId } from "../../data/draft";
import { orHadIt, type Send, useTakeBack, useWrite } from "../../data/write";
import { dateRange } from "../../lib/dates";
import { type Range, rest } from "../../lib/month";
import { length, todayIn } from "../../lib/week";
import { Button } from "../../ui/button";
import { TextField } from "../../ui/fields";
import { Wrong } from "../../ui/section";
import { useToasts } from "../../ui/toast";
import { Calendar, Legend, Year } from "./calendar";
import { useSelf } from "./mine";
import { PageTitle, Row, Rows } from "./page";

/** Time off is drawn on a calendar, saved as it is drawn, and taken back with one key. */
export function TimeOffPage() {
  const { t } = useLingui();
  const { self } = useSelf();
  const { say } = useToasts();
  const write = useWrite();
  const takeBack = useTakeBack();
  const today = todayIn(self.time_zone);
  const [{ year, month }, setMonth] = useState(() => ({
    year: Number(today.slice(0, 4)),
    month: Number(today.slice(5, 7)),
  }));
  const mine = useTimeOff(self.id);
  const daysOff = useDaysOff(self, `${year - 1}-12-24`, `${year + 1}-01-07`);
  const ahead = mine.filter((off) => off.ends_on >= today);
  const past = mine.filter((off) => off.ends_on < today).reverse();
  const turn = (y: number, m: number) => setMonth({ year: y, month: m });

  const put = (send: Send, range: Range, note = "") =>
    send<TimeOff>("POST", `/people/${self.id}/time-off`, {
      starts_on: range.starts_on,
      ends_on: range.ends_on,
      ...(note ? { note } : {}),
    });
  const take = (send: Send, off: TimeOff) => send<null>("DELETE", `/time-off/${off.id}`);

  async function mark(range: Range) {
    const made: TimeOff[] = [];
    for (const free of rest(range, mine)) {
      const off = await write.run((send) => put(send, free));
      if (off) made.push(off);
    }
    if (!made.length) return;
    say(t`${dateRange(range.starts_on, range.ends_on)}: time off`, () =>
      takeBack(async (send) => {
        for (let off = made[0]; off; off = made[0]) {
          await take(send, off);
          made.shift();
        }
      }),
    );
  }

  async function remove(off: TimeOff) {
    if ((await write.run((send) => take(send, off))) === undefined) return;
    say(t`${dateRange(off.starts_on, off.ends_on)} is working time again`, () =>
      takeBack((send) => put(send, off, off.note)),
    );
  }

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
      <div className="flex flex-col gap-6">
        <Year {...{ year, month, daysOff }} off={mine} onMonth={turn} />
        <Calendar
          {...{ year, month, today, daysOff }}
          onMonth={turn}
          off={mine}
          hours={self.working_hours}
          onMark={(range) => void mark(range)}
          onRemove={(off) => void remove(off)}
        />
        <Legend />
        <Wrong words={write.words} />
      </div>
      {ahead.length > 0 && (
        <Rows>
          {ahead.map((off) => (
            <Entry key={off.id} off={off} busy={write.busy} onRemove={() => void remove(off)} />
          ))}
        </Rows>
      )}
      <div>
        <Exact />
        {past.length > 0 && (
          <details>
            <summary className="min-h-11 py-2.5 text-sm text-quiet">{t`Passed (${past.length})`}</summary>
            <Rows>
              {past.map((off) => (
                <Entry key={off.id} off={off} busy={write.busy} onRemove={() => void remove(off)} />
              ))}
            </Rows>
          </details>
        )}
      </div>
    </>
  );
}

function Entry({ off, busy, onRemove }: { off: TimeOff; busy: boolean; onRemove: () => void }) {
  const { t } = useLingui();
  const range = dateRange(off.starts_on, off.ends_on);
  const days = length(off);
  return (
    <Row
      action={
        <Button look="plain" aria-label={t`Remove ${range}`} disabled={busy} onClick={onRemove}>
          <Trans>Remove</Trans>
        </Button>
      }
    >
      <p>
        {range} <span className="text-sm text-quiet">{days === 1 ? t`1 day` : t`${days} days`}</span>
      </p>
      {off.note && (
        <p className="text-sm text-quiet">
          <bdi>{off.note}</bdi> · <Trans>only you read this</Trans>
        </p>
      )}
    </Row>
  );
}

/** By dates, for what a calendar is too small for, and with a note. */
function Exact() {
  const { t } = useLingui();
  const { self } = useSelf();
  const { say } = useToasts();
  const write = useWrite(["starts_on", "ends_on", "note"]);
  const takeBack = useTakeBack();
  const draft = useFormDraft("time-off");
  const own = useOwnId("time-off");
  const [open] = useState(draft.begun);
  const [first, setFirst] = useState("");
  const [last, setLast] = useState("");
  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const note = String(new FormData(form).get("note") ?? "");
    const body = { starts_on: first, ends_on: last || first, ...(note ? { note } : {}) };
    const id = own.idOf(body);
    const added = await write.run((send) =>
      send<Pick<TimeOff, "id">>("POST", `/people/${self.id}/time-off`, { id, ...body }).catch(
        orHadIt(() => ({ id })),
      ),
    );
    if (!added) return;
    own.drop();
    draft.drop();
    form.reset();
    setFirst("");
    setLast("");
    say(t`Added`, () => takeBack((send) => send<null>("DELETE", `/time-off/${added.id}`)));
  }
  return (
    <details open={open}>
      <summary className="min-h-11 py-2.5 text-sm text-quiet">
        <Trans>By exact dates, and with a note</Trans>
      </summary>
      <form {...draft.props} className="flex flex-col gap-4" onSubmit={(event) => void add(event)}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={t`First day`}
            name="starts_on"
            type="date"
            required
            value={first}
            onChange={(event) => setFirst(event.target.value)}
            error={write.at("starts_on")}
          />
          <TextField
            label={t`Last day`}
            name="ends_on"
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
          dir="auto"
          autoComplete="off"
          error={write.at("note")}
          hint={t`Read by: only you. Everybody sees the days.`}
        />
        <Wrong words={write.words} />
        <Button type="submit" look="primary" className="self-start" disabled={write.busy}>
          <Trans>Add</Trans>
        </Button>
      </form>
    </details>
  );
}
