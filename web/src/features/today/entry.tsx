import type { MessageDescriptor } from "@lingui/core";
import { msg, plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Check, Ellipsis } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { daysAgo } from "../../data/asked-ago";
import { useDayWords } from "../../data/due";
import { useMine, useObject } from "../../data/mine";
import { keyLabel } from "../../lib/keys";
import type { Task, TodayEntry } from "../../types";
import { Button } from "../../ui/button";
import { Menu } from "../../ui/menu";
import { Kbd } from "../../ui/small";
import { Brought } from "./brought";
import { asked, type Deed, type Deeds, deedKeys } from "./deciding";
import type { Row } from "./rows";
import { Said } from "./said";
import { useLaneRule } from "./why";

interface Props {
  row: Row;
  /** The keys are for this one. */
  current: boolean;
  deeds: Deeds;
  onCurrent: (thread: string) => void;
  onSettle: (entry: TodayEntry) => void;
  onClosed: (thread: string) => void;
}

export const linkId = (thread: string): string => `today-${thread}`;

/** Where an entry leads: to what it is about. */
export const placeOf = (entry: TodayEntry): string =>
  `/${entry.kind === "request" ? "requests" : "tasks"}/${entry.object_id}`;

/** All that happened about one thing, in a sentence; what is beside it follows below. */
export function Entry({ row, current, deeds, onCurrent, onSettle, onClosed }: Props) {
  const { t } = useLingui();
  const { entry, closing } = row;
  const { title } = entry.subject;
  const most = entry.words.findLast((word) => word.code === entry.code) ?? entry.words[0];
  if (!most) return null;
  const others = entry.words.filter((word) => word !== most);
  const it = t`it`;
  return (
    <li
      inert={closing}
      className={`relative -mx-2 before:absolute before:inset-x-2 before:top-0 before:border-t before:border-line first:before:hidden print:mx-0 print:before:inset-x-0 ${closing ? "closing" : ""}`}
      onAnimationEnd={(event) => event.target === event.currentTarget && onClosed(entry.thread)}
    >
      <div className={`min-w-0 rounded px-2 pt-3 pb-2 print:px-0 ${current ? "bg-wash" : ""}`}>
        <p className="leading-6 [overflow-wrap:anywhere]">
          <Said
            word={most}
            what={
              <Link
                id={linkId(entry.thread)}
                href={placeOf(entry)}
                onFocus={() => onCurrent(entry.thread)}
                className="scroll-my-28 font-serif text-[1rem] underline decoration-line underline-offset-4 hover:decoration-ink"
              >
                <bdi>{title}</bdi>
              </Link>
            }
          />
        </p>
        {entry.subject.answers ? (
          <p className="mt-1 font-medium tabular-nums">
            <Brought answers={entry.subject.answers} />
          </p>
        ) : (
          most.quote && <Quote words={most.quote} />
        )}
        {others.map((word) => (
          <div
            key={word.seq}
            className="mt-1 text-sm text-quiet first-letter:uppercase [overflow-wrap:anywhere]"
          >
            <Said word={word} what={it} />
            {word.times > 1 && <> × {word.times}</>}
            {word.quote && word.quote !== most.quote && <Quote words={word.quote} />}
          </div>
        ))}
        <Steps
          entry={entry}
          keys={current}
          deeds={deeds}
          onSettle={onSettle}
          about={<About entry={entry} on={most.on} times={most.times} />}
        />
      </div>
    </li>
  );
}

function Quote({ words }: { words: string }) {
  return (
    <p
      dir="auto"
      className="mt-1 border-s-2 border-line ps-3 text-start font-serif text-sm text-quiet [overflow-wrap:anywhere]"
    >
      {words}
    </p>
  );
}

