import { Trans, useLingui } from "@lingui/react/macro";
import { type Day, days } from "../../lib/week";
import type { Person } from "../../types";
import { Button } from "../../ui/button";
import { useDayNames } from "./day-names";
import { TimeSpan } from "./time-span";

type Hours = Person["working_hours"];

interface Props {
  hours: Hours;
  onChange: (hours: Hours) => void;
}

const usual = { start: "09:00", end: "17:30" };

/** Every weekday with its spans; one that ends before it starts runs past midnight. */
export function HoursEditor({ hours, onChange }: Props) {
  const { t } = useLingui();
  const names = useDayNames();
  const set = (day: Day, spans: Hours[Day]) => onChange({ ...hours, [day]: spans });
  return (
    <div>
      {days.map((day) => {
        const spans = hours[day];
        const last = spans.at(-1);
        return (
          <fieldset key={day} className="grid gap-x-4 border-b border-line py-1.5 sm:grid-cols-[6rem_1fr]">
            <legend className="sr-only">{names.long[day]}</legend>
            <span
              aria-hidden="true"
              className="flex items-center sm:min-h-9 sm:self-start pointer-coarse:sm:min-h-11"
            >
              {names.long[day]}
            </span>
            <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
              {spans.map((span, i) => (
                <TimeSpan
                  // biome-ignore lint/suspicious/noArrayIndexKey: spans have no name, and change under the keys.
                  key={i}
                  what={names.long[day]}
                  span={span}
                  onChange={(next) =>
                    set(
                      day,
                      spans.map((old, at) => (at === i ? next : old)),
                    )
                  }
                  onRemove={() =>
                    set(
                      day,
                      spans.filter((_, at) => at !== i),
                    )
                  }
                />
              ))}
              <div className="flex flex-wrap items-center gap-2">
                {spans.length === 0 && (
                  <span className="text-sm text-quiet">
                    <Trans>Off</Trans>
                  </span>
                )}
                <Button
                  look="plain"
                  className="-ms-3"
                  aria-label={t`Add hours on ${names.long[day]}`}
                  onClick={() => set(day, [...spans, last ? { start: last.end, end: "" } : usual])}
                >
                  <Trans>Add hours</Trans>
                </Button>
              </div>
            </div>
          </fieldset>
        );
      })}
    </div>
  );
}
