import { Trans, useLingui } from "@lingui/react/macro";
import {
  Clock,
  ListOrdered,
  type LucideIcon,
  MessageCircleQuestionMark,
  Search,
  Settings,
  Sunrise,
  Users,
} from "lucide-react";
import { Link, useLocation } from "wouter";
import { useMine, useObject, useWorkspace } from "../data/mine";
import { keyLabel } from "../lib/keys";
import type { Task } from "../types";
import { Kbd } from "../ui/small";
import { GoodToKnow } from "./contact";

const entry =
  "flex min-h-14 w-full min-w-0 flex-col items-center justify-center gap-0.5 text-center text-xs leading-tight wrap-anywhere hyphens-auto md:min-h-8 md:flex-row md:justify-start md:gap-2 md:text-sm";
// A finger is as wide as it is, however large one has the letters: seven places fit into 360 px.
const room = "min-w-[44px] flex-auto";
const sign = "size-5 md:hidden";
// On the narrowest screens, and with very large letters, seven words don't stand beside each other; their signs do.
const word = "max-[22rem]:sr-only";
const look = (here: boolean) => (here ? "font-semibold text-ink" : "text-quiet hover:text-ink");

/** Where one can go: a column beside the page, on a phone a bar below it. */
export function Places({ onSearch }: { onSearch: () => void }) {
  const { t } = useLingui();
  const { me } = useMine();
  const workspace = useWorkspace();
  const [path] = useLocation();
  const person = me.person.id;
  const own = path === `/people/${person}`;
  // A task belongs to its owner's list, wherever one came from.
  const owner = useObject<Task>("task", path.split("/tasks/")[1] ?? "")?.owner_id ?? person;
  const task = path.startsWith("/tasks/");
  const places: { href: string; name: string; icon: LucideIcon; here: boolean }[] = [
    { href: "/today", name: t`Today`, icon: Sunrise, here: path === "/today" },
    {
      href: "/",
      name: t`My list`,
      icon: ListOrdered,
      here: path === "/" || own || (task && owner === person),
    },
    {
      href: "/requests",
      name: t`Requests`,
      icon: MessageCircleQuestionMark,
      here: path.startsWith("/requests"),
    },
    {
      href: "/people",
      name: t`People`,
      icon: Users,
      here: (path.startsWith("/people") && !own) || (task && owner !== person),
    },
    { href: "/team/clock", name: t`Team`, icon: Clock, here: path.startsWith("/team") },
  ];
  const settings = /^\/(settings|imports|how-we-ask)/.test(path);
  return (
    <header className="fixed flex flex-col md:block inset-x-0 bottom-0 z-10 border-t border-line bg-paper pr-[env(safe-area-inset-right)] pb-[env(safe-area-inset-bottom)] pl-[env(safe-area-inset-left)] md:sticky md:inset-x-auto md:top-0 md:h-dvh md:w-40 md:shrink-0 md:border-0 md:p-0 md:py-10 print:hidden">
      <p className="mb-6 hidden min-h-6 items-center gap-2 text-sm text-quiet md:flex">
        <img src="/icon.svg" alt="" width="20" height="20" />
        <bdi title={workspace.name} className="line-clamp-2 min-w-0 leading-snug wrap-anywhere">
          {workspace.name}
        </bdi>
      </p>
      <nav aria-label={t`Places`}>
        <ul className="flex md:flex-col md:gap-1">
          {places.map(({ href, name, icon: Icon, here }) => (
            <li key={href} className={room}>
              <Link href={href} aria-current={here ? "page" : undefined} className={`${entry} ${look(here)}`}>
                <Icon strokeWidth={here ? 2.25 : 1.75} aria-hidden="true" className={sign} />
                <span className={word}>{name}</span>
              </Link>
            </li>
          ))}
          <li className={`${room} md:mt-5`}>
            <button
              type="button"
              onClick={onSearch}
              aria-keyshortcuts="Control+K Meta+K /"
              className={`${entry} ${look(false)}`}
            >
              <Search strokeWidth={1.75} aria-hidden="true" className={sign} />
              <span className={word}>
                <Trans>Search</Trans>
              </span>
              <span aria-hidden="true" className="hidden md:inline">
                <Kbd>{keyLabel("Mod+k")}</Kbd>
              </span>
            </button>
          </li>
          <li className={room}>
            <Link
              href="/settings"
              aria-current={settings ? "page" : undefined}
              className={`${entry} ${look(settings)}`}
            >
              <Settings strokeWidth={settings ? 2.25 : 1.75} aria-hidden="true" className={sign} />
              <span className={word}>
                <Trans>Settings</Trans>
              </span>
            </Link>
          </li>
          {workspace.demo && (
            <li className="mt-5 max-md:hidden">
              <Link
                href="/try"
                aria-current={path === "/try" ? "page" : undefined}
                className={`${entry} ${look(path === "/try")}`}
              >
                <Trans>Try this</Trans>
              </Link>
            </li>
          )}
        </ul>
      </nav>
      <GoodToKnow />
    </header>
  );
}
