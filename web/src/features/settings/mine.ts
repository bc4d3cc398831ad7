import { call } from "../../data/api";
import { useMine, usePerson } from "../../data/mine";
import { useSession } from "../../data/session";
import type { Person } from "../../types";

/** Oneself as the copy has it now, and the one way to change it. */
export function useSelf(): { self: Person; change: (patch: object) => Promise<Person> } {
  const { me } = useMine();
  const { refresh } = useSession();
  const self = usePerson(me.person.id) ?? me.person;
  return {
    self,
    async change(patch) {
      const changed = await call<Person>("PATCH", `/people/${self.id}`, patch);
      // My list reads the zone and the hours from who is logged in.
      await refresh();
      return changed;
    },
  };
}
