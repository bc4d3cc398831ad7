import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { daysAgo, isDoubtful, mayLetGo } from "../../data/asked-ago";
import { useMine, usePerson } from "../../data/mine";
import { isolate } from "../../lib/isolate";
import type { Person, Task } from "../../types";
import { Button } from "../../ui/button";
import { Kbd } from "../../ui/small";
import type { TaskActions } from "./actions";
import { Matter } from "./matter";

interface Props {
  task: Task;
  owner: Person;
  actions: TaskActions;
}

/** What silence has come to: is it still needed, may it be let go, would a talk help? */
export function Stale({ task, owner, actions }: Props) {
  return (
    <>
      {isDoubtful(task) && <StillNeeded task={task} owner={owner} actions={actions} />}
      {task.talk && <TalkIt task={task} owner={owner} actions={actions} />}
    </>
  );
}

function StillNeeded({ task, actions }: Props) {
  const { me } = useMine();
  const asker = isolate(usePerson(task.asked_by_id)?.name ?? "");
  const days = daysAgo(task.created_at);
  const self = me.person.id;
  const letGo = mayLetGo(task, Date.now());
  if (task.asked_by_id === self)
    return (
      <Matter
        mine
        words={
          <>
            <Plural value={days} one="You asked # day ago." other="You asked # days ago." />{" "}
            <Trans>Is it still needed?</Trans>
          </>
        }
      >
        <Button onClick={() => actions.keep(task)}>
          <Trans>Still needed</Trans>
        </Button>
        <Button look="plain" onClick={() => actions.noLongerNeeded(task)}>
          <Trans>No longer needed</Trans>
        </Button>
      </Matter>
    );
  if (task.owner_id !== self) return null;
  return (
    <Matter
      mine={letGo}
      words={
        <>
          <Plural value={days} one="Asked # day ago." other="Asked # days ago." />{" "}
          {letGo ? (
            <Trans>
              {asker} was asked whether it is still needed, and has not answered. You may let it go; {asker}{" "}
              can bring it back.
            </Trans>
          ) : (
            <Trans>{asker} has said nothing about it since.</Trans>
          )}
        </>
      }
    >
      {letGo ? (
        <Button onClick={() => actions.letGo(task)}>
          <Trans>Let it go</Trans> <Kbd>n</Kbd>
        </Button>
      ) : (
        <Button look="plain" className="-ms-3" onClick={() => actions.askFirst(task)}>
          <Trans>Ask whether it is still needed</Trans>
        </Button>
      )}
    </Matter>
  );
}

/** Cairn proposes a talk; it books nothing (C7). */
function TalkIt({ task, owner, actions }: Props) {
  const { t } = useLingui();
  const { me } = useMine();
  const withId = task.talk?.with_id ?? "";
  const self = me.person.id;
  const other = usePerson(owner.id === self ? withId : owner.id);
  const name = isolate(other?.name ?? "");
  if (self !== owner.id && self !== withId) return null;
  const why =
    task.talk?.why === "no_overlap"
      ? t`It has waited for two working days, and your hours and ${name}’s never meet.`
      : t`You and ${name} have written back and forth three times.`;
  return (
    <Matter
      mine
      words={
        <>
          <span className="font-medium">
            <Trans>Talk it through?</Trans>
          </span>{" "}
          {why} <Trans>A few minutes may save days.</Trans>
        </>
      }
    >
      <Button onClick={() => void actions.talk(task)}>
        <Trans>Propose times</Trans>
      </Button>
      <Button onClick={() => void actions.talked(task)}>
        <Trans>We talked: what came of it…</Trans>
      </Button>
      <Button look="plain" onClick={() => actions.noTalk(task)}>
        <Trans>Not needed</Trans>
      </Button>
    </Matter>
  );
}
