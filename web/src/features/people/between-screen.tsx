import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { useAbout } from "../../data/about";
import { useMine, usePerson, useStatus } from "../../data/mine";
import { AskedRow } from "../../parts/asked-row";
import type { Person } from "../../types";
import { Loading } from "../../ui/loading";
import { Section } from "../../ui/section";
import { EmptyState } from "../../ui/small";
import { type Side, useBetween } from "./between";

/** What two people wait for from each other. Both see the same. */
export function BetweenScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const person = usePerson(id);
  const { me } = useMine();
  const { complete } = useStatus();
  if (!person && !complete) return <Loading />;
  if (!person || id === me.person.id)
    return (
      <EmptyState page title={t`There is nothing here`} way={{ href: "/people", name: t`People` }}>
        <Trans>Between us is about you and one other person.</Trans>
      </EmptyState>
    );
  return <Both key={id} other={person} />;
}

function Both({ other }: { other: Person }) {
  const { me } = useMine();
  const self = usePerson(me.person.id) ?? me.person;
  const { first } = useAbout(other);
  const { waiting, awaited, told, partial } = useBetween(other.id);
  return (
    <div className="flex flex-col gap-10">
      <div>
        <h1>
          <Trans>
            Between <bdi>{first}</bdi> and me
          </Trans>
        </h1>
        <p className="mt-1 text-quiet">
          <Trans>
            What <bdi>{first}</bdi> and you have asked of each other. <bdi>{first}</bdi> sees the same.
          </Trans>
        </p>
        {partial && (
          <p role="status" className="mt-2 border-l-2 border-edge pl-3 text-sm">
            <Trans>Some of it can’t be read now, so more may stand between you than is shown here.</Trans>
          </p>
        )}
      </div>
      <Section
        title={
          <Trans>
            Waiting for <bdi>{first}</bdi>
          </Trans>
        }
      >
        <Tasks side={waiting} owner={other} />
        {told && !waiting.open.length && (
          <p className="text-quiet">
            <Trans>
              You wait for nothing. What you put on{" "}
              <Link href={`/people/${other.id}`} className="text-accent underline">
                <bdi>{first}</bdi>’s list
              </Link>{" "}
              stands here until it is done.
            </Trans>
          </p>
        )}
        <Closed side={waiting} owner={other} />
      </Section>
      <Section
        title={
          <Trans>
            <bdi>{first}</bdi> is waiting for me
          </Trans>
        }
      >
        <Tasks side={awaited} owner={self} />
        {told && !awaited.open.length && (
          <p className="text-quiet">
            <Trans>
              <bdi>{first}</bdi> waits for nothing from you.
            </Trans>
          </p>
        )}
        <Closed side={awaited} owner={self} />
      </Section>
    </div>
  );
}

function Tasks({ side, owner }: { side: Side; owner: Person }) {
  if (!side.open.length) return null;
  return (
    <ul className="border-t border-line">
      {side.open.map((task) => (
        <AskedRow key={task.id} task={task} owner={owner} />
      ))}
    </ul>
  );
}

function Closed({ side, owner }: { side: Side; owner: Person }) {
  const { t } = useLingui();
  const count = side.closed.length;
  if (!count) return null;
  return (
    <details>
      <summary className="py-2.5 text-sm text-quiet">{t`Closed in the last 30 days (${count})`}</summary>
      <ul className="border-t border-line">
        {side.closed.map((task) => (
          <AskedRow key={task.id} task={task} owner={owner} />
        ))}
      </ul>
    </details>
  );
}
