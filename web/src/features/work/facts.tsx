import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { hereToo, useDayWords, useDueWords, useOverdueFrom, wholeDayToo } from "../../data/due";
import { useMine, usePerson } from "../../data/mine";
import { useRuleWords } from "../../data/repeat";
import { levelWords, statusWords } from "../../data/words";
import { levels } from "../../data/worklist";
import { shortDate } from "../../lib/dates";
import { isolate } from "../../lib/isolate";
import type { Level, Person, Task } from "../../types";
import { Button } from "../../ui/button";
import type { TaskActions } from "./actions";
import { likely, useForecast } from "./forecast";
import type { Rights } from "./rights";

interface FactsProps {
  task: Task;
  owner: Person;
  list: readonly Task[];
  rights: Rights;
  actions: TaskActions;
  onDue: () => void;
}

/** A fact that can be pressed; only what it says is underlined, not what explains it below. */
const value = "group tap relative text-start";
const first =
  "block w-fit first-letter:uppercase group-enabled:underline group-enabled:decoration-line group-enabled:underline-offset-4";

/** Everything about a task that is a word or a date. */
export function Facts({ task, owner, list, rights, actions, onDue }: FactsProps) {
  const { t, i18n } = useLingui();
  const { me } = useMine();
  const place = list.findIndex((x) => x.id === task.id);
  const forecast = likely(useForecast(owner, me.person.id, list.length), place, task);
  const dayWords = useDayWords();
  const ruleWords = useRuleWords();
  const open = task.status !== "done" && task.status !== "canceled";
  const arranges = rights.arrange && open;
  const asker = usePerson(task.asked_by_id);
  const due = useDueWords()(task, owner);
  const overdueFrom = useOverdueFrom()(task, owner);
  const zone = me.person.time_zone;
  const here = hereToo(task, owner, zone) ?? wholeDayToo(task, owner, zone);
  const facts: [string, ReactNode][] = [
    [
      t`Level`,
      !arranges ? (
        i18n._(levelWords[task.level])
      ) : (
        <span key="level" className="relative inline-flex max-w-full items-center pointer-coarse:-my-2.5">
          <select
            aria-label={t`Level`}
            value={task.level}
            onChange={(event) => actions.setLevel(task, event.target.value as Level)}
            className="field-sizing-content min-h-6 max-w-full appearance-none rounded bg-paper pe-5 text-ink pointer-coarse:bg-transparent"
          >
            {levels.map((level) => (
              <option key={level} value={level}>
                {i18n._(levelWords[level])}
              </option>
            ))}
          </select>
          <ChevronDown
            size={14}
            aria-hidden="true"
            className="pointer-events-none absolute end-0 text-quiet print:hidden"
          />
        </span>
      ),
    ],
    [
      t`Due`,
      <button
        key="due"
        type="button"
        disabled={!arranges}
        onClick={onDue}
        className={`${value} ${due?.overdue ? "text-warn" : ""}`}
      >
        <span className={first}>{due?.text ?? t`no date`}</span>
        {here && <span className="block text-xs text-quiet">{here}</span>}
        {overdueFrom && (
          <span className="block text-xs text-quiet first-letter:uppercase">{overdueFrom}</span>
        )}
      </button>,
    ],
    [t`State`, i18n._(statusWords[task.status])],
  ];
  if (asker && asker.id !== owner.id)
    facts.push([t`Asked by`, <bdi key="asker">{asker.id === me.person.id ? t`you` : asker.name}</bdi>]);
  facts.push([t`Owner`, <bdi key="owner">{owner.name}</bdi>]);
  if (open && task.repeat && !task.request)
    facts.push([
      t`Repeats`,
      <button
        key="repeats"
        type="button"
        disabled={!arranges}
        onClick={() => void actions.repeat(task)}
        className={value}
      >
        <span className={first}>{ruleWords(task.repeat.rule)}</span>
        {task.repeat.next.length > 0 && (
          <span className="block text-xs text-quiet">
            {task.repeat.next.map((date) => shortDate(date)).join(" · ")}
          </span>
        )}
        {task.repeat.missed > 0 && (
          <span className="block text-xs text-quiet">
            <Plural
              value={task.repeat.missed}
              one="its time has passed once more since"
              other="its time has passed # times more since"
            />
          </span>
        )}
      </button>,
    ]);
  if (open && forecast?.p85) {
    const by = dayWords(forecast.p85, owner.time_zone);
    const { percent } = forecast;
    facts.push([
      t`Likely by`,
      <span key="likely" className={forecast.unlikely ? "text-warn" : ""}>
        {by} <span className="whitespace-nowrap">{t`· 85 %`}</span>{" "}
        {percent !== null && <span className="ms-2 inline-block text-xs">{t`${percent} % by its date`}</span>}
      </span>,
    ]);
  }
  if (task.source_url) {
    const host = URL.canParse(task.source_url) ? new URL(task.source_url).host : task.source_url;
    facts.push([
      t`Source`,
      <a
        key="source"
        href={task.source_url}
        rel="noreferrer"
        className="text-accent underline [overflow-wrap:anywhere]"
      >
        {host}
      </a>,
    ]);
  }
  return (
    <div>
      <dl className="flex flex-wrap gap-x-6 gap-y-1.5 text-sm pointer-coarse:text-[1rem]">
        {facts.map(([name, said]) => (
          <div key={name} className="flex max-w-full min-w-0 gap-2 leading-6 [overflow-wrap:anywhere]">
            <dt className="shrink-0 text-quiet">{name}</dt>
            <dd className="min-w-0">{said}</dd>
          </div>
        ))}
      </dl>
      <Agreement task={task} owner={owner} actions={actions} />
    </div>
  );
}

/** A date that was moved counts once the other side has said yes to it (W8). */
function Agreement({ task, owner, actions }: { task: Task; owner: Person; actions: TaskActions }) {
  const { t } = useLingui();
  const { me } = useMine();
  const dayWords = useDayWords();
  const other = usePerson(task.agree_by_id ?? "");
  const asker = isolate(usePerson(task.asked_by_id)?.name ?? "");
  if (!task.agree_by_id || task.status === "triage") return null;
  const zone = task.due_zone ?? owner.time_zone;
  const day = task.due_date ? dayWords(task.due_date, zone) : t`no date`;
  // Set by who asked, and nobody has moved it since.
  const first = !task.agreed_due_date && !task.due_reason && task.agree_by_id === task.owner_id;
  const before = task.agreed_due_date ? dayWords(task.agreed_due_date, zone) : null;
  const name = isolate(other?.name ?? "");
  if (task.agree_by_id !== me.person.id) {
    return (
      <p className="mt-3 text-xs text-quiet">
        <Trans>
          {name} has not agreed to {day} yet.
        </Trans>{" "}
        {before && <Trans>Agreed so far is {before}.</Trans>}
      </p>
    );
  }
  return (
    <div className="mt-3 flex flex-wrap items-center gap-3 border-s-2 border-accent ps-3 text-sm">
      <span>
        {first ? (
          <Trans>
            {asker} asks for it by {day}. Starting it says yes to that, too.
          </Trans>
        ) : (
          <Trans>The date is now {day}.</Trans>
        )}{" "}
        {before && <Trans>You agreed to {before}.</Trans>}
      </span>
      <Button onClick={() => actions.agree(task)}>
        <Trans>Agree</Trans>
      </Button>
      {task.owner_id !== me.person.id && !task.proposal && (
        <Button look="plain" onClick={() => void actions.propose(task)}>
          <Trans>Propose another</Trans>
        </Button>
      )}
    </div>
  );
}
