import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useBackOn } from "../../data/away";
import { isOverdue } from "../../data/due";
import { triageOf, worklistOf } from "../../data/worklist";
import { zoneCity } from "../../lib/dates";
import { isolate } from "../../lib/isolate";
import { AwayUntil } from "../../parts/away-until";
import type { Person, Task } from "../../types";
import { Avatar } from "../../ui/small";

interface Props {
  person: Person;
  tasks: readonly Task[];
  /** They have been invited and have not come yet. */
  absent: boolean;
}

/** One of my reports: who they are, and beside it how their list stands, in words that can be read from afar. */
export function Report({ person, tasks, absent }: Props) {
  const list = worklistOf(tasks, person.id);
  const open = list.length;
  const overdue = list.filter((task) => isOverdue(task, Date.now())).length;
  const waiting = list.filter((task) => task.status === "blocked").length;
  const undecided = triageOf(tasks, person.id).length;
  const back = useBackOn()(person);
  return (
    <Link
      href={`/people/${person.id}`}
      className="flex min-h-14 min-w-0 flex-1 items-center gap-3 py-2 hover:bg-wash"
    >
      <Avatar name={person.name} size="sm" />
      <span className="min-w-0 flex-1 md:flex md:items-baseline md:gap-4">
        <span className="block min-w-0 md:flex-1">
          <bdi className="block text-left font-serif text-[1rem] leading-6 wrap-anywhere">{person.name}</bdi>
          <span className="block text-xs text-quiet wrap-anywhere max-md:hidden">
            {[isolate(person.title), zoneCity(person.time_zone)].filter(Boolean).join(" · ")}
          </span>
        </span>
        <span className="block min-w-0 text-sm tabular-nums md:w-90 md:shrink-0">
          {open > 0 ? <Trans>{open} open</Trans> : <Trans>Nothing open</Trans>}
          {overdue > 0 && (
            <Count late>
              <Trans>{overdue} overdue</Trans>
            </Count>
          )}
          {waiting > 0 && (
            <Count>
              <Trans>{waiting} waiting</Trans>
            </Count>
          )}
          {undecided > 0 && (
            <Count>
              <Trans>{undecided} to decide</Trans>
            </Count>
          )}
          {absent && (
            <span className="block text-xs text-quiet">
              <Trans>has not joined yet</Trans>
            </span>
          )}
          {back && (
            <span className="block text-xs text-quiet">
              <AwayUntil person={person} back={back} />
            </span>
          )}
        </span>
      </span>
    </Link>
  );
}

function Count({ late = false, children }: { late?: boolean; children: ReactNode }) {
  return (
    <>
      {" · "}
      <span className={`whitespace-nowrap ${late ? "font-medium text-warn" : ""}`}>{children}</span>
    </>
  );
}
