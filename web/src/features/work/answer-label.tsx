import { Trans } from "@lingui/react/macro";
import type { Task } from "../../types";

/** What answering the request of a task is, by its kind. */
export function AnswerLabel({ task }: { task: Task }) {
  if (task.request?.kind === "seen") return <Trans>Seen</Trans>;
  if (task.request?.kind === "done") return <Trans>Done</Trans>;
  return <Trans>Answer…</Trans>;
}
