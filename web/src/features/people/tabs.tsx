import { useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { useMine, usePerson } from "../../data/mine";

/** What there is of a person. One's own list is at home under My list. */
export function PersonTabs({ id, here }: { id: string; here: "list" | "between" | "about" }) {
  const { t } = useLingui();
  const { me } = useMine();
  const person = usePerson(id);
  if (!person) return null;
  const tabs = [
    { key: "list", href: id === me.person.id ? "/" : `/people/${id}`, name: t`List` },
    ...(id === me.person.id ? [] : [{ key: "between", href: `/people/${id}/between`, name: t`Between us` }]),
    { key: "about", href: `/people/${id}/about`, name: t`About` },
  ];
  return (
    <nav aria-label={person.name} className="mb-5 flex flex-wrap gap-x-6 border-b border-line">
      {tabs.map(({ key, href, name }) => (
        <Link
          key={key}
          href={href}
          aria-current={key === here ? "page" : undefined}
          className={`tap relative -mb-px flex min-h-11 items-center border-b-2 text-sm ${
            key === here
              ? "border-accent font-semibold text-ink"
              : "border-transparent text-quiet hover:text-ink"
          }`}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
