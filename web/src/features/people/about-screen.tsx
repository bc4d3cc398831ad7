import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import type { components } from "../../api.gen";
import { useAbout } from "../../data/about";
import { useDaysOff, useTimeOff } from "../../data/days-off";
import { useFetched } from "../../data/fetched";
import { useMine, usePerson, useStatus } from "../../data/mine";
import { dateRange } from "../../lib/dates";
import { plusDays } from "../../lib/month";
import { fromServer } from "../../lib/trusted";
import { holding, todayIn } from "../../lib/week";
import type { Person } from "../../types";
import { ButtonLink } from "../../ui/button";
import { Loading } from "../../ui/loading";
import { Section } from "../../ui/section";
import { Avatar, EmptyState } from "../../ui/small";
import { WorkingTime } from "./working-time";

/** Who somebody is, when they work, and how they like to be worked with. Nothing here tells whether they are there. */
export function AboutScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const person = usePerson(id);
  const { complete } = useStatus();
  if (!person && !complete) return <Loading />;
  if (!person)
    return (
      <EmptyState page title={t`Nobody by this address`} way={{ href: "/people", name: t`People` }}>
        <Trans>They may have left, or you may not see them.</Trans>
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-10">
      <Head person={person} />
      {person.active && <WorkingTime key={id} person={person} />}
      <HowTo person={person} />
      {person.active && <DaysOff person={person} />}
      <Line person={person} />
    </div>
  );
}

function Head({ person }: { person: Person }) {
  const { t } = useLingui();
  const { me } = useMine();
  const mine = person.id === me.person.id;
  const admin = me.person.role !== "member";
  const roles = { owner: t`Owner of the workspace`, admin: t`Admin of the workspace`, member: "" };
  return (
    <div className="flex items-start gap-4">
      <Avatar name={person.name} />
      <div className="min-w-0 flex-1">
        <h1>
          <bdi>{person.name}</bdi>
        </h1>
        <p className="mt-1 text-quiet wrap-anywhere">
          {[person.title, roles[person.role]].filter(Boolean).join(" · ")}
        </p>
        <p className="break-all">
          <a href={`mailto:${person.email}`} className="text-accent underline">
            {person.email}
          </a>
        </p>
        {!person.active && (
          <p className="mt-2 border-l-2 border-edge pl-3 text-sm">
            <Trans>
              <bdi>{person.name}</bdi> has left. What they did here stays.
            </Trans>
          </p>
        )}
      </div>
      {(mine || admin) && (
        <ButtonLink href={mine ? "/settings/me" : `/settings/people/${person.id}`}>
          {mine ? <Trans>Edit</Trans> : <Trans>Manage</Trans>}
        </ButtonLink>
      )}
    </div>
  );
}

/** The person's own words, as the server has rendered them; out of its reach, as they were typed. */
function HowTo({ person }: { person: Person }) {
  const { me } = useMine();
  const { first } = useAbout(person);
  const mine = person.id === me.person.id;
  const whole = useFetched<components["schemas"]["WholePerson"]>(
    person.how_to_work ? `/people/${person.id}` : null,
    person.how_to_work_version,
  ).data;
  if (!person.how_to_work && !mine) return null;
  // What was read of somebody before, or before the words were changed, is not theirs.
  const html = whole?.id === person.id && whole.how_to_work === person.how_to_work ? whole : null;
  return (
    <Section
      title={
        mine ? (
          <Trans>How to work with me</Trans>
        ) : (
          <Trans>
            How to work with <bdi>{first}</bdi>
          </Trans>
        )
      }
      action={mine && <Edit href="/settings/me" />}
    >
      {html ? (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitized by the server, through the one policy.
        <div className="prose" dangerouslySetInnerHTML={fromServer(html.how_to_work_html)} />
      ) : person.how_to_work ? (
        <div dir="auto" className="prose whitespace-pre-wrap">
          {person.how_to_work}
        </div>
      ) : (
        <p className="text-quiet">
          <Trans>Say how you like to be asked, and when you think best.</Trans>
        </p>
      )}
    </Section>
  );
}

