import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ChevronDown } from "lucide-react";
import { type ReactNode, useState } from "react";
import { hereToo, useDayWords, useDueWords, useOverdueFrom, wholeDayToo } from "../../data/due";
import { useMine, usePerson } from "../../data/mine";
import { useRuleWords } from "../../data/repeat";
import { levelWords, statusWords } from "../../data/words";
import { levels } from "../../data/worklist";
import { shortDate } from "../../lib/dates";
import { isolate } from "../../lib/isolate";
import { ReadBy } from "../../parts/read-by";
import type { Level, Person, Task } from "../../types";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/confirm";
import type { TaskActions } from "./actions";
import { likely, useForecast } from "./forecast";
import { LabelEditor } from "./label-editor";
import type { Rights } from "./rights";

interface FactsProps {
  task: Task;
  owner: Person;
  list: readonly Task[];
  rights: Rights;
  actions: TaskActions;
  onDue: () => void;
}

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
    [t`Owner`, <bdi key="owner">{owner.name}</bdi>],
  ];
  if (asker && asker.id !== owner.id) facts.push([t`Asked by`, <bdi key="asker">{asker.name}</bdi>]);
  facts.push(
    [t`State`, i18n._(statusWords[task.status])],
    [
      t`Due`,
      <button
        key="due"
        type="button"
        disabled={!arranges}
        onClick={onDue}
        className={`tap relative text-start first-letter:uppercase enabled:underline enabled:decoration-line enabled:underline-offset-4 ${due?.overdue ? "text-warn" : ""}`}
      >
        {due?.text ?? t`no date`}
        {here && <span className="inline-block w-full text-xs text-quiet">{here}</span>}
        {overdueFrom && (
          <span className="inline-block w-full text-xs text-quiet first-letter:uppercase">{overdueFrom}</span>
        )}
      </button>,
    ],
  );
  if (open && (arranges || task.repeat) && !task.request)
    facts.push([
      t`Repeats`,
      <button
        key="repeats"
        type="button"
        disabled={!arranges}
        onClick={() => void actions.repeat(task)}
        className="tap relative text-start first-letter:uppercase enabled:underline enabled:decoration-line enabled:underline-offset-4"
      >
        {task.repeat ? ruleWords(task.repeat.rule) : t`no`}
        {task.repeat && task.repeat.next.length > 0 && (
          <span className="inline-block w-full text-xs text-quiet">
            {task.repeat.next.map((date) => shortDate(date)).join(" · ")}
          </span>
        )}
        {task.repeat && task.repeat.missed > 0 && (
          <span className="inline-block w-full text-xs text-quiet">
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
        {by} <span className="whitespace-nowrap">{t`· 85 %`}</span>
        {percent !== null && <span className="block text-xs">{t`${percent} % by its date`}</span>}
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
    <div className="border-y border-line py-4">
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-x-6 gap-y-3 text-sm pointer-coarse:text-[1rem]">
        {facts.map(([name, value]) => (
          <div key={name} className="min-w-0 [overflow-wrap:anywhere]">
            <dt className="text-xs text-quiet">{name}</dt>
            <dd className="leading-6">{value}</dd>
          </div>
        ))}
      </dl>
      <Agreement task={task} owner={owner} actions={actions} />
      <LabelEditor
        task={task}
        writable={rights.describe}
        onChange={(labels) => void actions.patch(task, { labels })}
      />
      <Confidentiality task={task} rights={rights} actions={actions} />
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

function Confidentiality({ task, rights, actions }: Pick<FactsProps, "task" | "rights" | "actions">) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const next = { ...task, confidential: !task.confidential };
  return (
    <p className="mt-3 text-xs text-quiet">
      <ReadBy task={task} />
      {(task.confidential ? rights.reveal : rights.hide) && (
        <span className="print:hidden">
          {" · "}
          <button
            type="button"
            aria-pressed={task.confidential}
            onClick={() => setAsking(true)}
            className="tap relative underline decoration-edge underline-offset-4 hover:text-ink"
          >
            {task.confidential ? t`Confidential; open it again` : t`Make it confidential`}
          </button>
        </span>
      )}
      {asking && (
        <Confirm
          title={task.confidential ? t`Open it again?` : t`Make it confidential?`}
          action={task.confidential ? t`Open it` : t`Make it confidential`}
          busy={false}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            void actions.patch(task, { confidential: next.confidential });
          }}
        >
          <ReadBy task={next} />
          <span className="text-sm text-quiet">
            {task.confidential ? (
              <Trans>They read everything that has been written about it, also before.</Trans>
            ) : (
              <Trans>
                Whoever was mentioned and is not named here no longer reads it. Only its owner lifts this.
              </Trans>
            )}
          </span>
        </Confirm>
      )}
    </p>
  );
}
