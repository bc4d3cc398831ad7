import { useLingui } from "@lingui/react/macro";
import { Link } from "wouter";

/** What there is of a team. */
export function TeamTabs({ here }: { here: "clock" | "focus" }) {
  const { t } = useLingui();
  const tabs = [
    { key: "clock", href: "/team/clock", name: t`Clock` },
    { key: "focus", href: "/team/focus", name: t`Focus kept` },
  ];
  return (
    <nav aria-label={t`Team`} className="mb-5 flex flex-wrap gap-x-6 border-b border-line print:hidden">
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
