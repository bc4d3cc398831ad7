import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { daysAgo } from "../../data/asked-ago";
import { usePerson } from "../../data/mine";
import { isolate } from "../../lib/isolate";
import type { Task } from "../../types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";

/** Before work begins on what nobody has spoken of for long: is it still needed? (W9) */
export function DoubtDialog({
  task,
  answer,
}: {
  task: Task;
  answer: (chosen: "start" | "ask" | null) => void;
}) {
  const { t } = useLingui();
  const asker = isolate(usePerson(task.asked_by_id)?.name ?? "");
  const days = daysAgo(task.created_at);
  return (
    <Dialog title={t`Is it still needed?`} onClose={() => answer(null)}>
      <p className="font-serif">
        <bdi>{task.title}</bdi>
      </p>
      <p>
        <Plural
          value={days}
          one={`${asker} asked for it # day ago, and has said nothing about it for long.`}
          other={`${asker} asked for it # days ago, and has said nothing about it for long.`}
        />{" "}
        <Trans>Asking costs them one tap in their next digest, and interrupts nobody.</Trans>
      </p>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" data-first="" className="min-h-11!" onClick={() => answer("start")}>
          <Trans>Start</Trans>
        </Button>
        <Button className="min-h-11!" onClick={() => answer("ask")}>
          <Trans>Ask first</Trans>
        </Button>
        <Button look="plain" className="min-h-11!" onClick={() => answer(null)}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </Dialog>
  );
}
