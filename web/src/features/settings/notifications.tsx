import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useEffect, useState } from "react";
import { Link } from "wouter";
import { useKept } from "../../data/draft";
import { useFetched } from "../../data/fetched";
import { type Send, useTakeBack, useWrite } from "../../data/write";
import { clock } from "../../lib/week";
import type { Notifications, WaysOut } from "../../types";
import { Button } from "../../ui/button";
import { TextField } from "../../ui/fields";
import { Section, Wrong } from "../../ui/section";
import { useToasts } from "../../ui/toast";
import { ChannelsSection } from "./channels";
import { Check } from "./check";
import { Devices } from "./devices";
import { FocusEditor } from "./focus-editor";
import { PageTitle } from "./page";
import { Unread } from "./unread";
import { Webhook } from "./webhook";

type Draft = Omit<Notifications, "revision" | "open">;

const mostHours = 4;
const noEdits: Partial<Draft> = {};
const fields = ["digest_hours", "late_hour", "quiet_hours", "per_sender", "per_week", "quiet", "channels"];

/** Which words come when: hours of digests, hours of quiet, and how often somebody may interrupt. */
export function NotificationsPage() {
  const settings = useFetched<Notifications>("/me/notifications");
  const ways = useFetched<WaysOut>("/me/channels");
  const error = settings.error ?? ways.error;
  const again = () => {
    settings.again();
    ways.again();
  };
  return (
    <>
      <PageTitle
        title={<Trans>What reaches me</Trans>}
        lead={
          <Trans>
            Everything waits for your next digest, unless somebody says why it can’t. What is in your digests
            stands on{" "}
            <Link href="/today" className="text-accent underline">
              Today
            </Link>
            .
          </Trans>
        }
      />
      {settings.data && ways.data ? (
        <>
          <Form saved={settings.data} ways={ways.data} onSaved={settings.again} />
          <Devices ways={ways.data} onChanged={again} />
          <Webhook key={ways.data.webhook?.url ?? ""} webhook={ways.data.webhook} onChanged={again} />
        </>
      ) : (
        <Unread error={error} onAgain={again} />
      )}
    </>
  );
}

function pick({ revision: _revision, open: _open, ...draft }: Notifications): Draft {
  return draft;
}

interface FormProps {
  saved: Notifications;
  ways: WaysOut;
  onSaved: () => void;
}

/** What was changed and not saved stays when the settings are read anew, because a browser was added. */
function Form({ saved, ways, onSaved }: FormProps) {
  const { t } = useLingui();
  const { say } = useToasts();
  const write = useWrite(fields);
  const takeBack = useTakeBack();
  const [edits, setEdits] = useKept("notifications", noEdits);
  const draft: Draft = { ...pick(saved), ...edits };
  const changed = JSON.stringify(draft) !== JSON.stringify(pick(saved));
  /** What was saved here is on the page until it is read back. */
  const [own, setOwn] = useState(0);
  useEffect(() => {
    if (!own || saved.revision < own) return;
    setEdits(noEdits);
    setOwn(0);
  }, [own, saved.revision, setEdits]);
  const edit = (part: Partial<Draft>) => {
    write.clear();
    setEdits({ ...edits, ...part });
  };
  const change = (send: Send, to: Draft) => send<Notifications>("PATCH", "/me/notifications", to);

  async function save(event: FormEvent) {
    event.preventDefault();
    const before = pick(saved);
    const answer = changed && (await write.run((send) => change(send, draft)));
    if (!answer) return;
    setOwn(answer.revision);
    onSaved();
    say(t`Saved`, () => takeBack((send) => change(send, before)).then(onSaved));
  }

  return (
    <form className="flex flex-col gap-10" onSubmit={(event) => void save(event)} noValidate>
      <Section
        title={<Trans>Digests</Trans>}
        lead={
          <Trans>
            They come on your working days, in your own time. One that would come in focus time or in quiet
            hours comes when these end; without anything to tell there is none.
          </Trans>
        }
      >
        <DigestHours
          hours={draft.digest_hours}
          error={write.at("digest_hours")}
          onChange={(digest_hours) => edit({ digest_hours })}
        />
        <LateHour
          hour={draft.late_hour}
          error={write.at("late_hour")}
          onChange={(late_hour) => edit({ late_hour })}
        />
        <fieldset className="mt-2 flex flex-col">
          <legend className="text-sm font-medium">
            <Trans>What is worth a digest of its own</Trans>
          </legend>
          <p className="text-xs text-quiet">
            <Trans>What you leave out comes along with the next one that there is anyway.</Trans>
          </p>
          <Check checked disabled label={t`What I have to decide`} onChange={() => {}} />
          {(["changed", "good_to_know"] as const).map((section) => (
            <Check
              key={section}
              checked={!draft.quiet.includes(section)}
              label={section === "changed" ? t`What has changed of mine` : t`What is good to know`}
              onChange={(on) =>
                edit({ quiet: on ? draft.quiet.filter((one) => one !== section) : [...draft.quiet, section] })
              }
            />
          ))}
          <Wrong words={write.at("quiet")} />
        </fieldset>
      </Section>
      <ChannelsSection
        channels={draft.channels}
        open={saved.open}
        ways={ways}
        error={write.at("channels")}
        onChange={(channels) => edit({ channels })}
      />
      <Section
        title={<Trans>Quiet hours</Trans>}
        lead={
          <Trans>
            Nothing reaches you in them but what its sender says cannot wait. Focus time and time off are
            quiet anyway.
          </Trans>
        }
      >
        <FocusEditor
          name={t`Quiet hours`}
          add={t`Add quiet hours`}
          usual={{ days: ["mon", "tue", "wed", "thu", "fri"], start: "18:00", end: "08:00" }}
          focus={draft.quiet_hours}
          error={write.at("quiet_hours")}
          onChange={(quiet_hours) => edit({ quiet_hours })}
        />
      </Section>
      <Section
        title={<Trans>Interruptions</Trans>}
        lead={
          <Trans>
            Somebody who can’t wait for your digest gives a reason and spends one of these. Beyond them, and
            outside of your hours, only what cannot wait comes through.
          </Trans>
        }
      >
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <Budget
            label={t`From one person, in seven days`}
            value={draft.per_sender}
            error={write.at("per_sender")}
            onChange={(per_sender) => edit({ per_sender })}
          />
          <Budget
            label={t`From everybody, in seven days`}
            value={draft.per_week}
            error={write.at("per_week")}
            onChange={(per_week) => edit({ per_week })}
          />
        </div>
      </Section>
      <div
        className={`flex flex-col gap-2 py-3 ${changed ? "sticky bottom-16 border-t border-line bg-paper md:bottom-0" : ""}`}
      >
        <Wrong words={write.words} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" disabled={!changed || write.busy}>
            <Trans>Save what reaches me</Trans>
          </Button>
          {changed && (
            <Button look="plain" onClick={() => setEdits(noEdits)}>
              <Trans>Undo my changes</Trans>
            </Button>
          )}
        </div>
      </div>
    </form>
  );
}

