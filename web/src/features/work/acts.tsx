import { Trans, useLingui } from "@lingui/react/macro";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { useMine, useObject, usePerson } from "../../data/mine";
import { givenName } from "../../lib/given-name";
import { isolate } from "../../lib/isolate";
import { isWide } from "../../lib/wide";
import type { Task } from "../../types";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import { Menu, type MenuItem } from "../../ui/menu";
import { Kbd } from "../../ui/small";
import { useToasts } from "../../ui/toast";
import type { TaskActions } from "./actions";
import { AnswerLabel } from "./answer-label";
import { theOther } from "./interrupting";
import type { Rights } from "./rights";

interface ActsProps {
  task: Task;
  rights: Rights;
  actions: TaskActions;
  /** The list that the task is on. */
  home: string;
}

/** What can happen to the task next; done and canceled say what came of it. */
export function Acts({ task, rights, actions, home }: ActsProps) {
  const closed = task.status === "done" || task.status === "canceled";
  return (
    <div className="flex flex-wrap items-center gap-2">
      {closed && <Came task={task} rights={rights} actions={actions} />}
      {!closed && task.status === "triage" && <Deciding task={task} rights={rights} actions={actions} />}
      {!closed && task.status !== "triage" && <Doing task={task} rights={rights} actions={actions} />}
      {!closed && rights.cancel && !(rights.progress && task.status === "triage") && (
        <Button
          look="plain"
          className={rights.progress ? narrowlyHidden : "-ms-3"}
          onClick={() => actions.noLongerNeeded(task)}
        >
          <Trans>No longer needed</Trans> <Kbd>n</Kbd>
        </Button>
      )}
      <MoreActs task={task} rights={rights} actions={actions} home={home} open={!closed} />
    </div>
  );
}

type Part = Omit<ActsProps, "home">;

/** On a phone the acts stand in one line: what is done seldom is in the menu, as on the list. */
const narrowlyHidden = "max-md:hidden";

/** What came of it; its owner can say it later, too. */
function Came({ task, rights, actions }: Part) {
  const { t } = useLingui();
  const said: Record<string, string> = {
    no_longer_needed: t`No longer needed.`,
    duplicate: t`A duplicate.`,
    declined: t`Declined.`,
    withdrawn: t`Withdrawn.`,
  };
  const { outcome } = task;
  const words = task.status === "canceled" ? said[task.cancel_reason ?? ""] : outcome?.text;
  const told = Boolean(outcome?.text || outcome?.url);
  return (
    <>
      <p dir="auto" className="w-full font-serif text-lg [overflow-wrap:anywhere]">
        {words || (task.request ? t`Answered.` : t`Done.`)}{" "}
        {task.duplicate_of_id && <Stays id={task.duplicate_of_id} />}
        {outcome?.url && (
          <a className="text-accent underline" href={outcome.url} rel="noreferrer">
            {outcome.url}
          </a>
        )}
      </p>
      {rights.progress && task.status === "done" && !task.request && (
        <Button onClick={() => void actions.tellOutcome(task)}>
          {told ? <Trans>Change the outcome</Trans> : <Trans>Say what came of it</Trans>}
        </Button>
      )}
      {(rights.progress || (rights.cancel && task.status === "canceled")) && (
        <Button onClick={() => actions.reopen(task)}>
          <Trans>Reopen</Trans>
        </Button>
      )}
    </>
  );
}

/** The task of which this one was a duplicate. */
function Stays({ id }: { id: string }) {
  const other = useObject<Task>("task", id);
  return (
    <Trans>
      It goes on in{" "}
      <Link href={`/tasks/${id}`} className="text-accent underline">
        {other ? <bdi>{other.title}</bdi> : <Trans>this task</Trans>}
      </Link>
    </Trans>
  );
}

function Deciding({ task, rights, actions }: Part) {
  if (!rights.progress) return null;
  return (
    <>
      <AnswerButtons task={task} actions={actions} />
      <Button look={task.request ? "secondary" : "primary"} onClick={() => void actions.accept(task)}>
        <Trans>Accept</Trans> <Kbd>a</Kbd>
      </Button>
      {!task.proposal && task.asked_by_id !== task.owner_id && (
        <Button className={task.request ? narrowlyHidden : ""} onClick={() => void actions.propose(task)}>
          <Trans>Another date</Trans> <Kbd>p</Kbd>
        </Button>
      )}
      <Button look="plain" onClick={() => void actions.decline(task)}>
        <Trans>Decline</Trans> <Kbd>⇧A</Kbd>
      </Button>
    </>
  );
}

