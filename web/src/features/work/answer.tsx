import { Trans, useLingui } from "@lingui/react/macro";
import { usePerson } from "../../data/mine";
import { isolate } from "../../lib/isolate";
import { AnswerQuestion } from "../../parts/answer-question";
import type { Answer, Asked, Task } from "../../types";

interface OwnAnswerProps {
  task: Task;
  asked: Asked;
  from: Partial<Answer> | undefined;
  answer: (given: Partial<Answer> | null) => void;
}

/** One's own answer to the request that a task is a part of. */
export function OwnAnswer({ task, asked, from, answer }: OwnAnswerProps) {
  const { t } = useLingui();
  const asker = isolate(usePerson(task.asked_by_id)?.name ?? "");
  return (
    <AnswerQuestion
      title={t`Your answer`}
      task={task}
      asked={asked}
      draft={task.id}
      from={from}
      action={t`Answer`}
      readBy={
        asked.open ? (
          <Trans>Read by: you, {asker}, all who are asked, and who reads your list</Trans>
        ) : (
          <Trans>Read by: you, {asker}</Trans>
        )
      }
      answer={answer}
    />
  );
}