interface HoursProps {
  hours: readonly string[];
  error: string | undefined;
  onChange: (hours: string[]) => void;
}

function DigestHours({ hours, error, onChange }: HoursProps) {
  const { t } = useLingui();
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-end gap-3">
        {hours.map((hour, at) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: an hour has no name, and changes under the keys.
            key={at}
            className="flex items-end gap-1"
          >
            <Hour
              label={hours.length > 1 ? t`Digest hour ${at + 1}` : t`Digest hour`}
              value={hour}
              wrong={error !== undefined}
              onChange={(to) => onChange(hours.map((one, i) => (i === at ? to : one)))}
            />
            {hours.length > 1 && (
              <Button
                look="plain"
                className="px-2! pointer-coarse:min-w-11"
                aria-label={t`Remove ${hour}`}
                onClick={() => onChange(hours.filter((_, i) => i !== at))}
              >
                <span aria-hidden="true">×</span>
              </Button>
            )}
          </div>
        ))}
        {hours.length < mostHours && (
          <Button
            look="plain"
            onClick={() => onChange([...hours, hours.includes("13:00") ? "17:00" : "13:00"])}
          >
            <Trans>Add an hour</Trans>
          </Button>
        )}
      </div>
      <Wrong words={error} />
    </div>
  );
}

interface LateProps {
  hour: string | null;
  error: string | undefined;
  onChange: (hour: string | null) => void;
}

function LateHour({ hour, error, onChange }: LateProps) {
  const { t } = useLingui();
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-1">
        <Check
          checked={hour !== null}
          label={t`One more, only when something must be decided before the next`}
          onChange={(on) => onChange(on ? "16:00" : null)}
        />
        {hour !== null && (
          <Hour label={t`Late hour`} value={hour} wrong={error !== undefined} onChange={onChange} />
        )}
      </div>
      <Wrong words={error} />
    </div>
  );
}

interface HourProps {
  label: string;
  value: string;
  wrong: boolean;
  onChange: (value: string) => void;
}

/** By 24 hours, as the rest of the app; "9", "930" and "9.30" are understood on leaving. */
function Hour({ label, value, wrong, onChange }: HourProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <label className="flex flex-col gap-1.5 text-sm font-medium">
      {label}
      <input
        type="text"
        inputMode="numeric"
        maxLength={5}
        placeholder="09:00"
        aria-invalid={wrong || (typed === null && !clock(value)) ? true : undefined}
        className="min-h-9 w-18 rounded-md border border-edge bg-sheet px-2 py-1 text-center text-base font-normal text-ink placeholder:text-quiet aria-invalid:border-warn"
        value={typed ?? value}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(clock(event.target.value) ?? event.target.value);
        }}
        onBlur={() => setTyped(null)}
      />
    </label>
  );
}

interface BudgetProps {
  label: string;
  value: number;
  error: string | undefined;
  onChange: (value: number) => void;
}

function Budget({ label, value, error, onChange }: BudgetProps) {
  const { t } = useLingui();
  return (
    <TextField
      label={label}
      type="number"
      inputMode="numeric"
      min={0}
      max={100}
      value={Number.isFinite(value) ? value : ""}
      error={error}
      hint={value === 0 ? t`None: only what cannot wait` : undefined}
      onChange={(event) => onChange(event.target.valueAsNumber)}
    />
  );
}
