import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import type { components } from "../../api.gen";
import { byName, managersOf, useAbout } from "../../data/about";
import { useFormDraft } from "../../data/draft";
import { useFetched } from "../../data/fetched";
import { useMails } from "../../data/mails";
import { useAll, useMine, usePerson, useStatus } from "../../data/mine";
import { useWrite } from "../../data/write";
import { isolate } from "../../lib/isolate";
import { LinkDialog } from "../../parts/invite";
import type { Invitation, Page, Person } from "../../types";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import { NativeSelect, TextField } from "../../ui/fields";
import { UndoChanges } from "../../ui/kept-form";
import { Loading } from "../../ui/loading";
import { Section, Wrong } from "../../ui/section";
import { EmptyState } from "../../ui/small";
import { useToasts } from "../../ui/toast";
import { Acts } from "./acts";
import { PageTitle } from "./page";

/** What an admin does about a person. None of it opens that person's tasks. */
export function ManagePersonPage({ id }: { id: string }) {
  const { t } = useLingui();
  const person = usePerson(id);
  const { complete } = useStatus();
  if (!person)
    return complete ? (
      <EmptyState
        page
        title={t`Nobody by this address`}
        way={{ href: "/settings/people", name: t`To the people` }}
      />
    ) : (
      <Loading />
    );
  return (
    <>
      <PageTitle
        title={person.name}
        lead={
          <Link href={`/people/${id}/about`} className="text-accent underline">
            <Trans>As others see them</Trans>
          </Link>
        }
      />
      <Profile key={person.revision} person={person} />
      {person.active && <WayIn person={person} />}
      {person.active ? <Deactivate person={person} /> : <Reactivate person={person} />}
      <Section
        title={<Trans>What admins did</Trans>}
        lead={
          <Trans>
            <bdi>{person.name}</bdi> sees the same.
          </Trans>
        }
      >
        <Acts key={person.revision} about={id} />
      </Section>
    </>
  );
}

const roles: Person["role"][] = ["member", "admin", "owner"];

