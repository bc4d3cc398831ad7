import { Trans, useLingui } from "@lingui/react/macro";
import type { Overlap } from "../../data/talk-words";
import { dayName } from "../../lib/dates";
import type { Person } from "../../types";
import { Button } from "../../ui/button";
import { Section } from "../../ui/section";
import { Segments } from "../../ui/segments";
import { useToasts } from "../../ui/toast";
import { type Axis, timeThere } from "./day";
import { useWords } from "./words";

const lengths = ["15", "30", "45", "60"] as const;
export type Length = (typeof lengths)[number];

interface Props {
  people: readonly Person[];
  axis: Axis;
  length: Length;
  onLength: (length: Length) => void;
  /** Null while it is not known. */
  told: Overlap | null;
  /** Where this day has none: the next ones that have. */
  next: Overlap | null;
  /** Nothing of the day is left. */
  over: boolean;
  at: number;
  onGo: (at: number) => void;
}

/** Times for a live talk. It proposes; nothing is booked. */
export function Talks({ people, axis, length, onLength, told, next, over, at, onGo }: Props) {
  const { t } = useLingui();
  const { span } = useWords();
  const long = span(Number(length));
  const lead = over ? (
    <Trans>This day is over.</Trans>
  ) : told === null ? (
    <Trans>They come as soon as the server answers.</Trans>
  ) : (
    {
      inside: <Trans>Inside everyone’s working hours; the most comfortable first.</Trans>,
      focus: <Trans>Everyone works then, but only in somebody’s focus time.</Trans>,
      stretch: (
        <Trans>There are no {long} in which everyone works. These take the least from anyone, in turn.</Trans>
      ),
      none: <None people={people} axis={axis} told={told} />,
    }[told.fit]
  );
  const talks = over ? [] : (told?.talks ?? []);
  return (
    <Section
      title={<Trans>Best times for a live talk</Trans>}
      lead={lead}
      action={
        <span className="print:hidden">
          <Segments
            label={t`How long`}
            value={length}
            onChange={onLength}
            options={lengths.map((value) => ({ value, label: span(Number(value)) }))}
          />
        </span>
      }
    >
      {talks.length > 0 && (
        <ul>
          {talks.map((talk) => (
            <Proposed key={talk.start} {...{ talk, people, axis, at, onGo }} />
          ))}
        </ul>
      )}
      {next && next.talks.length > 0 && !talks.length && (
        <>
          <p className="text-sm text-quiet">
            <Trans>In the week after:</Trans>
          </p>
          <ul>
            {next.talks.map((talk) => (
              <Proposed key={talk.start} {...{ talk, people, axis, at, onGo }} />
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

/** Why there is none. */
function None({ people, axis, told }: { people: readonly Person[]; axis: Axis; told: Overlap }) {
  const { names } = useWords();
  // By another clock a day off covers a part of the day alone, and the night before may be worked.
  const off = new Set(
    told.people.filter((one) => !one.working.length || one.days_off.length).map((one) => one.id),
  );
  const who = names(people.filter((person) => off.has(person.id)).map((person) => person.name));
  if (told.people.every((one) => !one.working.length))
    return Date.parse(told.from) === axis.from ? (
      <Trans>Nobody works on this day.</Trans>
    ) : (
      <Trans>Nobody works any more on this day.</Trans>
    );
  // Some of them are at work on a part of this day, and the day says so: then whose clock it is must be said.
  const apart = told.people.some((one) => one.days_off.length && one.working.length);
  if (off.size === 1)
    return apart ? <Trans>By their own clock {who} has a day off.</Trans> : <Trans>{who} is off.</Trans>;
  if (off.size > 1)
    return apart ? <Trans>By their own clocks {who} have a day off.</Trans> : <Trans>{who} are off.</Trans>;
  return (
    <Trans>
      No time is within four hours of everyone’s working day. Talk in two groups, or put it in writing.
    </Trans>
  );
}

interface ProposedProps {
  talk: Overlap["talks"][number];
  people: readonly Person[];
  axis: Axis;
  at: number;
  onGo: (at: number) => void;
}

function Proposed({ talk, people, axis, at, onGo }: ProposedProps) {
  const { t } = useLingui();
  const { say } = useToasts();
  const { reason, times, clock } = useWords();
  const [from, to] = [Date.parse(talk.start), Date.parse(talk.end)];
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? "";
  const { on } = timeThere(from, axis.zone, axis.date);
  const when = on ? `${dayName(on, axis.zone)} ${times(from, to, axis)}` : times(from, to, axis);
  function copy() {
    const day = dayName(on ?? axis.date, axis.zone);
    const each = people.map((one) => `${one.name} ${clock(from, one.time_zone, on ?? axis.date)}`);
    const text = `${day}: ${each.join(" · ")}`;
    navigator.clipboard.writeText(text).then(
      () => say(t`Copied: ${text}`),
      () => say(t`This browser does not let it be copied. Here it is: ${text}`),
    );
  }
  return (
    <li className="flex items-center gap-2 border-b border-line">
      <button
        type="button"
        aria-pressed={at === from}
        onClick={() => onGo(from)}
        className="flex min-h-12 min-w-0 flex-1 flex-wrap items-baseline font-medium gap-x-4 py-2.5 text-left hover:bg-wash aria-pressed:font-semibold"
      >
        <span className="whitespace-nowrap">{when}</span>
        <span className="min-w-0 text-sm font-normal text-quiet wrap-anywhere first-letter:uppercase">
          {reason(talk, nameOf)}
        </span>
      </button>
      <Button look="plain" onClick={copy} aria-label={t`Copy ${when} in everyone’s time`}>
        {t`Copy`}
      </Button>
    </li>
  );
}
