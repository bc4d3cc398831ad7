import { Trans } from "@lingui/react/macro";
import { usePerson } from "../../data/mine";
import { useRuleWords } from "../../data/repeat";
import { shortDate } from "../../lib/dates";
import type { HistoryEntry, Task } from "../../types";

function useName() {
  return (name: string | undefined) => <bdi>{name ?? ""}</bdi>;
}

/** What silence came to, and what was answered. */
export function Silence({
  entry,
  task,
  with: withId,
}: {
  entry: HistoryEntry;
  task: Task;
  with: string | undefined;
}) {
  const name = useName();
  const who = name(usePerson(entry.actor_id)?.name);
  const owner = name(usePerson(task.owner_id)?.name);
  const asker = name(usePerson(task.asked_by_id)?.name);
  const other = name(usePerson(withId ?? "")?.name);
  switch (entry.verb) {
    case "task.unanswered":
      return <Trans>{owner} had not answered by then</Trans>;
    case "task.kept":
      return <Trans>{who} said that it is still needed</Trans>;
    case "task.need_asked":
      return <Trans>{who} asked whether it is still needed</Trans>;
    case "task.may_let_go":
      return (
        <Trans>
          {asker} did not say whether it is still needed, so {owner} may let it go
        </Trans>
      );
    case "task.kept_urgent":
      return <Trans>{who} said that it is still urgent</Trans>;
    case "task.talk_proposed":
      return <Trans>A talk with {other} was proposed: no working hours in common</Trans>;
    case "task.talked":
      return <Trans>{who} wrote down what came of the talk</Trans>;
    default:
      return <Trans>{who} said that no talk is needed</Trans>;
  }
}

/** How it comes again. */
export function Repeated({ entry, rule, on }: { entry: HistoryEntry; rule: string; on: string }) {
  const name = useName();
  const who = name(usePerson(entry.actor_id)?.name);
  const words = useRuleWords()(rule);
  const day = on ? shortDate(on) : "";
  switch (entry.verb) {
    case "task.repeats":
      return (
        <Trans>
          {who} had it repeat: {words}
        </Trans>
      );
    case "task.repeat_ended":
      return <Trans>{who} ended its repeating</Trans>;
    case "task.came_round":
      return <Trans>Its time came round again while it was open</Trans>;
    default:
      return <Trans>It came again, since the one before was closed: due {day}</Trans>;
  }
}