function Profile({ person }: { person: Person }) {
  const { t } = useLingui();
  const { me } = useMine();
  const { say } = useToasts();
  const people = useAll<Person>("person");
  const write = useWrite(["name", "title", "email", "role", "manager_id"]);
  const draft = useFormDraft(`person.${person.id}`);
  const owner = me.person.role === "owner";
  // Whoever is below them can't be above them too (P1).
  const possible = people
    .filter((p) => p.active && p.id !== person.id && !managersOf(p, people).some((m) => m.id === person.id))
    .sort(byName);
  const names: Record<Person["role"], string> = {
    member: t`Member`,
    admin: t`Admin: manages people and settings`,
    owner: t`Owner: admin, and makes others owners`,
  };
  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const wanted: Record<string, unknown> = {
      name: data.get("name"),
      title: data.get("title"),
      email: data.get("email") ?? person.email,
      role: data.get("role"),
      manager_id: data.get("manager_id") || null,
    };
    const change = Object.fromEntries(
      Object.entries(wanted).filter(([field, value]) => value !== person[field as keyof Person]),
    );
    const done = await write.run((send) => send<Person>("PATCH", `/people/${person.id}`, change));
    if (!done) return;
    draft.drop();
    say(t`Saved`);
  }
  return (
    <form {...draft.props} className="flex flex-col gap-4" onSubmit={(event) => void save(event)}>
      <p className="text-sm text-quiet">
        <Trans>
          A change of address, role, manager or team is shown to <bdi>{person.name}</bdi> for ever.
        </Trans>
      </p>
      <TextField
        label={t`Name`}
        name="name"
        dir="auto"
        defaultValue={person.name}
        required
        error={write.at("name")}
      />
      <TextField
        label={t`What they do`}
        name="title"
        dir="auto"
        defaultValue={person.title}
        error={write.at("title")}
      />
      {person.id === me.person.id ? (
        <p className="text-sm text-quiet">
          <Trans>
            Your own address you change{" "}
            <Link href="/settings/me" className="text-accent underline">
              with your password
            </Link>
            .
          </Trans>
        </p>
      ) : (
        <TextField
          label={t`Email`}
          name="email"
          type="email"
          defaultValue={person.email}
          required
          autoComplete="off"
          hint={t`They log in with it. Read by: everybody in ${isolate(me.workspace.name)}`}
          error={write.at("email")}
        />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <NativeSelect
          label={t`Reports to`}
          name="manager_id"
          defaultValue={person.manager_id ?? ""}
          options={[
            { value: "", label: t`Nobody` },
            ...possible.map((p) => ({ value: p.id, label: p.name })),
          ]}
        />
        <NativeSelect
          label={t`Role`}
          name="role"
          defaultValue={person.role}
          options={roles
            .filter((role) => owner || role !== "owner" || person.role === "owner")
            .map((role) => ({ value: role, label: names[role] }))}
        />
      </div>
      <Wrong words={write.at("manager_id") ?? write.at("role") ?? write.words} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={write.busy}>
          <Trans>Save</Trans>
        </Button>
        <UndoChanges draft={draft} />
      </div>
    </form>
  );
}

/** A link to come in: an invitation while they have not joined, and afterwards one for a forgotten password. */
function WayIn({ person }: { person: Person }) {
  const { data, error } = useFetched<Page<components["schemas"]["NotJoined"]>>(
    "/people/not-joined",
    person.revision,
  );
  if (!data && !error) return null;
  const absent = data?.items.some(({ person_id }) => person_id === person.id);
  return absent ? <NewInvitation person={person} /> : <ResetLink person={person} />;
}

function NewInvitation({ person }: { person: Person }) {
  const { t } = useLingui();
  const { say } = useToasts();
  const write = useWrite();
  const mails = useMails();
  const [link, setLink] = useState<string | null>(null);
  const { name, email } = person;
  async function invite(by_mail: boolean) {
    const made = await write.run((send) =>
      send<Invitation>("POST", "/invitations", { name, email, by_mail }),
    );
    if (!made) return;
    if (by_mail) say(t`A mail is on its way to ${email}; the link before is void`);
    else if (made.link) setLink(made.link);
  }
  return (
    <Section
      title={<Trans>Has not joined yet</Trans>}
      lead={
        <Trans>
          They can be given work already, and can’t log in yet. A new link makes an older one void.
        </Trans>
      }
    >
      <div className="flex flex-wrap gap-2">
        {mails && (
          <Button disabled={write.busy} onClick={() => void invite(true)}>
            <Trans>Send an invitation</Trans>
          </Button>
        )}
        <Button disabled={write.busy} onClick={() => void invite(false)}>
          <Trans>New link</Trans>
        </Button>
      </div>
      <Wrong words={write.words} />
      {link && <LinkDialog name={name} link={link} onClose={() => setLink(null)} />}
    </Section>
  );
}

function ResetLink({ person }: { person: Person }) {
  const { t } = useLingui();
  const write = useWrite();
  const mails = useMails();
  const [asking, setAsking] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  async function make() {
    const made = await write.run((send) =>
      send<{ link: string }>("POST", "/password-resets", { person_id: person.id }),
    );
    if (!made) return;
    setAsking(false);
    setLink(made.link);
  }
  return (
    <Section
      title={<Trans>A forgotten password</Trans>}
      lead={
        mails ? (
          <Trans>
            They have a link sent to them on the log-in page. Where they can’t read that mail, you make one,
            and give it to them yourself: it works once, for a day.
          </Trans>
        ) : (
          <Trans>You make a link, and give it to them yourself. It works once, for a day.</Trans>
        )
      }
    >
      <Button className="self-start" onClick={() => setAsking(true)}>
        <Trans>Make a link</Trans>
      </Button>
      {asking && (
        <Confirm
          title={t`Make a link for ${isolate(person.name)}?`}
          action={t`Make it`}
          busy={write.busy}
          wrong={write.words}
          onConfirm={() => void make()}
          onClose={() => setAsking(false)}
        >
          <p>
            <Trans>
              Whoever opens it can log in as <bdi>{person.name}</bdi>. When it is used, all their sessions and
              tokens end, and they see that you made it.
            </Trans>
          </p>
        </Confirm>
      )}
      {link && <LinkDialog name={person.name} link={link} onClose={() => setLink(null)} />}
    </Section>
  );
}

function Deactivate({ person }: { person: Person }) {
  const { t, i18n } = useLingui();
  const { say } = useToasts();
  const write = useWrite();
  const { managers, reports } = useAbout(person);
  const [asking, setAsking] = useState(false);
  const manager = managers[0] && isolate(managers[0].name);
  async function end() {
    const done = await write.run((send) => send<Person>("POST", `/people/${person.id}/deactivate`));
    if (!done) return;
    setAsking(false);
    say(t`${isolate(person.name)} has no access any more`);
  }
  const names = new Intl.ListFormat(i18n.locale).format(reports.map((report) => isolate(report.name)));
  return (
    <Section
      title={<Trans>When they leave</Trans>}
      lead={<Trans>Ends their access. What they wrote and did stays.</Trans>}
    >
      <Button className="self-start" onClick={() => setAsking(true)}>
        <Trans>Deactivate…</Trans>
      </Button>
      {asking && (
        <Confirm
          title={t`Deactivate ${isolate(person.name)}?`}
          action={t`Deactivate`}
          busy={write.busy}
          wrong={write.words}
          onConfirm={() => void end()}
          onClose={() => setAsking(false)}
        >
          <ul className="flex list-disc flex-col gap-1 pl-5">
            <li>
              <Trans>Every session and token of theirs ends at once.</Trans>
            </li>
            {reports.length > 0 && (
              <li>{manager ? t`${names} will report to ${manager}.` : t`${names} will report to nobody.`}</li>
            )}
            <li>
              {manager
                ? t`Their open tasks go to ${manager}, to decide about each.`
                : t`They have no manager, so their open tasks go back to whoever asked for each.`}
            </li>
            <li>
              <Trans>You can give them access again later. Reports and tasks do not come back by that.</Trans>
            </li>
          </ul>
        </Confirm>
      )}
    </Section>
  );
}

function Reactivate({ person }: { person: Person }) {
  const { t } = useLingui();
  const { say } = useToasts();
  const write = useWrite();
  async function back() {
    const done = await write.run((send) => send<Person>("POST", `/people/${person.id}/reactivate`));
    if (done) say(t`${isolate(person.name)} is back`);
  }
  return (
    <Section
      title={
        <Trans>
          <bdi>{person.name}</bdi> has left
        </Trans>
      }
      lead={
        <Trans>
          They can come back as they were, but for the reports and tasks that went on to others. They log in
          with their old password, or with a link from you.
        </Trans>
      }
    >
      <Wrong words={write.words} />
      <Button className="self-start" disabled={write.busy} onClick={() => void back()}>
        <Trans>Give access again</Trans>
      </Button>
    </Section>
  );
}