/** The request that it is a part of is answered here. */
function AnswerButtons({ task, actions }: { task: Task; actions: TaskActions }) {
  if (!task.request) return null;
  return (
    <>
      {task.request.proposed && (
        <Button look="primary" onClick={() => actions.confirmAnswer(task)}>
          <Trans>Yes, answered elsewhere</Trans> <Kbd>y</Kbd>
        </Button>
      )}
      <Button
        look={task.request.proposed ? "secondary" : "primary"}
        onClick={() => void actions.answer(task)}
      >
        <AnswerLabel task={task} /> <Kbd>e</Kbd>
      </Button>
    </>
  );
}

function Doing({ task, rights, actions }: Part) {
  const { t } = useLingui();
  if (!rights.progress) return null;
  return (
    <>
      <AnswerButtons task={task} actions={actions} />
      {!task.request && (
        <Button look="primary" onClick={() => void actions.complete(task)}>
          <Trans>Done</Trans> <Kbd>e</Kbd>
        </Button>
      )}
      {task.status === "todo" && (
        <Button onClick={() => actions.start(task)}>
          <Trans>Start</Trans> <Kbd>s</Kbd>
        </Button>
      )}
      {task.status === "in_progress" && (
        <Button onClick={() => actions.stop(task)}>
          <Trans>Stop</Trans>
        </Button>
      )}
      {task.status === "blocked" ? (
        <Button onClick={() => actions.unblock(task)}>
          <Trans>Go on</Trans>
        </Button>
      ) : (
        <Button onClick={() => void actions.block(task)}>
          {t`Waiting for…`} <Kbd>w</Kbd>
        </Button>
      )}
    </>
  );
}

/** What is done seldom. */
function MoreActs({ task, rights, actions, home, open }: ActsProps & { open: boolean }) {
  const { t } = useLingui();
  const { me } = useMine();
  const { say } = useToasts();
  const [, navigate] = useLocation();
  const [deleting, setDeleting] = useState(false);
  const triage = task.status === "triage";
  const other = usePerson(theOther(task, me.person.id) ?? "");
  const otherName = isolate(givenName(other?.name ?? ""));
  function copyLink() {
    const link = new URL(`/tasks/${task.id}`, location.href).href;
    void navigator.clipboard.writeText(link).then(
      () => say(t`Copied`),
      () => say(t`The browser does not let this page copy.`),
    );
  }
  function items(): MenuItem[] {
    const all: (MenuItem | false)[] = [
      triage &&
        rights.progress &&
        task.request !== null &&
        !task.proposal &&
        !isWide() && {
          label: t`Another date`,
          shortcut: "p",
          onSelect: () => void actions.propose(task),
        },
      triage &&
        rights.progress &&
        task.asked_by_id !== task.owner_id && {
          label: t`Ask a question…`,
          shortcut: "q",
          onSelect: () => void actions.question(task),
        },
      triage &&
        rights.progress && {
          label: t`Put off until…`,
          shortcut: "h",
          onSelect: () => void actions.snooze(task),
        },
      open &&
        rights.cancel &&
        rights.progress &&
        (triage || !isWide()) && {
          label: t`No longer needed`,
          shortcut: "n",
          onSelect: () => actions.noLongerNeeded(task),
        },
      { label: t`Copy the link`, onSelect: copyLink },
      { label: t`Print`, onSelect: () => print() },
      open &&
        other?.active === true && {
          label: t`Interrupt ${otherName} about it…`,
          onSelect: () => void actions.interruptAbout(task),
        },
      open &&
        rights.propose &&
        !task.proposal && {
          label: t`Propose another date or level`,
          onSelect: () => void actions.propose(task),
        },
      open &&
        rights.cancel && {
          label: t`A duplicate of…`,
          ...(triage ? { shortcut: "m" } : {}),
          onSelect: () => void actions.duplicate(task),
        },
      open &&
        rights.arrange && {
          label: t`Give to somebody…`,
          ...(triage ? { shortcut: "o" } : {}),
          onSelect: () => void actions.hand(task),
        },
      open &&
        rights.arrange &&
        !task.request && { label: t`Repeat…`, onSelect: () => void actions.repeat(task) },
      open && rights.withdraw && { label: t`Withdraw it`, onSelect: () => actions.withdraw(task) },
      rights.remove && { label: t`Delete…`, onSelect: () => setDeleting(true) },
    ];
    return all.filter((item) => item !== false);
  }
  return (
    <>
      <Menu
        trigger={
          <Button look="plain" className="px-2! pointer-coarse:min-w-11" aria-label={t`More`}>
            <Ellipsis size={16} aria-hidden="true" />
          </Button>
        }
        items={items}
      />
      {deleting && (
        <Confirm
          title={t`Delete this task?`}
          action={t`Delete`}
          busy={false}
          onClose={() => setDeleting(false)}
          onConfirm={() => {
            actions.remove(task);
            navigate(home);
          }}
        >
          <p>
            <Trans>
              The task, its thread and its history go for everybody, and cannot be brought back. If only the
              need is gone, “No longer needed” keeps the record.
            </Trans>
          </p>
        </Confirm>
      )}
    </>
  );
}
