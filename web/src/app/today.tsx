import { TodayScreen } from "../features/today/today-screen";
import { useTaskActions } from "../features/work/actions";

/** Today decides with what the lists decide with. */
export function TodayPage() {
  return <TodayScreen deeds={useTaskActions()} />;
}
