import { useLingui } from "@lingui/react/macro";
import { Dialog } from "../ui/dialog";
import { Kbd } from "../ui/small";

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const shortcuts: [string[], string][] = [
    [["j", "k"], t`Next, previous`],
    [["⇧J", "⇧K"], t`Move down, move up`],
    [["1", "2", "3", "4"], t`Urgent, high, medium, low`],
    [["↵"], t`Open`],
    [["c"], t`New task`],
    [["a"], t`Accept the first to decide`],
    [["e"], t`Done`],
    [["n"], t`No longer needed`],
    [["d"], t`Due date`],
    [["z"], t`Undo`],
    [["?"], t`This page`],
  ];
  return (
    <Dialog title={t`Keys`} onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-sm">
        {shortcuts.map(([keys, words]) => (
          <div key={words} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
