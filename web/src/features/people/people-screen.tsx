import { Trans, useLingui } from "@lingui/react/macro";
import { useMemo, useState } from "react";
import { Link } from "wouter";
import { useAll, useMine, useTasks } from "../../app/data";
import { zoneCity } from "../../lib/dates";
import type { Person } from "../../types";
import { Button } from "../../ui/button";
import { Avatar, EmptyState } from "../../ui/small";
import { isOverdue } from "../work/due";
import { worklistOf } from "../work/worklist";
import { InviteDialog } from "./invite";

/** The reporting line as an indented list: who is whose manager, at a glance. */
export function PeopleScreen() {
  const { t } = useLingui();
  const { me } = useMine();
  const people = useAll<Person>("person");
  const [inviting, setInviting] = useState(false);
  const admin = me.person.role !== "member";
  const tree = useMemo(() => inLine(people), [people]);
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
      <ul className="mt-4">
        {tree.map(({ person, depth }) => (
          <Entry key={person.id} person={person} depth={depth} />
        ))}
      </ul>
      {people.length <= 1 && admin && (
        <EmptyState title={t`It works from two people`}>
          <Trans>Invite somebody you wait for, or who waits for you.</Trans>
        </EmptyState>
      )}
      {inviting && <InviteDialog people={people} onClose={() => setInviting(false)} />}
    </>
  );
}

const indents = ["", "pl-6", "pl-12", "pl-16", "pl-20"];

function Entry({ person, depth }: { person: Person; depth: number }) {
  const { me } = useMine();
  const tasks = useTasks();
  const report = me.reports.includes(person.id);
  const list = report ? worklistOf(tasks, person.id) : [];
  const overdue = list.filter((task) => isOverdue(task, Date.now())).length;
  const open = list.length;
  return (
    <li className={`border-b border-line ${indents[Math.min(depth, indents.length - 1)]}`}>
      <Link
        href={person.id === me.person.id ? "/" : `/people/${person.id}`}
        className="flex items-center gap-3 py-3"
      >
        <Avatar name={person.name} />
        <span className="min-w-0 flex-1">
          <span className="block font-serif text-[1rem] leading-6">{person.name}</span>
          <span className="block truncate text-xs text-quiet">
            {[person.title, zoneCity(person.time_zone)].filter(Boolean).join(" · ")}
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
    </li>
  );
}

/** Depth first, by name; a person whose manager is not among them stands at the top. */
function inLine(people: readonly Person[]): { person: Person; depth: number }[] {
  const active = people.filter((p) => p.active).sort((a, b) => a.name.localeCompare(b.name));
  const ids = new Set(active.map((p) => p.id));
  const lined: { person: Person; depth: number }[] = [];
  function below(manager: string | null, depth: number) {
    for (const person of active) {
      const top = person.manager_id === null || !ids.has(person.manager_id);
      if (manager === null ? !top : person.manager_id !== manager) continue;
      lined.push({ person, depth });
      below(person.id, depth + 1);
    }
  }
  below(null, 0);
  return lined;
}
