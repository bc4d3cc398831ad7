import { Trans, useLingui } from "@lingui/react/macro";
import { Ellipsis } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { type Day, days } from "../../lib/week";
import { copied, drawn, laid, type Week } from "../../lib/week-edit";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { Dialog } from "../../ui/dialog";
import { Menu } from "../../ui/menu";
import { useDayNames } from "./day-names";
import { Lane, type Target } from "./lane";

interface Props {
  label: string;
  look: "work" | "focus";
  week: Week;
  beneath: Week;
  usual: { from: number; to: number };
  errorAt: (day: Day) => string | undefined;
  onChange: (week: Week) => void;
}

const hours = ["00", "06", "12", "18", "24"];

/** A week that one shapes by hand: the picture is the form. The exact times stand beneath it. */
export function WeekEditor({ label, look, week, beneath, usual, errorAt, onChange }: Props) {
  const { t } = useLingui();
  const names = useDayNames();
  const picture = useRef<HTMLFieldSetElement>(null);
  const [live, setLive] = useState<Week | null>(null);
  const [target, setTarget] = useState<Target | null>(null);
  const [copying, setCopying] = useState<Day | null>(null);
  const shown = live ?? week;

  useEffect(() => {
    if (!target) return;
    const find = (selector: string) => picture.current?.querySelector<SVGElement>(selector);
    const { day, at, part } = target;
    const found =
      find(`[data-at="${day}.${at}.${part}"]`) ??
      find(`[data-at="${day}.${at}.whole"]`) ??
      find(`[data-lane="${day}"][tabindex]`);
    found?.focus();
    setTarget(null);
  }, [target]);

  const times = (day: Day) =>
    shown[day]
      .filter(laid)
      .map((span) => `${span.start}–${span.end}`)
      .join("\n") || (look === "work" ? t`off` : "–");

  function add(day: Day) {
    const last = week[day].map(laid).findLast(Boolean);
    const from = last ? last.to + 60 : usual.from;
    const made = drawn(week, day, from, last ? from + 120 : usual.to, 15);
    if (made) onChange(made[0]);
  }

  return (
    <fieldset ref={picture} className="flex flex-col">
      <legend className="sr-only">{label}</legend>
      <div
        aria-hidden="true"
        className="hidden text-xs text-quiet sm:grid sm:grid-cols-[2.5rem_1fr_5.75rem_2.75rem] sm:gap-x-3"
      >
        <span />
        <span className="flex justify-between">
          {hours.map((hour) => (
            <span
              key={hour}
              className="flex w-0 justify-center whitespace-nowrap first:justify-start last:justify-end"
            >
              {hour}
            </span>
          ))}
        </span>
      </div>
      {days.map((day) => {
        const error = errorAt(day);
        return (
          <div
            key={day}
            className="grid grid-cols-[minmax(0,1fr)_auto_2.75rem] items-center gap-x-3 border-b border-line pb-1 sm:grid-cols-[2.5rem_1fr_5.75rem_2.75rem] sm:border-0 sm:pb-0"
          >
            <span aria-hidden="true">
              <span className="sm:hidden max-[20rem]:hidden">{names.long[day]}</span>
              <span className="hidden sm:inline max-[20rem]:inline">{names.short[day]}</span>
            </span>
            <span
              aria-hidden="true"
              className={`text-right text-sm leading-5 tabular-nums whitespace-pre sm:order-3 sm:text-left ${shown[day].length ? "" : "text-quiet"}`}
            >
              {times(day)}
            </span>
            <span className="sm:order-4">
              <Menu
                trigger={
                  <Button look="plain" className="size-11 px-0!" aria-label={t`More for ${names.long[day]}`}>
                    <Ellipsis size={16} aria-hidden="true" />
                  </Button>
                }
                items={[
                  { label: week[day].length ? t`Add more hours` : t`Add hours`, onSelect: () => add(day) },
                  {
                    label: t`The same from Monday to Friday`,
                    onSelect: () => onChange(copied(week, day, days.slice(0, 5))),
                  },
                  { label: t`Copy to other days…`, onSelect: () => setCopying(day) },
                  { label: t`Nothing on this day`, onSelect: () => onChange({ ...week, [day]: [] }) },
                ]}
              />
            </span>
            <div className="order-last col-span-3 sm:order-2 sm:col-span-1">
              <Lane
                row={day}
                week={shown}
                beneath={beneath}
                look={look}
                usual={usual}
                onLive={setLive}
                onChange={onChange}
                onFocus={setTarget}
              />
            </div>
            {error && (
              <p
                role="alert"
                className="order-last col-span-3 text-xs text-warn sm:col-span-2 sm:col-start-2"
              >
                {error}
              </p>
            )}
          </div>
        );
      })}
      <div aria-hidden="true" className="flex justify-between text-xs text-quiet sm:hidden">
        {hours.map((hour) => (
          <span key={hour}>{hour}</span>
        ))}
      </div>
      {look === "work" && <Hint />}
      {copying && (
        <CopyDialog
          day={copying}
          week={week}
          onCopy={(onto) => {
            onChange(copied(week, copying, onto));
            setCopying(null);
          }}
          onClose={() => setCopying(null)}
        />
      )}
    </fieldset>
  );
}

function Hint() {
  return (
    <p className="mt-2 text-xs text-quiet">
      <Trans>Drag the ends or the middle, or draw on an empty place; a double click removes.</Trans>{" "}
      <span className="pointer-coarse:hidden">
        <Trans>
          It goes by 15 minutes, with Shift by 5. With keys: ← → move, ↑ ↓ go to another day, Delete removes.
        </Trans>
      </span>
    </p>
  );
}

function CopyDialog({
  day,
  week,
  onCopy,
  onClose,
}: {
  day: Day;
  week: Week;
  onCopy: (onto: Day[]) => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const names = useDayNames().long;
  const others = days.filter((other) => other !== day);
  const [chosen, setChosen] = useState<readonly Day[]>(() => others.filter((other) => week[other].length));
  return (
    <Dialog title={t`Copy ${names[day]} to`} onClose={onClose}>
      <div>
        {others.map((other) => (
          <Choice
            key={other}
            type="checkbox"
            checked={chosen.includes(other)}
            onChange={(event) =>
              setChosen(others.filter((d) => (d === other ? event.target.checked : chosen.includes(d))))
            }
          >
            {names[other]}
          </Choice>
        ))}
      </div>
      <div className="flex gap-2">
        <Button look="primary" disabled={!chosen.length} onClick={() => onCopy([...chosen])}>
          <Trans>Copy</Trans>
        </Button>
        <Button look="plain" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </Dialog>
  );
}
