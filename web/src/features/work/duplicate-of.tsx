import { useLingui } from "@lingui/react/macro";
import { useTasks } from "../../data/mine";
import type { Task } from "../../types";
import { WhichTask } from "./which-task";

/** Which task stays: of the same list first, then any other on this device. */
export function DuplicateOf({ task, answer }: { task: Task; answer: (id: string | null) => void }) {
  const { t } = useLingui();
  const tasks = useTasks()
    .filter((other) => other.id !== task.id && other.status !== "canceled")
    .sort((a, b) => Number(b.owner_id === task.owner_id) - Number(a.owner_id === task.owner_id));
  return <WhichTask title={t`A duplicate of which task?`} tasks={tasks} answer={answer} />;
}
