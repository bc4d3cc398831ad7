import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link } from "wouter";
import type { components } from "../../api.gen";
import { byName } from "../../data/about";
import { useFetched } from "../../data/fetched";
import { useMails } from "../../data/mails";
import { useAll } from "../../data/mine";
import { matches } from "../../data/search";
import { useWrite } from "../../data/write";
import { dateRange } from "../../lib/dates";
import { isolate } from "../../lib/isolate";
import { InviteDialog, LinkDialog } from "../../parts/invite";
import type { Invitation, Page, Person } from "../../types";
import { Button, ButtonLink } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import { TextField } from "../../ui/fields";
import { Section } from "../../ui/section";
import { useToasts } from "../../ui/toast";
import { Links } from "./links";
import { PageTitle, Row, Rows } from "./page";

const shownAtOnce = 100;

export function PeoplePage() {
  const { t } = useLingui();
  const people = useAll<Person>("person");
  const invitations = useFetched<Page<Invitation>>("/invitations", people.length);
  const waiting = useFetched<Page<components["schemas"]["NotJoined"]>>("/people/not-joined", people.length);
  const mails = useMails();
  const [inviting, setInviting] = useState(false);
  const [search, setSearch] = useState("");
  const found = people.filter((person) => matches(person, search)).sort(byName);
  const active = found.filter((person) => person.active);
  const left = found.filter((person) => !person.active);
  const open = invitations.data?.items ?? [];
  const absent = new Map(waiting.data?.items.map((one) => [one.person_id, one.invited_until]));
  const outside = active.filter((person) => absent.has(person.id));
  // Nobody is invited a second time with the rest: it would make void what was sent or handed over.
  const uninvited = people.filter((person) => person.active && absent.get(person.id) === null);
  const here = active.filter((person) => !absent.has(person.id));
  const invited = new Set(open.map(({ person_id }) => person_id));
  const again = () => {
    invitations.again();
    waiting.again();
  };
  return (
    <>
      <PageTitle
        title={<Trans>People</Trans>}
        action={
          <div className="flex gap-2">
            <ButtonLink href="/settings/people/import">
              <Trans>From a file</Trans>
            </ButtonLink>
            <Button look="primary" onClick={() => setInviting(true)}>
              <Trans>Invite</Trans>
            </Button>
          </div>
        }
      />
      {(open.length > 0 || outside.length > 0) && (
        <Section
          title={t`Have not joined yet (${Math.max(open.length, outside.length)})`}
          lead={
            <Trans>
              They can be given work already, and can’t log in yet. A new link makes an older one void.
            </Trans>
          }
        >
          <Links people={uninvited} mails={mails ?? false} aside onMade={again} />
          <Rows>
            {outside
              .filter((person) => !invited.has(person.id))
              .slice(0, shownAtOnce)
              .map((person) => (
                <Entry key={person.id} person={person} people={people} />
              ))}
            {open.slice(0, shownAtOnce).map((invitation) => (
              <OpenInvitation
                key={invitation.id}
                invitation={invitation}
                mails={mails ?? false}
                onChanged={again}
              />
            ))}
          </Rows>
        </Section>
      )}
      <Section title={t`Here (${here.length})`}>
        {people.length > 8 && (
          <TextField
            label={t`Find somebody`}
            type="search"
            value={search}
            autoComplete="off"
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
        <Rows>
          {here.slice(0, shownAtOnce).map((person) => (
            <Entry key={person.id} person={person} people={people} />
          ))}
        </Rows>
        {here.length > shownAtOnce && (
          <p className="text-sm text-quiet">
            <Trans>And {here.length - shownAtOnce} more: type a part of the name.</Trans>
          </p>
        )}
      </Section>
      {left.length > 0 && (
        <Section title={t`Have left (${left.length})`}>
          <Rows>
            {left.slice(0, shownAtOnce).map((person) => (
              <Entry key={person.id} person={person} people={people} />
            ))}
          </Rows>
        </Section>
      )}
      {inviting && <InviteDialog people={people} onClose={() => setInviting(false)} onMade={again} />}
    </>
  );
}

function Entry({ person, people }: { person: Person; people: Person[] }) {
  const { t } = useLingui();
  const manager = people.find((p) => p.id === person.manager_id)?.name;
  const roles = { owner: t`owner`, admin: t`admin`, member: "" };
  return (
    <li className="border-b border-line">
      <Link
        href={`/settings/people/${person.id}`}
        className="block py-2 hover:bg-wash pointer-coarse:min-h-11"
      >
        <span className="block">
          <bdi className="wrap-anywhere">{person.name}</bdi>{" "}
          <span className="text-sm text-quiet">{roles[person.role]}</span>
        </span>
        <span className="block text-sm wrap-anywhere text-quiet">
          {[person.title, manager && t`reports to ${manager}`].filter(Boolean).join(" · ")}
        </span>
      </Link>
    </li>
  );
}

interface OpenProps {
  invitation: Invitation;
  /** The server sends mail. */
  mails: boolean;
  onChanged: () => void;
}

function OpenInvitation({ invitation, mails, onChanged }: OpenProps) {
  const { t } = useLingui();
  const { say } = useToasts();
  const write = useWrite();
  const [asking, setAsking] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const { name, email, mailed } = invitation;
  const until = invitation.expires_at.slice(0, 10);
  async function takeBack() {
    if ((await write.run((send) => send<null>("DELETE", `/invitations/${invitation.id}`))) === undefined)
      return;
    setAsking(false);
    onChanged();
    say(t`The link of ${isolate(name)} is void`);
  }
  const invite = (by_mail: boolean) =>
    write.run((send) => send<Invitation>("POST", "/invitations", { name, email, by_mail }));
  async function anew() {
    const made = await invite(false);
    if (made?.link) setLink(made.link);
    else if (!made) say(t`No link could be made. Try again.`);
  }
  async function sendAgain() {
    if (!(await invite(true))) {
      say(t`It could not be sent. Try again.`);
      return;
    }
    onChanged();
    say(t`Another mail is on its way to ${email}; the link before is void`);
  }
  return (
    <Row
      action={
        <>
          {mails && (
            <Button
              look="plain"
              aria-label={mailed ? t`Send it again to ${isolate(name)}` : t`Send it to ${isolate(name)}`}
              disabled={write.busy}
              onClick={() => void sendAgain()}
            >
              {mailed ? <Trans>Send again</Trans> : <Trans>Send</Trans>}
            </Button>
          )}
          <Button
            look="plain"
            aria-label={t`New link for ${isolate(name)}`}
            disabled={write.busy}
            onClick={() => void anew()}
          >
            <Trans>New link</Trans>
          </Button>
          <Button
            look="plain"
            aria-label={t`Take back the invitation of ${isolate(name)}`}
            onClick={() => setAsking(true)}
          >
            <Trans>Take back</Trans>
          </Button>
        </>
      }
    >
      <Link
        href={`/settings/people/${invitation.person_id}`}
        className="tap relative block wrap-anywhere hover:underline"
      >
        <bdi>{name}</bdi>
      </Link>
      <p className="text-sm wrap-anywhere text-quiet">{email}</p>
      <p className="text-sm text-quiet">
        {mailed && mailed.state !== "dead" && (
          <>{mailed.state === "sent" ? <Trans>sent by mail</Trans> : <Trans>on its way by mail</Trans>} · </>
        )}
        <Trans>until {dateRange(until, until)}</Trans>
      </p>
      {mailed?.why && mailed.state !== "sent" && (
        <p className={`text-sm wrap-anywhere ${mailed.state === "dead" ? "text-warn" : "text-quiet"}`}>
          {mailed.state === "dead" ? (
            <Trans>Could not be delivered: {mailed.why}.</Trans>
          ) : (
            <Trans>It is tried again: {mailed.why}.</Trans>
          )}
        </p>
      )}
      {link && (
        <LinkDialog
          name={name}
          link={link}
          onClose={() => {
            setLink(null);
            onChanged();
          }}
        />
      )}
      {asking && (
        <Confirm
          title={t`Take back the invitation of ${isolate(name)}?`}
          action={t`Take it back`}
          busy={write.busy}
          wrong={write.words}
          onConfirm={() => void takeBack()}
          onClose={() => setAsking(false)}
        >
          <p>
            <Trans>
              The link stops working. <bdi>{name}</bdi> stays among the people, with what is on their list;
              deactivate them if they are not coming.
            </Trans>
          </p>
        </Confirm>
      )}
    </Row>
  );
}
