import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useRuleWords } from "../../data/repeat";
import { RuleField } from "../../parts/rule-field";
import type { Task } from "../../types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";

export interface ChosenRule {
  rule: string | null;
}

/** By which rule a task comes again, in plain words (W11). */
export function RepeatDialog({ task, answer }: { task: Task; answer: (chosen: ChosenRule | null) => void }) {
  const { t } = useLingui();
  const words = useRuleWords();
  const [today] = useState(() => new Intl.DateTimeFormat("en-CA").format(new Date()));
  const [rule, setRule] = useState<string>(task.repeat?.rule ?? "");
  const [fine, setFine] = useState(true);
  const from = task.due_date ?? today;
  return (
    <Dialog title={t`Repeats`} onClose={() => answer(null)}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (fine) answer({ rule: rule || null });
        }}
      >
        <RuleField from={from} rule={rule} none={t`It comes once`} onChange={setRule} onFine={setFine} />
        {rule ? (
          <p className="text-sm text-quiet">
            <Trans>
              The next one comes when this one is closed, so there are never two open. Times that pass
              meanwhile are counted.
            </Trans>
          </p>
        ) : (
          task.repeat && (
            <p className="text-sm text-quiet">
              <Trans>It was {words(task.repeat.rule)}.</Trans>
            </p>
          )
        )}
        <div className="flex gap-2">
          <Button type="submit" look="primary" disabled={!fine}>
            <Trans>Save</Trans>
          </Button>
          <Button look="plain" onClick={() => answer(null)}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
