import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useRef, useState } from "react";
import { useLocation } from "wouter";
import { call } from "../../data/api";
import { useCommands } from "../../data/commands";
import { useAll, useWorkspace } from "../../data/mine";
import { levelWords } from "../../data/words";
import { levels } from "../../data/worklist";
import { capital, orHadIt, useWrite } from "../../data/write";
import { isolate } from "../../lib/isolate";
import { keyLabel } from "../../lib/keys";
import type { AnswerKind, Level, Person, RollUp } from "../../types";
import { Back } from "../../ui/back";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { NativeSelect, TextArea, TextField } from "../../ui/fields";
import { ReadBy, Wrong } from "../../ui/section";
import { Kbd } from "../../ui/small";
import { useToasts } from "../../ui/toast";
import { Again } from "./again";
import { asksSomebody, bodyOf, comingFriday, type Form, useForm } from "./form";
import { Preview, usePreview } from "./preview";
import { Whom } from "./whom";

/** Ask many people: to, what, why, the kind of answer, by when in their time; and what that does to their lists. */
export function ComposeScreen() {
  const { t } = useLingui();
  const { say } = useToasts();
  const [, navigate] = useLocation();
  const [form, change] = useForm();
  const [tried, setTried] = useState(false);
  const [repeating, setRepeating] = useState(false);
  const write = useWrite(["title", "why", "body", "to", "choices", "due_date", "due_time", "enough"]);
  const asks = asksSomebody(form);
  const { preview, refused } = usePreview(form, asks);
  const missing = (text: string, words: string) => (tried && !text.trim() ? words : undefined);
  const unreachable = refused?.code === "unreachable";
  const toWrong =
    write.at("to") ??
    (refused && !unreachable ? capital(refused.errors[0]?.message ?? refused.message) : undefined) ??
    (tried && !asks ? t`Say whom you ask.` : undefined);

  const page = useRef<HTMLFormElement>(null);
  /** What is wrong is where one goes on. */
  const toWhatIsWrong = () =>
    requestAnimationFrame(() => page.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());

  async function send() {
    setTried(true);
    if (write.busy) return;
    if (!asks || !form.title.trim() || !form.why.trim()) return void toWhatIsWrong();
    const { id } = form;
    const sent = await write.run((post) =>
      post<RollUp>("POST", "/requests", { id, ...bodyOf(form) }).catch(
        orHadIt(() => call<RollUp>("GET", `/requests/${id}`)),
      ),
    );
    if (!sent) return;
    change(null);
    say(t`Sent, interrupting nobody`);
    navigate(`/requests/${sent.id}`);
  }
  useCommands([
    {
      id: "request.send",
      name: t`Send, interrupting nobody`,
      group: "here",
      run: () => void send(),
    },
    {
      id: "request.leave",
      name: t`Back to the requests`,
      group: "here",
      keys: ["Escape"],
      run: () => navigate("/requests"),
    },
  ]);
  return (
    <>
      <form
        ref={page}
        noValidate
        className="flex flex-col gap-6"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
        onKeyDown={(event) => {
          if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
            event.preventDefault();
            event.stopPropagation();
            void send();
          }
        }}
      >
        <Back href="/requests">
          <Trans>Requests</Trans>
        </Back>
        <h1>
          <Trans>New request</Trans>
        </h1>
        <Whom form={form} wrong={toWrong} onChange={change} />
        <div className="flex flex-col gap-4">
          <TextField
            label={t`What you ask for`}
            required
            dir="auto"
            maxLength={500}
            autoComplete="off"
            value={form.title}
            error={write.at("title") ?? missing(form.title, t`Say it in a few words.`)}
            onChange={(event) => change({ title: event.target.value })}
          />
          <TextField
            label={t`Why, in one line`}
            required
            hint={t`Needed: people answer sooner when they know why.`}
            placeholder={t`Finance closes the forecast Monday`}
            dir="auto"
            maxLength={500}
            autoComplete="off"
            value={form.why}
            error={write.at("why") ?? missing(form.why, t`People answer sooner when they know why.`)}
            onChange={(event) => change({ why: event.target.value })}
          />
          <ReadByThem form={form} />
        </div>
        <Kind form={form} onChange={change} choicesWrong={write.at("choices")} />
        <When form={form} onChange={change} wrong={write.at("due_date") ?? write.at("due_time")} />
        <More form={form} onChange={change} wrong={write.at("enough") ?? write.at("body")} />
        {preview && asks && <Preview preview={preview} />}
        {unreachable && (
          <p role="status" className="text-sm text-quiet">
            <Trans>The server is out of reach. Your words are kept here; send them when it is back.</Trans>
          </p>
        )}
        <Wrong words={write.words} />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" look="primary" disabled={write.busy} className="pointer-coarse:min-h-11">
            <Trans>Send, interrupting nobody</Trans>
          </Button>
          <span aria-hidden="true" className="max-md:hidden pointer-coarse:hidden">
            <Kbd>{keyLabel("Mod+↵")}</Kbd>
          </span>
          {asks && form.title.trim() && form.why.trim() && (
            <Button className="pointer-coarse:min-h-11" onClick={() => setRepeating(true)}>
              <Trans>Send it again and again…</Trans>
            </Button>
          )}
          {(form.title || form.why || asks) && (
            <Button look="plain" className="pointer-coarse:min-h-11" onClick={() => change(null)}>
              <Trans>Begin anew</Trans>
            </Button>
          )}
        </div>
      </form>
      {repeating && <Again form={form} onKept={() => change(null)} onClose={() => setRepeating(false)} />}
    </>
  );
}