/** When it was, by the day; until when it is; and by which rule it came this way, where that is not the usual one. */
function About({ entry, on, times }: { entry: TodayEntry; on: string; times: number }) {
  const { t } = useLingui();
  const { me } = useMine();
  const dayWords = useDayWords();
  const laneRule = useLaneRule();
  const day = dayWords(on, me.person.time_zone);
  const due = entry.subject.due_date && dayWords(entry.subject.due_date, me.person.time_zone);
  const open = !["done", "canceled", "closed", "closing"].includes(entry.subject.status);
  const task = useObject<Task>("task", entry.object_id);
  const days = task && entry.code === "task.still_needed" ? daysAgo(task.created_at) : 0;
  const why = entry.rule === "default" ? null : laneRule(entry.rule);
  const said = [
    times > 1 ? t`${times} times, last ${day}` : day,
    days > 0 ? plural(days, { one: "you asked # day ago", other: "you asked # days ago" }) : null,
    open && due ? t`due ${due}` : null,
    why ? t`here because ${why}` : null,
  ].filter((one) => one !== null);
  return <p className="py-1 text-xs text-quiet">{said.join(" · ")}</p>;
}

const deedWords: Record<Deed, MessageDescriptor> = {
  accept: msg`Accept`,
  acceptProposal: msg`Agree`,
  agree: msg`Agree`,
  answer: msg`Answer`,
  confirmAnswer: msg`Yes, that was my answer`,
  tell: msg`Say how it stands…`,
  propose: msg`Another date`,
  decline: msg`Decline`,
  declineProposal: msg`Decline`,
  question: msg`Ask a question…`,
  reply: msg`Answer`,
  snooze: msg`Put off until…`,
  start: msg`Start`,
  hand: msg`Ask somebody else`,
  talk: msg`Propose a talk`,
  withdraw: msg`Take it back`,
  keep: msg`Still needed`,
  noLongerNeeded: msg`No longer needed`,
  keepUrgent: msg`Still urgent`,
  lower: msg`High is enough`,
  talked: msg`We talked…`,
  noTalk: msg`Not needed`,
  letGo: msg`Let it go`,
};

/** As many as stand beside the words; the others are in the menu. */
const mostButtons = 3;

interface StepsProps {
  entry: TodayEntry;
  keys: boolean;
  deeds: Deeds;
  onSettle: (entry: TodayEntry) => void;
  about: ReactNode;
}

/** What can be done stands below what is said about it; where there is only one thing, beside it, if there is room. */
function Steps({ entry, keys, deeds, onSettle, about }: StepsProps) {
  const { t, i18n } = useLingui();
  const { me } = useMine();
  const task = useObject<Task>("task", entry.object_id);
  const can = task ? asked(entry, task, me.person.id) : [];
  const { title } = entry.subject;
  const tall = "max-md:px-2!";
  const settle = () => onSettle(entry);
  if (!task || !can.length)
    return (
      <div className="flex items-center justify-between gap-x-4">
        {about}
        <Button
          look="plain"
          className={`${tall} -me-2 shrink-0`}
          aria-label={t`Dealt with: ${title}`}
          onClick={settle}
        >
          <Check size={14} aria-hidden="true" />
          <Trans>Dealt with</Trans> <Key name="e" shown={keys} />
        </Button>
      </div>
    );
  return (
    <>
      {about}
      <div className="mt-1 flex flex-wrap items-center gap-1 print:hidden">
        {can.slice(0, mostButtons).map((deed, at) => (
          <Button
            key={deed}
            look={at === 0 ? "secondary" : "plain"}
            className={tall}
            aria-label={`${i18n._(deedWords[deed])}: ${title}`}
            onClick={() => void deeds[deed](task)}
          >
            {i18n._(deedWords[deed])} <Key name={deedKeys[deed]} shown={keys} />
          </Button>
        ))}
        <Menu
          trigger={
            <Button
              look="plain"
              className="min-w-9 px-2! pointer-coarse:min-h-11 pointer-coarse:min-w-11"
              aria-label={t`More: ${title}`}
            >
              <Ellipsis size={16} aria-hidden="true" />
            </Button>
          }
          items={[
            ...can.slice(mostButtons).map((deed) => ({
              label: i18n._(deedWords[deed]),
              shortcut: keyLabel(deedKeys[deed]),
              onSelect: () => void deeds[deed](task),
            })),
            { label: t`Not now: off this page`, shortcut: "e", onSelect: settle },
          ]}
        />
      </div>
    </>
  );
}

/** Only where the keys are for this entry. */
function Key({ name, shown }: { name: string; shown: boolean }) {
  if (!shown) return null;
  return (
    <span aria-hidden="true" className="max-md:hidden pointer-coarse:hidden">
      <Kbd>{keyLabel(name)}</Kbd>
    </span>
  );
}
