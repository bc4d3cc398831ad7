import { TodayScreen } from "../features/today/today-screen";
import { useTaskActions } from "../features/work/actions";
import type { Task } from "../types";

/** Today decides with what the lists decide with. */
export function TodayPage() {
  const actions = useTaskActions();
  return <TodayScreen deeds={{ ...actions, lower: (task: Task) => actions.setLevel(task, "high") }} />;
}
