import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { type Command, commandsNow, type Group } from "../data/commands";
import { keyLabel } from "../lib/keys";
import { Dialog } from "../ui/dialog";
import { Kbd } from "../ui/small";

const order: Group[] = ["task", "here", "go", "app"];

/** The keys that act on the page below, in the order of the groups; each with what it does here and now. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const [commands] = useState(() => {
    const all = commandsNow();
    const acts = (key: string) =>
      all.find((one) => one.ready !== false && one.keys?.includes(key)) ??
      all.find((one) => one.keys?.includes(key));
    return all.filter((one) => one.keys?.some((key) => acts(key) === one));
  });
  const names: Record<Group, string> = {
    task: t`The task`,
    here: t`This page`,
    go: t`Go to`,
    app: t`Everywhere`,
  };
  return (
    <Dialog title={t`Keys`} wide closes onClose={onClose}>
      <div className="gap-x-10 md:columns-2">
        {order.map((group) => (
          <Keys key={group} name={names[group]} commands={commands.filter((one) => one.group === group)} />
        ))}
      </div>
    </Dialog>
  );
}

function Keys({ name, commands }: { name: string; commands: readonly Command[] }) {
  if (!commands.length) return null;
  return (
    <section className="mb-5 break-inside-avoid">
      <h3 className="text-xs font-semibold tracking-wide text-quiet">{name}</h3>
      <dl className="mt-1 grid grid-cols-[5rem_1fr] items-baseline gap-x-4 gap-y-1.5 text-sm">
        {commands.map((command) => (
          <div key={command.id} className="contents">
            <dt className="flex items-baseline gap-1">
              {command.keys?.map((key) => (
                <Kbd key={key} always>
                  {keyLabel(key)}
                </Kbd>
              ))}
            </dt>
            <dd>{command.name}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
