import { useLingui } from "@lingui/react/macro";
import { useLocation } from "wouter";
import { type Command, useCommands } from "../data/commands";
import { useMine } from "../data/mine";
import { mySettings, type SettingsPlace, workspaceSettings } from "../data/settings-places";
import { canInstall, install } from "../lib/install";
import { isolate } from "../lib/isolate";
import { chooseTheme, chosenTheme, type Theme } from "../lib/theme";
import { useAskLink } from "../parts/ask-link";
import { useLastAct, useToasts } from "../ui/toast";

interface Openings {
  onPalette: () => void;
  onKeys: () => void;
  onInvite: () => void;
  onLogOut: () => void;
}

/** Every place, and what can be done wherever one is. */
export function useAppCommands({ onPalette, onKeys, onInvite, onLogOut }: Openings): void {
  const { t, i18n } = useLingui();
  const { me } = useMine();
  const { undoLast } = useToasts();
  const last = useLastAct();
  const { copyLink, copyReply } = useAskLink();
  const [path, navigate] = useLocation();
  const admin = me.person.role !== "member";

  const go = (href: string, name: string, also?: string): Command => ({
    id: `go ${href}`,
    name,
    also,
    group: "go",
    ready: path !== href,
    run: () => navigate(href),
  });
  const theme = (value: Theme, name: string): Command => ({
    id: `theme.${value}`,
    name,
    also: t`theme appearance dark light`,
    group: "app",
    ready: chosenTheme() !== value,
    run: () => chooseTheme(value),
  });
  const setting = ({ path, name, alone, also }: SettingsPlace): Command =>
    go(
      `/settings/${path}`,
      i18n._(alone ?? name),
      [t`settings`, also && i18n._(also)].filter(Boolean).join(" "),
    );

  useCommands([
    go("/today", t`Today`, t`digest news decide`),
    go("/", t`My list`, t`home worklist`),
    go("/requests", t`Requests`, t`asked answers roll-up`),
    go("/people", t`People`, t`everybody team`),
    go("/team/clock", t`Team clock`, t`hours zones overlap talk meeting times`),
    go("/team/focus", t`Focus kept`, t`interruptions ledger time given back insights`),
    go("/settings", t`Settings`),
    ...[...mySettings, ...(admin ? workspaceSettings : [])].map(setting),
    ...(admin ? [go("/settings/people/import", t`People from a file`, t`import CSV`)] : []),
    go("/start", t`Put what you wait for on lists`, t`first run start begin paste`),
    go("/how-we-ask", t`How we ask here`, t`rules agreement emergencies`),
    go("/imports", t`Tasks from a file`, t`import CSV`),
    // A list is one's place from its address on, also while its screen is still on its way.
    ...(/^\/people\/[^/]+$/.test(path)
      ? [
          {
            id: "list.add",
            name: t`New task here`,
            group: "here",
            keys: ["c"],
            run: () => navigate(`${path}?add`),
          } satisfies Command,
        ]
      : []),
    {
      id: "task.new",
      name: t`New task`,
      also: t`add create`,
      group: "app",
      keys: ["c"],
      run: () => navigate("/?add"),
    },
    {
      id: "request.new",
      name: t`New request`,
      also: t`ask many people team`,
      group: "app",
      keys: ["r"],
      run: () => navigate("/requests/new"),
    },
    {
      id: "palette",
      name: t`Search, or do anything`,
      group: "app",
      keys: ["Mod+k", "/"],
      keyOnly: true,
      run: onPalette,
    },
    {
      id: "undo",
      name: t`Undo`,
      on: last?.on ? `${last.text} · ${isolate(last.on)}` : last?.text,
      group: "app",
      keys: ["z"],
      run: undoLast,
    },
    { id: "keys", name: t`Keys`, also: t`shortcuts keyboard help`, group: "app", keys: ["?"], run: onKeys },
    ...(admin
      ? [
          {
            id: "invite",
            name: t`Invite somebody`,
            also: t`add person people`,
            group: "app",
            run: onInvite,
          } satisfies Command,
        ]
      : []),
    {
      id: "ask-link",
      name: t`Copy my ask link`,
      also: t`url chat status`,
      group: "app",
      run: copyLink,
    },
    {
      id: "ask-reply",
      name: t`Reply with my ask link`,
      also: t`copy chat answer`,
      group: "app",
      run: copyReply,
    },
    theme("light", t`Light`),
    theme("dark", t`Dark`),
    theme("auto", t`Light or dark as the device has it`),
    {
      id: "install",
      name: t`Install as an app`,
      also: t`home screen device`,
      group: "app",
      ready: canInstall(),
      run: install,
    },
    { id: "log-out", name: t`Log out`, also: t`sign out leave`, group: "app", run: onLogOut },
  ]);
}
