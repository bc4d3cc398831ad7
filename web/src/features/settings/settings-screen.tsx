import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useMine } from "../../data/mine";
import {
  mySettings,
  type SettingsPath,
  type SettingsPlace,
  workspaceSettings,
} from "../../data/settings-places";
import { Back } from "../../ui/back";
import { NotFound } from "../../ui/not-found";
import { AccessPage } from "./access";
import { ActsPage } from "./acts";
import { HolidaysPage } from "./holidays";
import { HoursPage } from "./hours";
import { MailPage } from "./mail";
import { ManagePersonPage } from "./manage-person";
import { MePage } from "./me";
import { NotificationsPage } from "./notifications";
import { PeoplePage } from "./people";
import { PeopleImportPage } from "./people-import";
import { TeamsPage } from "./teams";
import { TimeOffPage } from "./time-off";
import { TokensPage } from "./tokens";
import { WorkspacePage } from "./workspace";

/** The settings: an index beside the page, on a phone before it. */
export function SettingsScreen({ path, id }: { path: string; id?: string | undefined }) {
  const { t, i18n } = useLingui();
  const { me } = useMine();
  const admin = me.person.role !== "member";
  const pages: Record<SettingsPath, () => ReactNode> = {
    "": () => <MePage />,
    hours: () => <HoursPage />,
    "time-off": () => <TimeOffPage />,
    notifications: () => <NotificationsPage />,
    access: () => <AccessPage />,
    tokens: () => <TokensPage />,
    acts: () => <ActsPage />,
    workspace: () => <WorkspacePage />,
    people: () =>
      id === "import" ? <PeopleImportPage /> : id ? <ManagePersonPage key={id} id={id} /> : <PeoplePage />,
    teams: () => <TeamsPage />,
    holidays: () => <HolidaysPage />,
    mail: () => <MailPage />,
  };
  const here = [...mySettings, ...(admin ? workspaceSettings : [])].find((place) => place.path === path);
  if (!here) return <NotFound />;
  const index = path === "" && !id;
  return (
    <div className="md:grid md:grid-cols-[9.5rem_minmax(0,1fr)] md:gap-10">
      <nav aria-label={t`Settings`} className={`${index ? "mb-10" : "hidden"} md:mb-0 md:block`}>
        <p className="mb-3 font-serif text-2xl font-semibold md:text-lg">
          <Trans>Settings</Trans>
        </p>
        <Places heading={me.person.name} places={mySettings} here={path} />
        {admin && <Places heading={me.workspace.name} places={workspaceSettings} here={path} />}
        <p className="mt-6 mb-1 text-xs text-quiet">
          <Trans>Together</Trans>
        </p>
        <Entry href="/how-we-ask" name={t`How we ask here`} here={false} />
        <p className="mt-6 mb-1 text-xs text-quiet">
          <Trans>Bring in</Trans>
        </p>
        <Entry href="/imports" name={t`Tasks from a file`} here={false} />
      </nav>
      <div className="flex min-w-0 flex-col gap-10">
        {!index && (
          <Back href={id ? `/settings/${path}` : "/settings"} className="-mb-6 md:hidden">
            {id ? i18n._(here.name) : <Trans>Settings</Trans>}
          </Back>
        )}
        {pages[here.path]()}
      </div>
    </div>
  );
}

function Places({
  heading,
  places,
  here,
}: {
  heading: string;
  places: readonly SettingsPlace[];
  here: string;
}) {
  const { i18n } = useLingui();
  return (
    <div className="mt-6 first-of-type:mt-0">
      <p className="mb-1 text-xs wrap-anywhere text-quiet">
        <bdi>{heading}</bdi>
      </p>
      <ul>
        {places.map(({ path, name }) => (
          <li key={path}>
            <Entry href={path ? `/settings/${path}` : "/settings"} name={i18n._(name)} here={path === here} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Entry({ href, name, here }: { href: string; name: string; here: boolean }) {
  return (
    <Link
      href={href}
      aria-current={here ? "page" : undefined}
      className={`flex min-h-11 items-center border-b border-line text-sm md:min-h-8 md:border-0 ${
        here ? "font-semibold text-ink" : "text-quiet hover:text-ink"
      }`}
    >
      {name}
    </Link>
  );
}
