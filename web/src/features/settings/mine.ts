import { useMine, usePerson } from "../../data/mine";
import { useSession } from "../../data/session";
import type { Send } from "../../data/write";
import type { Person } from "../../types";

/** Oneself as the copy has it now, and the one way to change it. */
export function useSelf(): { self: Person; change: (send: Send, patch: object) => Promise<Person> } {
  const { me } = useMine();
  const { refresh } = useSession();
  const self = usePerson(me.person.id) ?? me.person;
  return {
    self,
    async change(send, patch) {
      const changed = await send<Person>("PATCH", `/people/${self.id}`, patch);
      // My list reads the zone and the hours from who is logged in.
      await refresh();
      return changed;
    },
  };
}
