import { Trans, useLingui } from "@lingui/react/macro";
import { Link, Redirect } from "wouter";
import { useAll, useMine, useStatus } from "../../data/mine";
import { zoneCity } from "../../lib/dates";
import { askedBy } from "../../lib/slug";
import type { Person } from "../../types";
import { Loading } from "../../ui/loading";
import { Avatar, EmptyState } from "../../ui/small";

/** Where an ask link leads: to the person's list, ready to be added to. */
export function AskScreen({ slug }: { slug: string }) {
  const { t } = useLingui();
  const { me } = useMine();
  const { complete } = useStatus();
  const people = useAll<Person>("person");
  const found = askedBy(slug, people);
  const [one] = found;
  if (one && found.length === 1)
    return <Redirect to={one.id === me.person.id ? "/" : `/people/${one.id}?add`} replace />;
  // A copy that is still being filled may not know them yet.
  if (!one && !complete) return <Loading />;
  if (!one) {
    return (
      <EmptyState page title={t`Nobody here is called so`}>
        <Trans>
          The link may have been cut off, or they have another name by now.{" "}
          <Link href="/people" className="text-accent underline">
            Everybody is here
          </Link>
          .
        </Trans>
      </EmptyState>
    );
  }
  return (
    <>
      <h1>
        <Trans>Whom do you mean?</Trans>
      </h1>
      <ul className="mt-4">
        {found.map((person) => (
          <li key={person.id} className="border-b border-line">
            <Link href={`/people/${person.id}?add`} className="flex min-h-11 items-center gap-3 py-2.5">
              <Avatar name={person.name} />
              <span className="min-w-0">
                <bdi className="block truncate font-serif text-[1rem] leading-6">{person.name}</bdi>
                <span className="block truncate text-xs text-quiet">
                  {[person.title, zoneCity(person.time_zone)].filter(Boolean).join(" · ")}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
