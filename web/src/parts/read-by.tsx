import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { useAll, useMine, useWorkspace } from "../data/mine";
import { isolate } from "../lib/isolate";
import type { Person, Task } from "../types";

interface Team {
  id: string;
  name: string;
  person_ids: string[];
}

/** Of a task that exists or is being written: all that decides who reads it. */
export type Readable = Pick<Task, "owner_id" | "asked_by_id" | "confidential"> &
  Partial<Pick<Task, "waiting_for">>;

/** "Read by: …", said before the first letter is typed (C9). */
export function ReadBy({ task, also = [] }: { task: Readable; also?: readonly string[] }) {
  const { t } = useLingui();
  const names = useReaders(task, also).join(", ");
  return <span className="text-xs text-quiet">{t`Read by: ${names}`}</span>;
}

function useReaders(task: Readable, also: readonly string[]): string[] {
  const { t } = useLingui();
  const { me } = useMine();
  const people = useAll<Person>("person");
  const teams = useAll<Team>("team");
  const workspace = useWorkspace();
  const waitedFor = task.waiting_for?.person_id;
  return useMemo(() => {
    const byId = new Map(people.map((person) => [person.id, person]));
    const owner = byId.get(task.owner_id);
    const everybody = isolate(workspace.name);
    if (workspace.visibility === "workspace" && !task.confidential) return [t`everybody in ${everybody}`];
    const ids = new Set([task.owner_id, task.asked_by_id]);
    let above = owner?.manager_id ?? null;
    if (above) ids.add(above);
    if (!task.confidential && workspace.visibility !== "pair") {
      while (above && byId.has(above)) {
        ids.add(above);
        above = byId.get(above)?.manager_id ?? null;
      }
    }
    if (!task.confidential) for (const id of also) ids.add(id);
    if (!task.confidential && waitedFor) ids.add(waitedFor);
    const others = [...ids].filter((id) => id !== me.person.id && byId.has(id));
    const names = others.map((id) => isolate(byId.get(id)?.name ?? ""));
    const inTeams =
      workspace.visibility === "team" && !task.confidential
        ? teams.filter((team) => owner?.team_ids.includes(team.id))
        : [];
    const groups = inTeams.map((team) => {
      const name = isolate(team.name);
      const size = team.person_ids.length;
      return t`${name} (${size})`;
    });
    const all = [...names, ...groups];
    return all.length ? [t`you`, ...all] : [t`you alone`];
  }, [people, teams, workspace, task.owner_id, task.asked_by_id, task.confidential, waitedFor, also, me, t]);
}