interface PartProps {
  form: Form;
  onChange: (part: Partial<Form>) => void;
}

/** Who reads what is asked (C9): those who are asked, and who reads their lists. */
function ReadByThem({ form }: { form: Form }) {
  const { t } = useLingui();
  const people = useAll<Person>("person");
  const teams = useAll<{ id: string; name: string }>("team");
  const { visibility } = useWorkspace();
  const names = [
    ...form.people.map((id) => people.find((one) => one.id === id)?.name ?? ""),
    ...form.teams.map((id) => teams.find((one) => one.id === id)?.name ?? ""),
  ]
    .filter(Boolean)
    .map((name) => isolate(name));
  if (form.reports) names.push(t`your reports`);
  if (form.below) names.push(t`everyone below you`);
  const who = names.length ? names.join(", ") : t`whom you ask`;
  return (
    <ReadBy>
      {visibility === "pair" ? (
        <Trans>Read by: {who}, and their managers</Trans>
      ) : visibility === "workspace" ? (
        <Trans>Read by: {who}, and everybody here</Trans>
      ) : (
        <Trans>Read by: {who}, and who reads their lists</Trans>
      )}
    </ReadBy>
  );
}

function Kind({ form, onChange, choicesWrong }: PartProps & { choicesWrong: string | undefined }) {
  const { t } = useLingui();
  const kinds: { value: AnswerKind; label: string }[] = [
    { value: "done", label: t`That it is done` },
    { value: "seen", label: t`That it was seen` },
    { value: "number", label: t`A number; they are summed` },
    { value: "choice", label: t`One of some choices` },
    { value: "text", label: t`Words` },
    { value: "link", label: t`A link` },
  ];
  return (
    <div className="flex flex-col gap-4">
      <NativeSelect
        label={t`The answer`}
        value={form.kind}
        options={kinds}
        onChange={(event) => onChange({ kind: event.target.value as AnswerKind })}
      />
      {form.kind === "choice" && (
        <TextArea
          label={t`To choose from, one a line`}
          dir="auto"
          value={form.choices}
          error={choicesWrong}
          onChange={(event) => onChange({ choices: event.target.value })}
        />
      )}
      <Choice
        type="checkbox"
        checked={form.open}
        onChange={(event) => onChange({ open: event.target.checked })}
        hint={<Trans>They are told so before they answer. Else only you see them all.</Trans>}
      >
        <Trans>All who are asked see all answers</Trans>
      </Choice>
    </div>
  );
}

function When({ form, onChange, wrong }: PartProps & { wrong: string | undefined }) {
  const { t } = useLingui();
  return (
    <div className="flex flex-col gap-1.5">
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={t`By when, in their time`}
          type="date"
          value={form.date}
          error={wrong}
          onChange={(event) => onChange({ date: event.target.value })}
        />
        <TextField
          label={t`Time, if any`}
          type="time"
          value={form.time}
          disabled={!form.date}
          onChange={(event) => onChange({ time: event.target.value })}
        />
      </div>
      <p className="flex flex-wrap items-baseline gap-x-3 text-xs text-quiet">
        {form.date ? (
          <>
            <Trans>Each has until the end of that working day of theirs, unless there is a time.</Trans>
            <Quick onClick={() => onChange({ date: "", time: "" })}>
              <Trans>No date</Trans>
            </Quick>
          </>
        ) : (
          <>
            <Trans>Without a date it may take a while.</Trans>
            <Quick onClick={() => onChange({ date: comingFriday() })}>
              <Trans>Their Friday</Trans>
            </Quick>
          </>
        )}
      </p>
    </div>
  );
}

function Quick({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" onClick={onClick} className="tap relative min-h-6 text-accent underline">
      {children}
    </button>
  );
}

/** What is out of the ordinary. */
function More({ form, onChange, wrong }: PartProps & { wrong: string | undefined }) {
  const { t, i18n } = useLingui();
  const used = Boolean(form.body || form.enough || form.joiners || form.level !== "medium" || wrong);
  const [open] = useState(used);
  return (
    <details open={open || Boolean(wrong)}>
      <summary className="min-h-9 cursor-pointer py-1.5 text-sm text-quiet">
        <Trans>More: details, level, enough answers, late joiners</Trans>
      </summary>
      <div className="mt-3 flex flex-col gap-4">
        <div className="flex flex-col gap-1.5">
          <TextArea
            label={t`Details, if any`}
            hint={t`Markdown`}
            dir="auto"
            value={form.body}
            onChange={(event) => onChange({ body: event.target.value })}
          />
          <ReadByThem form={form} />
        </div>
        <div className="grid gap-3 sm:grid-cols-2">
          <NativeSelect
            label={t`Level, once they accept it`}
            value={form.level}
            options={levels.map((level) => ({ value: level, label: i18n._(levelWords[level]) }))}
            onChange={(event) => onChange({ level: event.target.value as Level })}
          />
          <TextField
            label={t`So many answers are enough`}
            type="number"
            min={0}
            inputMode="numeric"
            placeholder={t`all`}
            value={form.enough}
            error={wrong}
            onChange={(event) => onChange({ enough: event.target.value })}
          />
        </div>
        <Choice
          type="checkbox"
          checked={form.joiners}
          onChange={(event) => onChange({ joiners: event.target.checked })}
          hint={<Trans>Who comes into a team, or below you, before it is due.</Trans>}
        >
          <Trans>Ask late joiners too</Trans>
        </Choice>
      </div>
    </details>
  );
}
