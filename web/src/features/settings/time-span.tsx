import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { clock, minutesOf } from "../../lib/week";
import { Button } from "../../ui/button";

interface Span {
  start: string;
  end: string;
}

interface Props {
  /** What the span is part of, for who can't see it. */
  what: string;
  span: Span;
  onChange: (span: Span) => void;
  onRemove: () => void;
}

/** From and to by the clock; 24:00 is the end of the day. */
export function TimeSpan({ what, span, onChange, onRemove }: Props) {
  const { t } = useLingui();
  const both = clock(span.start) && clock(span.end);
  const past = both && minutesOf(span.end) <= minutesOf(span.start);
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <TimeBox
        label={t`${what} from`}
        value={span.start}
        onChange={(start) => onChange({ ...span, start })}
      />
      <span aria-hidden="true">–</span>
      <TimeBox label={t`${what} to`} value={span.end} onChange={(end) => onChange({ ...span, end })} />
      <Button
        look="plain"
        className="px-2!"
        aria-label={t`Remove ${what} ${span.start} to ${span.end}`}
        onClick={onRemove}
      >
        <span aria-hidden="true">×</span>
      </Button>
      {past && (
        <span className="text-xs text-quiet">
          {span.end === "00:00" ? <Trans>until midnight</Trans> : <Trans>into the next day</Trans>}
        </span>
      )}
    </div>
  );
}

/** 24 hours everywhere, as the rest of the app; "9", "930" and "9.30" are understood on leaving. */
function TimeBox({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? value;
  return (
    <input
      type="text"
      inputMode="numeric"
      aria-label={label}
      aria-invalid={typed === null && !clock(value) ? true : undefined}
      placeholder="17:30"
      maxLength={5}
      className="min-h-9 w-18 rounded-md border border-edge bg-sheet px-2 py-1 text-center text-base text-ink placeholder:text-quiet aria-invalid:border-warn"
      value={shown}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(clock(event.target.value) ?? event.target.value);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
