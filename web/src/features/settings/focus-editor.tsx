import { Trans, useLingui } from "@lingui/react/macro";
import { days } from "../../lib/week";
import type { Person } from "../../types";
import { Button } from "../../ui/button";
import { Wrong } from "../../ui/section";
import { useDayNames } from "./day-names";
import { TimeSpan } from "./time-span";

type Focus = Person["focus"];

interface Props {
  /** What one block is called, where it is not focus. */
  name?: string;
  /** The words of the button that adds one. */
  add?: string;
  usual?: Focus[number];
  focus: Focus;
  error: string | undefined;
  onChange: (focus: Focus) => void;
}

const morning: Focus[number] = { days: ["mon", "tue", "wed", "thu", "fri"], start: "09:00", end: "11:00" };

export function FocusEditor({ name, add, usual = morning, focus, error, onChange }: Props) {
  const { t } = useLingui();
  const names = useDayNames();
  const set = (at: number, block: Focus[number]) => onChange(focus.map((old, i) => (i === at ? block : old)));
  return (
    <div className="flex flex-col gap-3">
      {focus.map((block, at) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no name, and change under the keys.
          key={at}
          className="flex flex-col gap-2 border-b border-line pb-3"
        >
          <legend className="sr-only">{name ?? t`Focus block ${at + 1}`}</legend>
          <div className="flex flex-wrap gap-1">
            {days.map((day) => (
              <label
                key={day}
                className="flex min-h-9 min-w-11 cursor-pointer items-center justify-center rounded-md border border-edge px-2 text-sm text-quiet has-checked:border-accent has-checked:bg-accent-wash has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
              >
                <input
                  type="checkbox"
                  className="sr-only"
                  aria-label={names.long[day]}
                  checked={block.days.includes(day)}
                  onChange={(event) =>
                    set(at, {
                      ...block,
                      days: days.filter((d) => (d === day ? event.target.checked : block.days.includes(d))),
                    })
                  }
                />
                <span aria-hidden="true">{names.short[day]}</span>
              </label>
            ))}
          </div>
          <TimeSpan
            what={name ?? t`Focus`}
            span={block}
            onChange={(span) => set(at, { ...block, ...span })}
            onRemove={() => onChange(focus.filter((_, i) => i !== at))}
          />
        </fieldset>
      ))}
      <Wrong words={error} />
      <Button className="self-start" onClick={() => onChange([...focus, usual])}>
        {add ?? <Trans>Add a focus block</Trans>}
      </Button>
    </div>
  );
}
