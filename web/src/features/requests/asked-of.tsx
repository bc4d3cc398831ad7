import { Plural, Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import { useBackOn } from "../../data/away";
import { usePerson } from "../../data/mine";
import { AskedRow } from "../../parts/asked-row";
import { BackOn } from "../../parts/back-on";
import type { Task } from "../../types";
import { Section } from "../../ui/section";

/** Of each person: what is due first. The rest stands on Between us. */
const shown = 3;

/** What I put on others' lists and wait for, by person. */
export function AskedOf({ waiting }: { waiting: readonly (readonly [owner: string, tasks: Task[]])[] }) {
  return (
    <Section
      title={<Trans>What you asked of people</Trans>}
      lead={<Trans>Tasks that you put to somebody and that are still open. The first due stand first.</Trans>}
    >
      <ul className="flex flex-col gap-6">
        {waiting.map(([owner, tasks]) => (
          <Of key={owner} owner={owner} tasks={tasks} />
        ))}
      </ul>
    </Section>
  );
}

function Of({ owner, tasks }: { owner: string; tasks: readonly Task[] }) {
  const person = usePerson(owner);
  const backOn = useBackOn();
  if (!person) return null;
  const back = backOn(person);
  const more = tasks.length - shown;
  return (
    <li>
      <div className="flex flex-wrap items-baseline gap-x-3 pb-1.5 text-sm">
        <h3 className="font-medium wrap-anywhere">
          <Link href={`/people/${owner}`} className="tap relative hover:underline">
            <bdi>{person.name}</bdi>
          </Link>
        </h3>
        {back && (
          <span className="text-quiet">
            <BackOn person={person} back={back} />
          </span>
        )}
      </div>
      <ul className="border-t border-line">
        {tasks.slice(0, shown).map((task) => (
          <AskedRow key={task.id} task={task} owner={person} />
        ))}
      </ul>
      {more > 0 && (
        <Link
          href={`/people/${owner}/between`}
          data-row=""
          className="flex min-h-11 items-center text-sm text-quiet hover:text-ink hover:underline"
        >
          <Plural value={more} one="# more" other="# more" />
        </Link>
      )}
    </li>
  );
}
