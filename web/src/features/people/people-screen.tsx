import { Trans, useLingui } from "@lingui/react/macro";
import { useMemo, useState } from "react";
import { WindowVirtualizer } from "virtua";
import { Link, useSearchParams } from "wouter";
import { byName, type Team } from "../../data/about";
import { isOverdue } from "../../data/due";
import { useAll, useMine, useTasks } from "../../data/mine";
import { matches } from "../../data/search";
import { worklistOf } from "../../data/worklist";
import { zoneCity } from "../../lib/dates";
import { InviteDialog } from "../../parts/invite";
import type { Person, Task } from "../../types";
import { Button } from "../../ui/button";
import { TextField } from "../../ui/fields";
import { Segments } from "../../ui/segments";
import { Avatar, EmptyState } from "../../ui/small";
import { type Branch, forest, open } from "./forest";

type View = "list" | "line";

/** Everybody, by name or by who reports to whom. */
export function PeopleScreen() {
  const { t } = useLingui();
  const { me } = useMine();
  const people = useAll<Person>("person");
  const teams = useAll<Team>("team");
  const tasks = useTasks();
  const [params, setParams] = useSearchParams();
  const [search, setSearch] = useState("");
  const [inviting, setInviting] = useState(false);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const admin = me.person.role !== "member";
  const view: View = params.get("by") === "line" ? "line" : "list";
  const searching = search.trim() !== "";

  const active = useMemo(() => people.filter((person) => person.active).sort(byName), [people]);
  const teamsOf = useMemo(() => {
    const names = new Map<string, string[]>();
    for (const team of [...teams].sort(byName))
      for (const id of team.person_ids) names.set(id, [...(names.get(id) ?? []), team.name]);
    return (id: string) => (names.get(id) ?? []).join(", ");
  }, [teams]);
  const branches = useMemo(() => {
    if (searching || view === "list")
      return active
        .filter((person) => matches(person, search, teamsOf(person.id)))
        .map((person): Branch => ({ person, depth: 0, reports: 0, below: 0 }));
    return open(forest(active), folded);
  }, [active, search, searching, view, folded, teamsOf]);

  function fold(id: string) {
    const next = new Set(folded);
    if (!next.delete(id)) next.add(id);
    setFolded(next);
  }

  return (
    <>
      <div className="flex items-center justify-between gap-4">
        <h1 className="text-2xl font-semibold">
          <Trans>People</Trans>
        </h1>
        {admin && (
          <Button look="primary" onClick={() => setInviting(true)}>
            <Trans>Invite</Trans>
          </Button>
        )}
      </div>
      {active.length > 1 && (
        <div className="mt-4 mb-2 flex flex-wrap items-end justify-between gap-3">
          <div className="min-w-0 flex-1 basis-56">
            <TextField
              label={t`Find somebody`}
              type="search"
              autoComplete="off"
              placeholder={t`Name, team, city or what they do`}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </div>
          <Segments<View>
            label={t`In which order`}
            value={view}
            onChange={(next) => setParams(next === "line" ? { by: "line" } : {}, { replace: true })}
            options={[
              { value: "list", label: t`By name` },
              { value: "line", label: t`By reporting line` },
            ]}
          />
        </div>
      )}
      {searching && (
        <p role="status" className="text-sm text-quiet">
          {branches.length === 1 ? t`1 person` : t`${branches.length} people`}
        </p>
      )}
      <WindowVirtualizer as="ul" item="li">
        {branches.map((branch) => (
          <Entry
            key={branch.person.id}
            branch={branch}
            teams={teamsOf(branch.person.id)}
            tasks={tasks}
            folded={folded.has(branch.person.id)}
            onFold={fold}
          />
        ))}
      </WindowVirtualizer>
      {active.length <= 1 && (
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

interface EntryProps {
  branch: Branch;
  teams: string;
  tasks: readonly Task[];
  folded: boolean;
  onFold: (id: string) => void;
}

/** Lines that show the depth; who is deeper stands below the sixth. */
const rails = [1, 2, 3, 4, 5, 6];

function Entry({ branch, teams, tasks, folded, onFold }: EntryProps) {
  const { t } = useLingui();
  const { me } = useMine();
  const { person, depth, reports, below } = branch;
  const report = me.reports.includes(person.id);
  const list = report ? worklistOf(tasks as Task[], person.id) : [];
  const overdue = list.filter((task) => isOverdue(task, Date.now())).length;
  const open = list.length;
  return (
    <div className="flex items-stretch border-b border-line">
      {rails.slice(0, depth).map((rail) => (
        <span
          key={rail}
          aria-hidden="true"
          className="ml-4 w-1.5 shrink-0 border-l border-edge sm:ml-4.5 sm:w-4"
        />
      ))}
      <Link
        href={person.id === me.person.id ? `/people/${person.id}/about` : `/people/${person.id}`}
        className="flex min-w-0 flex-1 items-center gap-3 py-2.5"
      >
        <Avatar name={person.name} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-serif text-[1rem] leading-6">
            {person.name}
            {person.id === me.person.id && (
              <span className="font-sans text-sm text-quiet">
                {" "}
                <Trans>you</Trans>
              </span>
            )}
          </span>
          <span className="block truncate text-xs text-quiet">
            {[person.title, zoneCity(person.time_zone), teams].filter(Boolean).join(" · ")}
          </span>
        </span>
        {report && (
          <span className="text-right text-sm text-quiet">
            <Trans>{open} open</Trans>
            {overdue > 0 && (
              <span className="block text-xs text-warn">
                <Trans>{overdue} overdue</Trans>
              </span>
            )}
          </span>
        )}
      </Link>
      {reports > 0 && (
        <button
          type="button"
          aria-expanded={!folded}
          aria-label={t`Who is below ${person.name}`}
          onClick={() => onFold(person.id)}
          className="flex min-w-14 shrink-0 items-center justify-end gap-1 pl-3 text-sm text-quiet hover:text-ink"
        >
          {below}
          <span aria-hidden="true" className="w-4 text-center">
            {folded ? "▸" : "▾"}
          </span>
        </button>
      )}
    </div>
  );
}
