import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import type { components } from "../../api.gen";
import { call } from "../../data/api";
import { useFetched } from "../../data/fetched";
import { useWrite } from "../../data/write";
import { dateRange } from "../../lib/dates";
import { AwayWords } from "../../parts/away";
import type { Page } from "../../types";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import { TextField } from "../../ui/fields";
import { Section, Wrong } from "../../ui/section";
import { useToasts } from "../../ui/toast";
import { useBrowserName } from "./browser-name";
import { useSelf } from "./mine";
import { PageTitle, Row, Rows } from "./page";

type Session = components["schemas"]["Session"];

export function AccessPage() {
  const sessions = useFetched<Page<Session>>("/sessions");
  return (
    <>
      <PageTitle title={<Trans>Password, sessions</Trans>} />
      <Password onChanged={sessions.again} />
      <Section
        title={<Trans>Sessions</Trans>}
        lead={
          <Trans>
            Browsers in which you are logged in. Nobody else sees this, and nobody sees when you are here.
          </Trans>
        }
      >
        {sessions.data && (
          <Rows>
            {sessions.data.items.map((session) => (
              <Entry key={session.id} session={session} onEnded={sessions.again} />
            ))}
          </Rows>
        )}
        {!sessions.data && sessions.error && (
          <p className="text-sm text-quiet">
            <AwayWords error={sessions.error}>
              <Trans>The server is out of reach, so your sessions can’t be shown.</Trans>
            </AwayWords>
          </p>
        )}
      </Section>
    </>
  );
}

function Password({ onChanged }: { onChanged: () => void }) {
  const { t } = useLingui();
  const { self } = useSelf();
  const { say } = useToasts();
  const write = useWrite(["current", "new"]);
  async function change(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const done = await write.run(() =>
      call<null>("POST", "/me/password", { current: data.get("current"), new: data.get("new") }),
    );
    if (done === undefined) return;
    form.reset();
    onChanged();
    say(t`Your password is changed; your other sessions have ended`);
  }
  return (
    <Section title={<Trans>Password</Trans>} lead={<Trans>Changing it ends your other sessions.</Trans>}>
      <form className="flex max-w-96 flex-col gap-4" onSubmit={(event) => void change(event)}>
        <input type="hidden" autoComplete="username" value={self.email} readOnly />
        <TextField
          label={t`The one you have`}
          name="current"
          type="password"
          autoComplete="current-password"
          required
          error={write.at("current") && t`This is not your password.`}
        />
        <TextField
          label={t`The new one`}
          name="new"
          type="password"
          autoComplete="new-password"
          minLength={10}
          required
          hint={t`At least 10 characters. Several words in a row are best.`}
          error={write.at("new")}
        />
        <Wrong words={write.words} />
        <Button type="submit" className="self-start" disabled={write.busy}>
          <Trans>Change it</Trans>
        </Button>
      </form>
    </Section>
  );
}

function Entry({ session, onEnded }: { session: Session; onEnded: () => void }) {
  const { t } = useLingui();
  const { say } = useToasts();
  const browserName = useBrowserName();
  const write = useWrite();
  const [asking, setAsking] = useState(false);
  const name = browserName(session.name);
  const day = session.created_at.slice(0, 10);
  async function end() {
    if ((await write.run(() => call<null>("DELETE", `/sessions/${session.id}`))) === undefined) return;
    setAsking(false);
    onEnded();
    say(t`That session has ended`);
  }
  return (
    <Row
      action={
        session.current ? (
          <span className="px-3 text-sm text-quiet">
            <Trans>this one</Trans>
          </span>
        ) : (
          <Button look="plain" aria-label={t`End the session in ${name}`} onClick={() => setAsking(true)}>
            <Trans>End</Trans>
          </Button>
        )
      }
    >
      <p className="truncate" title={session.name}>
        {name}
      </p>
      <p className="text-sm text-quiet">
        <Trans>since {dateRange(day, day)}</Trans>
      </p>
      {asking && (
        <Confirm
          title={t`End the session in ${name}?`}
          action={t`End it`}
          busy={write.busy}
          wrong={write.words}
          onConfirm={() => void end()}
          onClose={() => setAsking(false)}
        >
          <p>
            <Trans>That browser has to log in again. What it has not sent yet stays there.</Trans>
          </p>
        </Confirm>
      )}
    </Row>
  );
}
