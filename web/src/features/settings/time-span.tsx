import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "../../ui/button";
import { minutesOf } from "../people/week";

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

const box = "rounded-md border border-edge bg-sheet px-2 py-1.5 text-base text-ink min-w-0 w-28";

/** From and to by the clock. Midnight as the end is the end of the day. */
export function TimeSpan({ what, span, onChange, onRemove }: Props) {
  const { t } = useLingui();
  const shownEnd = span.end === "24:00" ? "00:00" : span.end;
  const past = span.start && span.end && minutesOf(span.end) <= minutesOf(span.start);
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <input
        type="time"
        aria-label={t`${what} from`}
        className={box}
        value={span.start}
        onChange={(event) => onChange({ ...span, start: event.target.value })}
      />
      <span aria-hidden="true">–</span>
      <input
        type="time"
        aria-label={t`${what} to`}
        className={box}
        value={shownEnd}
        onChange={(event) => onChange({ ...span, end: event.target.value })}
      />
      <Button
        look="plain"
        className="px-2!"
        aria-label={t`Remove ${what} ${span.start} to ${shownEnd}`}
        onClick={onRemove}
      >
        <span aria-hidden="true">×</span>
      </Button>
      {past && (
        <span className="text-xs text-quiet">
          {shownEnd === "00:00" ? <Trans>until midnight</Trans> : <Trans>into the next day</Trans>}
        </span>
      )}
    </div>
  );
}
