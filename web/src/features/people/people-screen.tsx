import { Trans, useLingui } from "@lingui/react/macro";
import { useMemo, useState } from "react";
import { WindowVirtualizer } from "virtua";
import { Link, useSearchParams } from "wouter";
import { byName, type Team } from "../../data/about";
import { useFetched } from "../../data/fetched";
import { useAll, useMine, useStatus, useTasks } from "../../data/mine";
import { matches } from "../../data/search";
import { InviteDialog } from "../../parts/invite";
import type { Page, Person } from "../../types";
import { Button } from "../../ui/button";
import { TextField } from "../../ui/fields";
import { Loading } from "../../ui/loading";
import { usePrinting } from "../../ui/printing";
import { Segments } from "../../ui/segments";
import { EmptyState } from "../../ui/small";
import { Chart } from "./chart";
import { Entry } from "./entry";
import { useReports, useTeams, useZones } from "./groups";
import { Report } from "./report";

type View = "name" | "line" | "team" | "zone";
const views: readonly View[] = ["name", "line", "team", "zone"];

/** Everybody: by name, by who reports to whom, by team and by where they are. */
export function PeopleScreen() {
  const { t } = useLingui();
  const { me } = useMine();
  const { complete } = useStatus();
  const people = useAll<Person>("person");
  const teams = useAll<Team>("team");
  const tasks = useTasks();
  const [params, setParams] = useSearchParams();
  const [search, setSearch] = useState("");
  const [inviting, setInviting] = useState(false);
  const printing = usePrinting();
  const admin = me.person.role !== "member";
  const waiting = useFetched<Page<{ person_id: string }>>(admin ? "/people/not-joined" : null, people.length);
  const absent = new Set(waiting.data?.items.map(({ person_id }) => person_id));
  const view = views.find((one) => one === params.get("by")) ?? "name";
  const searching = search.trim() !== "";

  const active = useMemo(() => people.filter((person) => person.active).sort(byName), [people]);
  const teamsOf = useMemo(() => {
    const names = new Map<string, string[]>();
    for (const team of [...teams].sort(byName))
      for (const id of team.person_ids) names.set(id, [...(names.get(id) ?? []), team.name]);
    return (id: string) => (names.get(id) ?? []).join(", ");
  }, [teams]);
  const found = useMemo(
    () => (searching ? active.filter((person) => matches(person, search, teamsOf(person.id))) : active),
    [active, search, searching, teamsOf],
  );
  const byTeam = useTeams(found, teams);
  const byZone = useZones(found);
  const byReport = useReports(found);
  const groups =
    view === "team" ? byTeam : view === "zone" ? byZone : view === "name" && !searching ? byReport : null;

  const rows = groups
    ? groups.flatMap((group) => [
        <h2 key={group.id} className="flex flex-wrap items-baseline gap-x-3 pt-6 pb-1 text-lg font-semibold">
          <bdi>{group.name}</bdi>
          <span className="font-sans text-sm font-normal text-quiet">
            {[group.people.length === 1 ? t`1 person` : t`${group.people.length} people`, group.note]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </h2>,
        ...group.people.map((person) => (
          <div key={group.id + person.id} className="flex border-b border-line">
            {group.id === "reports" ? (
              <Report person={person} tasks={tasks} absent={absent.has(person.id)} />
            ) : (
              <Entry
                person={person}
                teams={view === "team" ? "" : teamsOf(person.id)}
                tasks={tasks}
                absent={absent.has(person.id)}
                lead={group.lead === person.id}
              />
            )}
          </div>
        )),
      ])
    : found.map((person) => (
        <div key={person.id} className="flex border-b border-line">
          <Entry person={person} teams={teamsOf(person.id)} tasks={tasks} absent={absent.has(person.id)} />
        </div>
      ));

  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h1>
          <Trans>People</Trans>
        </h1>
        {admin && (
          <Button look="primary" onClick={() => setInviting(true)}>
            <Trans>Invite</Trans>
          </Button>
        )}
      </div>
      {active.length > 1 && (
        <div className="mt-4 mb-3 flex flex-col gap-3 print:hidden">
          <TextField
            label={t`Find somebody`}
            type="search"
            dir="auto"
            autoComplete="off"
            placeholder={t`Name, team, city or what they do`}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <div>
            <Segments<View>
              label={t`In which order`}
              value={view}
              onChange={(next) => setParams(next === "name" ? {} : { by: next }, { replace: true })}
              options={[
                { value: "name", label: t`Name` },
                { value: "line", label: t`Org chart` },
                { value: "team", label: t`Team` },
                { value: "zone", label: t`Time zone` },
              ]}
            />
          </div>
        </div>
      )}
      {searching && (
        <p role="status" className="text-sm text-quiet">
          {found.length === 1 ? t`1 person` : t`${found.length} people`}
        </p>
      )}
      {searching && !found.length && (
        <EmptyState title={t`Nobody is called so`}>
          <Trans>The words are looked for in names, titles, addresses, cities and teams.</Trans>
        </EmptyState>
      )}
      {view === "line" && !searching && active.length > 1 ? (
        <Chart people={active} teamsOf={teamsOf} tasks={tasks} />
      ) : printing ? (
        rows
      ) : groups ? (
        <WindowVirtualizer>{rows}</WindowVirtualizer>
      ) : (
        <WindowVirtualizer as="ul" item="li">
          {rows}
        </WindowVirtualizer>
      )}
      {active.length <= 1 && !complete && <Loading />}
      {active.length <= 1 && complete && (
        <EmptyState title={t`It works from two people`}>
          {admin ? (
            <>
              <p>
                <Trans>Invite somebody you wait for, or who waits for you.</Trans>
              </p>
              <p className="mt-2">
                <Trans>
                  For a whole company there is{" "}
                  <Link href="/settings/people/import" className="text-accent underline">
                    a file
                  </Link>
                  .
                </Trans>
              </p>
            </>
          ) : (
            <Trans>Ask an admin to invite who you work with.</Trans>
          )}
        </EmptyState>
      )}
      {inviting && <InviteDialog people={people} onClose={() => setInviting(false)} />}
    </>
  );
}
