import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import type { components } from "../../api.gen";
import { useFetched } from "../../data/fetched";
import { usePerson } from "../../data/mine";
import { useWrite } from "../../data/write";
import { dateRange } from "../../lib/dates";
import { isolate } from "../../lib/isolate";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import { Section, Wrong } from "../../ui/section";
import { EmptyState } from "../../ui/small";
import { useToasts } from "../../ui/toast";
import { PageTitle, Row, Rows } from "./page";
import { Unread } from "./unread";

type Mail = components["schemas"]["MailState"];
type MailTest = components["schemas"]["MailTest"];
type DeadLetter = components["schemas"]["DeadLetter"];

/** For admins: whether mails go out, and what became of those that did not. Never what they said. */
export function MailPage() {
  const { data, error, again } = useFetched<Mail>("/mail");
  return (
    <>
      <PageTitle
        title={<Trans>Mail</Trans>}
        lead={
          <Trans>
            Digests, interruptions, invitations and links for a forgotten password go out by your mail server.
            What they say is seen here by nobody.
          </Trans>
        }
      />
      {data ? (
        <>
          {data.server ? <Server mail={data} /> : <SetUp />}
          {(data.server || data.dead.length > 0) && <Dead letters={data.dead} onChanged={again} />}
        </>
      ) : (
        <Unread error={error} onAgain={again} />
      )}
    </>
  );
}

function SetUp() {
  return (
    <Section
      title={<Trans>No mail server is set up</Trans>}
      lead={
        <Trans>
          Digests stand on Today all the same; invitations and new passwords are links that you hand over. To
          send all of it by email, start Cairn with the address of your mail server, and with whom mails are
          from:
        </Trans>
      }
    >
      <pre
        dir="ltr"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard.
        tabIndex={0}
        className="overflow-x-auto rounded-md border border-line bg-sheet p-3 text-sm"
      >
        {
          "CAIRN_SMTP_URL=smtps://user:password@mail.example.com\nCAIRN_MAIL_FROM='Cairn <cairn@example.com>'\ncairn serve …"
        }
      </pre>
      <p className="text-sm text-quiet">
        <Trans>
          Signs such as @ or / in the password are written as %40 and %2F. Every node of Cairn gets the same.
        </Trans>
      </p>
    </Section>
  );
}

function Server({ mail }: { mail: Mail }) {
  const { t } = useLingui();
  const write = useWrite();
  const [tested, setTested] = useState<MailTest | null>(null);
  const { waiting, failing, trouble } = mail;
  async function test() {
    setTested(null);
    const answer = await write.run((send) => send<MailTest>("POST", "/mail/test"));
    if (answer) setTested(answer);
  }
  return (
    <Section title={<Trans>The mail server</Trans>}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1 text-sm">
        <Fact name={t`Server`}>{mail.server}</Fact>
        <Fact name={t`From`}>{mail.from}</Fact>
        <Fact name={t`On their way`}>
          {waiting === 0
            ? t`None`
            : failing === 0
              ? `${waiting}`
              : t`${waiting}, of which ${failing} were tried in vain and are tried again, for about a day`}
        </Fact>
        {trouble && <Fact name={t`Why`}>{trouble}</Fact>}
      </dl>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button disabled={write.busy} onClick={() => void test()}>
          <Trans>Send me a test</Trans>
        </Button>
        <p role="status" className="text-sm">
          {tested &&
            (tested.trouble ? (
              <span className="text-warn">
                <Trans>It did not go: {tested.trouble}.</Trans>
              </span>
            ) : (
              <Trans>
                The server has taken it. It should be with <bdi>{tested.to}</bdi> in a moment.
              </Trans>
            ))}
        </p>
      </div>
      <Wrong words={write.words} />
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-quiet">{name}</dt>
      <dd className="wrap-anywhere">
        <bdi>{children}</bdi>
      </dd>
    </>
  );
}

function Dead({ letters, onChanged }: { letters: readonly DeadLetter[]; onChanged: () => void }) {
  const { t } = useLingui();
  return (
    <Section
      title={<Trans>Could not be delivered</Trans>}
      lead={<Trans>What a digest would have told stands on Today of whom it is for.</Trans>}
    >
      {letters.length === 0 ? (
        <EmptyState title={t`None`} />
      ) : (
        <Rows>
          {letters.map((letter) => (
            <Entry key={letter.id} letter={letter} onChanged={onChanged} />
          ))}
        </Rows>
      )}
    </Section>
  );
}

function Entry({ letter, onChanged }: { letter: DeadLetter; onChanged: () => void }) {
  const { t } = useLingui();
  const { say } = useToasts();
  const person = usePerson(letter.person_id);
  const write = useWrite();
  const [asking, setAsking] = useState(false);
  const carried: Record<DeadLetter["carries"], string> = {
    digest: t`a digest`,
    interruption: t`an interruption`,
    unread: t`word that an answer was not understood`,
    invitation: t`an invitation`,
    log_in: t`a mail about the log-in`,
  };
  const work = letter.carries === "digest" || letter.carries === "interruption";
  const address = person?.email ?? t`somebody who has left`;
  async function retry() {
    if (!(await write.run((send) => send<Mail>("POST", `/deliveries/${letter.id}/retry`)))) return;
    onChanged();
    say(t`It is tried again`);
  }
  async function discard() {
    if ((await write.run((send) => send<null>("DELETE", `/deliveries/${letter.id}`))) === undefined) return;
    setAsking(false);
    onChanged();
    say(t`Discarded`);
  }
  return (
    <Row
      action={
        <div className="flex flex-wrap gap-1">
          <Button
            disabled={write.busy}
            aria-label={t`Try again: ${isolate(address)}`}
            onClick={() => void retry()}
          >
            <Trans>Try again</Trans>
          </Button>
          <Button look="plain" aria-label={t`Discard: ${isolate(address)}`} onClick={() => setAsking(true)}>
            <Trans>Discard</Trans>
          </Button>
        </div>
      }
    >
      <p className="wrap-anywhere">
        <bdi>{address}</bdi>
      </p>
      <p className="text-sm text-quiet wrap-anywhere">
        {dateRange(letter.on, letter.on)} · {carried[letter.carries]} · {letter.why}
      </p>
      {!asking && <Wrong words={write.words} />}
      {asking && (
        <Confirm
          title={t`Discard the mail to ${isolate(address)}?`}
          action={t`Discard`}
          busy={write.busy}
          wrong={write.words}
          onConfirm={() => void discard()}
          onClose={() => setAsking(false)}
        >
          <p>
            {work ? (
              <Trans>
                It leaves this list and is not sent. What it would have told stands on their Today.
              </Trans>
            ) : (
              <Trans>It leaves this list and is not sent.</Trans>
            )}
          </p>
        </Confirm>
      )}
    </Row>
  );
}
