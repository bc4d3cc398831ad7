import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import { useBackOn } from "../../data/away";
import { isOverdue } from "../../data/due";
import { useMine } from "../../data/mine";
import { worklistOf } from "../../data/worklist";
import { zoneCity } from "../../lib/dates";
import { BackOn } from "../../parts/back-on";
import type { Person, Task } from "../../types";
import { Avatar } from "../../ui/small";

export function useAddress(): (id: string) => string {
  const { me } = useMine();
  return (id) => (id === me.person.id ? `/people/${id}/about` : `/people/${id}`);
}

interface EntryProps {
  person: Person;
  teams: string;
  tasks: readonly Task[];
  lead?: boolean;
  /** They have been invited and have not come yet; admins see it. */
  absent?: boolean;
  /** It stands in a tree, which has the focus itself. */
  inTree?: boolean;
}

/** One line about somebody: who, what, where. Nothing tells whether they are there. */
export function Entry({ person, teams, tasks, lead = false, absent = false, inTree = false }: EntryProps) {
  const { me } = useMine();
  const address = useAddress();
  const report = me.reports.includes(person.id);
  const list = report ? worklistOf(tasks as Task[], person.id) : [];
  const overdue = list.filter((task) => isOverdue(task, Date.now())).length;
  const open = list.length;
  const back = useBackOn()(person);
  const facts = [person.title, zoneCity(person.time_zone), teams].filter(Boolean);
  return (
    <Link
      href={address(person.id)}
      tabIndex={inTree ? -1 : undefined}
      className="flex min-h-12 min-w-0 flex-1 items-center gap-3 py-2 hover:bg-wash"
    >
      <Avatar name={person.name} size="sm" />
      <span className="min-w-0 flex-1 md:flex md:items-baseline md:gap-4">
        <span className="block font-serif text-[1rem] leading-6 wrap-anywhere md:min-w-0 md:flex-1">
          <bdi>{person.name}</bdi>
          <span className="font-sans text-sm text-quiet">
            {person.id === me.person.id && (
              <>
                {" "}
                <Trans>you</Trans>
              </>
            )}
            {lead && (
              <>
                {" "}
                <Trans>lead</Trans>
              </>
            )}
          </span>
        </span>
        <span className="block min-w-0 text-xs text-quiet wrap-anywhere md:w-90 md:shrink-0">
          {facts.map((fact, i) => (
            <span key={fact}>
              {i > 0 && "\u00a0· "}
              <bdi>{fact}</bdi>
            </span>
          ))}
          {absent && (
            <>
              {"\u00a0· "}
              <Trans>has not joined yet</Trans>
            </>
          )}
          {back && (
            <>
              {"\u00a0· "}
              <BackOn person={person} back={back} />
            </>
          )}
          {open > 0 && (
            <>
              {"\u00a0· "}
              <span className="whitespace-nowrap">
                <Trans>{open} open</Trans>
              </span>
            </>
          )}
          {overdue > 0 && (
            <span className="text-warn">
              {"\u00a0· "}
              <span className="whitespace-nowrap">
                <Trans>{overdue} overdue</Trans>
              </span>
            </span>
          )}
        </span>
      </span>
    </Link>
  );
}