function Edit({ href }: { href: string }) {
  return (
    <Link href={href} className="tap relative text-sm text-accent underline print:hidden">
      <Trans>Edit</Trans>
    </Link>
  );
}

const aheadDays = 120;

interface Absence {
  from: string;
  to: string;
  why: string;
}

/** Days off of the next four months; from the copy what it holds, from the server the holidays too. */
function DaysOff({ person }: { person: Person }) {
  const { t } = useLingui();
  const { me } = useMine();
  const today = todayIn(person.time_zone);
  const until = plusDays(today, aheadDays);
  const days = useDaysOff(person, today, until);
  const timeOff = useTimeOff(person.id).filter((off) => off.ends_on >= today);
  const stretches: Absence[] = timeOff.map((off) => ({
    from: off.starts_on,
    to: off.ends_on,
    why: t`time off`,
  }));
  for (const day of days?.values() ?? [])
    if (day.name && !holding(timeOff, day.date))
      stretches.push({ from: day.date, to: day.date, why: day.name });
  stretches.sort((a, b) => a.from.localeCompare(b.from));
  return (
    <Section
      title={<Trans>Days off ahead</Trans>}
      action={person.id === me.person.id && <Edit href="/settings/time-off" />}
    >
      {stretches.length ? (
        <ul className="grid gap-x-6 sm:grid-cols-[auto_1fr] sm:gap-y-1">
          {stretches.map((off) => (
            <li key={off.from + off.why} className="contents">
              <span>{dateRange(off.from, off.to)}</span>
              <bdi className="mb-2 text-left text-quiet first-letter:uppercase sm:mb-0">{off.why}</bdi>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-quiet">
          <Trans>None in the next four months.</Trans>
        </p>
      )}
    </Section>
  );
}

function Line({ person }: { person: Person }) {
  const { managers, reports, teams } = useAbout(person);
  return (
    <Section title={<Trans>Reporting line and teams</Trans>}>
      <dl className="grid gap-x-6 gap-y-0.5 sm:grid-cols-[9rem_1fr] sm:items-baseline sm:gap-y-3 [&>dd]:mb-3 sm:[&>dd]:mb-0">
        <dt className="text-sm text-quiet">
          <span aria-hidden="true">↑ </span>
          <Trans>Reports to</Trans>
        </dt>
        <dd className="flex flex-wrap items-center gap-x-2">
          {managers.length ? (
            managers.map((manager, i) => (
              <span key={manager.id} className={i > 0 ? "text-sm" : ""}>
                {i > 0 && (
                  <span aria-hidden="true" className="mr-2 text-quiet">
                    →
                  </span>
                )}
                <Somebody person={manager} />
              </span>
            ))
          ) : (
            <span className="text-quiet">
              <Trans>Nobody</Trans>
            </span>
          )}
        </dd>
        {reports.length > 0 && (
          <>
            <dt className="text-sm text-quiet">
              <span aria-hidden="true">↓ </span>
              <Trans>Report to them</Trans>
            </dt>
            <dd>
              <ul className="flex flex-wrap gap-x-4">
                {reports.map((report) => (
                  <li key={report.id}>
                    <Somebody person={report} />
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
        <dt className="text-sm text-quiet">
          <Trans>Teams</Trans>
        </dt>
        <dd>
          {teams.length ? (
            <ul>
              {teams.map((team) => (
                <li key={team.id}>
                  {team.name}{" "}
                  <span className="text-sm text-quiet">
                    {team.lead_id === person.id ? <Trans>lead</Trans> : null}
                  </span>
                </li>
              ))}
            </ul>
          ) : (
            <span className="text-quiet">
              <Trans>None</Trans>
            </span>
          )}
        </dd>
      </dl>
    </Section>
  );
}

function Somebody({ person }: { person: Person }) {
  return (
    <Link href={`/people/${person.id}/about`} className="text-accent underline wrap-anywhere">
      <bdi>{person.name}</bdi>
    </Link>
  );
}
