import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { useSearchParams } from "wouter";
import { byName, type Team } from "../../data/about";
import { useAll, useMine } from "../../data/mine";
import type { Person } from "../../types";
import { byClock } from "./day";
import { most } from "./use-day";

/** Whose clocks are shown: "reports", "team ID", or "chosen". */
export interface Whom {
  value: string;
  options: { value: string; label: string }[];
  people: Person[];
  /** Beyond how many the others are left out. */
  left: number;
  choose: (value: string) => void;
  pick: (ids: readonly string[]) => void;
}

/** It stands in the address, so that it can be sent to somebody. One's own clock is always among them, unless one took it out. */
export function useWhom(at: number): Whom {
  const { t } = useLingui();
  const { me } = useMine();
  const everybody = useAll<Person>("person");
  const teams = useAll<Team>("team");
  const [params, setParams] = useSearchParams();
  const [reports, team, chosen] = [params.has("reports"), params.get("team"), params.get("people")];

  return useMemo(() => {
    const active = everybody.filter((person) => person.active);
    const mine = me.person.id;
    const sorted = [...teams].filter((one) => one.person_ids.length).sort(byName);
    const below = active.filter((person) => person.manager_id === mine);
    const value = chosen !== null ? "chosen" : reports ? "reports" : team ? `team ${team}` : usual();

    function usual(): string {
      const own = sorted.filter((one) => one.person_ids.includes(mine) && one.person_ids.length > 1);
      // Who leads people looks at them first.
      if (below.length) return "reports";
      return own[0] ? `team ${own[0].id}` : "chosen";
    }
    function ids(): string[] {
      if (value === "reports") return [mine, ...below.map((person) => person.id)];
      if (value === "chosen") return chosen?.split(",") ?? [mine];
      return [mine, ...(sorted.find((one) => value === `team ${one.id}`)?.person_ids ?? [])];
    }
    const wanted = new Set(ids());
    const found = active.filter((person) => wanted.has(person.id));
    // The reader's own comes with them even where a team is too large.
    const kept = found.sort((a, b) => Number(b.id === mine) - Number(a.id === mine) || byName(a, b));
    return {
      value,
      options: [
        ...(below.length ? [{ value: "reports", label: t`My reports` }] : []),
        ...sorted.map((one) => ({ value: `team ${one.id}`, label: one.name })),
        ...(value === "chosen" ? [{ value: "chosen", label: t`People I chose` }] : []),
      ],
      people: kept.slice(0, most).sort(byClock(at)),
      left: Math.max(0, kept.length - most),
      choose(next) {
        const [kind = "", id] = next.split(" ");
        setParams((now) => whomIn(now, kind, id ?? ""), { replace: true });
      },
      pick: (picked) => setParams((now) => whomIn(now, "people", picked.join(",")), { replace: true }),
    };
  }, [everybody, teams, me, reports, team, chosen, at, setParams, t]);
}

function whomIn(now: URLSearchParams, kind: string, value: string): URLSearchParams {
  const next = new URLSearchParams(now);
  for (const key of ["reports", "team", "people"]) next.delete(key);
  next.set(kind, value);
  return next;
}
