import { createContext, useContext, useEffect, useMemo, useSyncExternalStore } from "react";
import type { Replica } from "../replica/replica";
import type { Status } from "../replica/types";
import type { Me, Person, Task, Workspace } from "../types";
import { readsList } from "./readers";
import type { Slots } from "./worklist";

export interface Mine {
  me: Me;
  replica: Replica;
}

export const MineContext = createContext<Mine | null>(null);

/** Who is here, and their copy. Only below the shell, which shows itself only to a person. */
export function useMine(): Mine {
  const mine = useContext(MineContext);
  if (!mine) throw new Error("useMine outside of the shell");
  return mine;
}

/** What the copy holds of the workspace, else what the log-in said. */
function workspaceOf(replica: Replica, me: Me): Workspace {
  return replica.memory.all<Workspace>("workspace")[0] ?? me.workspace;
}

function personOf(replica: Replica, me: Me, id: string): Person | undefined {
  return replica.memory.get<Person>("person", id) ?? (me.person.id === id ? me.person : undefined);
}

export function useTasks(): Task[] {
  const { replica } = useMine();
  return useSyncExternalStore(replica.subscribe, () => replica.memory.all<Task>("task"));
}

export function useObject<T extends object>(kind: string, id: string): T | undefined {
  const { replica } = useMine();
  return useSyncExternalStore(replica.subscribe, () => replica.memory.get<T>(kind, id));
}

export function useAll<T extends object>(kind: string): T[] {
  const { replica } = useMine();
  return useSyncExternalStore(replica.subscribe, () => replica.memory.all<T>(kind));
}

export function usePerson(id: string): Person | undefined {
  const { replica, me } = useMine();
  return useSyncExternalStore(replica.subscribe, () => personOf(replica, me, id));
}

export function useStatus(): Status {
  const { replica } = useMine();
  return useSyncExternalStore(replica.subscribe, replica.status);
}

export function useWorkspace(): Workspace {
  const { replica, me } = useMine();
  return useSyncExternalStore(replica.subscribe, () => workspaceOf(replica, me));
}

export function useSlots(): Slots {
  const { urgent_slots: urgent, high_slots: high } = useWorkspace();
  // One object while the numbers are the same: every row of a list depends on it.
  return useMemo(() => ({ urgent, high }), [urgent, high]);
}

/**
 * Follows a person's list while the screen shows it. Tells whether all of it
 * that this person may read is here; the own list and those of direct reports
 * are followed anyway.
 */
export function useWorklistOf(owner: string): boolean {
  const { replica, me } = useMine();
  const manager = usePerson(owner)?.manager_id;
  const followed = owner === me.person.id || manager === me.person.id;
  const scope = `worklist:${owner}`;
  useEffect(() => (followed || !owner ? undefined : replica.watch(scope)), [replica, followed, owner, scope]);
  return useSyncExternalStore(replica.subscribe, () =>
    followed ? replica.status().complete : replica.watching(scope),
  );
}

/** Whether somebody's whole list is for this reader. */
export function useOpenTo(owner: Person): boolean {
  const { replica, me } = useMine();
  const { visibility } = useWorkspace();
  const self = usePerson(me.person.id) ?? me.person;
  return useSyncExternalStore(replica.subscribe, () =>
    readsList(self, owner, { visibility, person: (id) => personOf(replica, me, id) }),
  );
}
