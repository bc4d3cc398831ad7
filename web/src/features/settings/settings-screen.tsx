import { Trans, useLingui } from "@lingui/react/macro";
import { lazy, type ReactNode } from "react";
import { Link } from "wouter";
import { useMine } from "../../data/mine";
import {
  mySettings,
  type SettingsPath,
  type SettingsPlace,
  workspaceSettings,
} from "../../data/settings-places";
import { useWide } from "../../lib/wide";
import { Back } from "../../ui/back";
import { NotFound } from "../../ui/not-found";
import { MePage } from "./me";

// Each is loaded when it is opened, but for the one that Settings begins with.
const AccessPage = lazy(async () => ({ default: (await import("./access")).AccessPage }));
const ActsPage = lazy(async () => ({ default: (await import("./acts")).ActsPage }));
const HolidaysPage = lazy(async () => ({ default: (await import("./holidays")).HolidaysPage }));
const HoursPage = lazy(async () => ({ default: (await import("./hours")).HoursPage }));
const MailPage = lazy(async () => ({ default: (await import("./mail")).MailPage }));
const ManagePersonPage = lazy(async () => ({ default: (await import("./manage-person")).ManagePersonPage }));
const NotificationsPage = lazy(async () => ({
  default: (await import("./notifications")).NotificationsPage,
}));
const PeoplePage = lazy(async () => ({ default: (await import("./people")).PeoplePage }));
const PeopleImportPage = lazy(async () => ({ default: (await import("./people-import")).PeopleImportPage }));
const TeamsPage = lazy(async () => ({ default: (await import("./teams")).TeamsPage }));
const TimeOffPage = lazy(async () => ({ default: (await import("./time-off")).TimeOffPage }));
const TokensPage = lazy(async () => ({ default: (await import("./tokens")).TokensPage }));
const WorkspacePage = lazy(async () => ({ default: (await import("./workspace")).WorkspacePage }));

/** The settings: an index beside the page, which is one's own at first; on a phone the index is a page of its own. */
export function SettingsScreen({ page = "", id }: { page?: string; id?: string }) {
  const { t, i18n } = useLingui();
  const { me } = useMine();
  const wide = useWide();
  const admin = me.person.role !== "member";
  const pages: Record<SettingsPath, () => ReactNode> = {
    me: () => <MePage />,
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
  const here = [...mySettings, ...(admin ? workspaceSettings : [])].find(
    (place) => place.path === (page || "me"),
  );
  if (!here) return <NotFound />;
  const Heading = wide ? "p" : "h1";
  return (
    <div className="md:grid md:grid-cols-[9.5rem_minmax(0,1fr)] md:gap-10">
      <nav aria-label={t`Settings`} className={page ? "max-md:hidden" : ""}>
        <Heading className="mb-3 md:font-serif md:text-lg md:font-semibold">
          <Trans>Settings</Trans>
        </Heading>
        <Places heading={me.person.name} places={mySettings} here={wide ? here.path : null} />
        {admin && (
          <Places heading={me.workspace.name} places={workspaceSettings} here={wide ? here.path : null} />
        )}
        <p className="mt-6 mb-1 text-xs text-quiet">
          <Trans>Together</Trans>
        </p>
        <Entry href="/how-we-ask" name={t`How we ask here`} here={false} />
        <p className="mt-6 mb-1 text-xs text-quiet">
          <Trans>Bring in</Trans>
        </p>
        <Entry href="/imports" name={t`Tasks from a file`} here={false} />
      </nav>
      {(wide || page) && (
        <div className="flex min-w-0 flex-col gap-10">
          <Back href={id ? `/settings/${page}` : "/settings"} className="-mb-4 md:hidden">
            {id ? i18n._(here.name) : <Trans>Settings</Trans>}
          </Back>
          {pages[here.path]()}
        </div>
      )}
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
  here: string | null;
}) {
  const { i18n } = useLingui();
  return (
    <div className="mt-6 first-of-type:mt-0">
      <p className="mb-1 text-xs text-quiet">
        <bdi title={heading} className="line-clamp-2">
          {heading}
        </bdi>
      </p>
      <ul>
        {places.map(({ path, name }) => (
          <li key={path}>
            <Entry href={`/settings/${path}`} name={i18n._(name)} here={path === here} />
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
        here ? "font-semibold text-ink" : "text-quiet hover:text-ink max-md:text-ink"
      }`}
    >
      {name}
    </Link>
  );
}
