import { Trans, useLingui } from "@lingui/react/macro";
import type { FormEvent } from "react";
import type { components } from "../../api.gen";
import { useFormDraft } from "../../data/draft";
import { useFetched } from "../../data/fetched";
import { useSession } from "../../data/session";
import { useWrite } from "../../data/write";
import { dateRange } from "../../lib/dates";
import { Button } from "../../ui/button";
import { TextField } from "../../ui/fields";
import { Section, Wrong } from "../../ui/section";
import { useToasts } from "../../ui/toast";
import { useSelf } from "./mine";

type Address = components["schemas"]["Address"];

/** The address that one logs in with; changed by one's password, so that an open browser is not enough. */
export function Email() {
  const { t } = useLingui();
  const { self } = useSelf();
  const { refresh } = useSession();
  const { say } = useToasts();
  const stands = useFetched<Address>("/me/email", self.email);
  const write = useWrite(["email", "current"]);
  const draft = useFormDraft("email");
  const byMail = stands.data?.by_mail;
  const waiting = stands.data?.waiting;
  async function change(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const done = await write.run((send) =>
      send<Address>("POST", "/me/email", { email: data.get("email"), current: data.get("current") }),
    );
    if (!done) return;
    draft.drop();
    form.reset();
    stands.again();
    await refresh();
    say(
      done.waiting
        ? t`A link is on its way to ${done.waiting.email}`
        : t`From now on you log in as ${done.email}`,
    );
  }
  return (
    <Section
      title={<Trans>Email</Trans>}
      lead={
        <Trans>
          You log in as <bdi>{self.email}</bdi>. Everybody here can read it.
        </Trans>
      }
    >
      {waiting && <Waiting waiting={waiting} onTakenBack={stands.again} />}
      <form {...draft.props} className="flex flex-col gap-4" onSubmit={(event) => void change(event)}>
        <TextField
          label={t`New address`}
          name="email"
          type="email"
          autoComplete="email"
          required
          hint={
            byMail === undefined
              ? undefined
              : byMail
                ? t`A link is sent there; until it is opened, nothing changes. The address you have now is told, with a way back.`
                : t`This server sends no mail, so it is not confirmed: it holds at once. Mind how it is written.`
          }
          error={write.at("email")}
        />
        <TextField
          label={t`Your password`}
          name="current"
          type="password"
          autoComplete="current-password"
          required
          error={write.at("current") && t`This is not your password.`}
        />
        <Wrong words={write.words} />
        <Button type="submit" className="self-start" disabled={write.busy}>
          <Trans>Change the address</Trans>
        </Button>
      </form>
    </Section>
  );
}

/** An address that nobody has confirmed yet. */
function Waiting({
  waiting,
  onTakenBack,
}: {
  waiting: NonNullable<Address["waiting"]>;
  onTakenBack: () => void;
}) {
  const { t } = useLingui();
  const { say } = useToasts();
  const write = useWrite();
  const { email, mailed } = waiting;
  const until = waiting.until.slice(0, 10);
  async function takeBack() {
    if ((await write.run((send) => send<null>("DELETE", "/me/email"))) === undefined) return;
    onTakenBack();
    say(t`Your address stays as it is`);
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md border border-line bg-sheet px-3 py-2">
      <div className="min-w-0">
        <p className="wrap-anywhere">
          <Trans>
            <bdi className="font-medium">{email}</bdi> waits to be confirmed
          </Trans>
        </p>
        <p className="text-sm text-quiet">
          {mailed?.state === "dead" ? (
            <span className="text-warn">
              <Trans>The mail could not be delivered: {mailed.why}.</Trans>
            </span>
          ) : mailed?.why ? (
            <Trans>The mail is tried again: {mailed.why}.</Trans>
          ) : (
            <Trans>Open the link in the mail there, until {dateRange(until, until)}.</Trans>
          )}
        </p>
        <Wrong words={write.words} />
      </div>
      <Button className="pointer-coarse:min-h-11" disabled={write.busy} onClick={() => void takeBack()}>
        <Trans>Keep the one I have</Trans>
      </Button>
    </div>
  );
}
