import { useCallback, useState } from "react";
import type { Replica } from "../replica/replica";
import type { Budget, Interruption } from "../types";
import { type Fetched, useFetched } from "./fetched";
import { useAll, useMine, useStatus } from "./mine";

/** What it would cost to interrupt somebody now; null: nobody is meant. */
export const useBudget = (person: string | null): Fetched<Budget> =>
  useFetched<Budget>(person ? `/people/${person}/interruptions/budget` : null, person);

const tooLongMs = 15_000;

/** Whether the server has a task that was just made here: nobody is interrupted about what is not there. */
export function isThere(replica: Replica, task: string): Promise<boolean> {
  const about = (input: unknown) => (input as { id?: string }).id === task;
  return new Promise((resolve) => {
    let leave = () => {};
    const end = (there: boolean) => {
      clearTimeout(timer);
      leave();
      resolve(there);
    };
    const look = () => {
      const { outbox, failed } = replica.memory;
      if (failed.some(({ input }) => about(input))) end(false);
      else if (!outbox.some(({ input }) => about(input))) end(true);
    };
    const timer = setTimeout(() => end(false), tooLongMs);
    leave = replica.subscribe(look);
    look();
  });
}

const keyOf = (person: string): string => `cairn.interrupted.${person}`;
/** How many are remembered as looked at, on this device. */
const most = 50;
/** How long an interruption stands over the page; then it is on Today alone. */
const freshMs = 12 * 60 * 60_000;

function lookedAt(person: string): string[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(keyOf(person)) ?? "[]");
    return Array.isArray(ids) ? ids.map(String) : [];
  } catch {
    return [];
  }
}

/** The interruptions that have come and were not looked at on this device, the first one first. */
export function useInterrupted(): { coming: Interruption[]; put: (id: string) => void } {
  const { me } = useMine();
  const self = me.person.id;
  const all = useAll<Interruption>("interruption");
  const rated = useAll<{ id: string }>("rated");
  useStatus();
  const [seen, setSeen] = useState(() => lookedAt(self));
  const coming = all
    .filter(
      ({ id, recipient_id, rating, at }) =>
        recipient_id === self &&
        rating === null &&
        !seen.includes(id) &&
        !rated.some((one) => one.id === id) &&
        Date.now() - Date.parse(at) < freshMs,
    )
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  const put = useCallback(
    (id: string) => {
      const ids = [id, ...lookedAt(self)].slice(0, most);
      setSeen(ids);
      try {
        localStorage.setItem(keyOf(self), JSON.stringify(ids));
      } catch {
        // No room on this device: then it is looked at until the page is loaded again.
      }
    },
    [self],
  );
  return { coming, put };
}
