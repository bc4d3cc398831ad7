import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { useFetched } from "../data/fetched";
import { useRuleWords, usualRules } from "../data/repeat";
import { capital } from "../data/write";
import { shortDate } from "../lib/dates";
import type { RepeatPreview } from "../types";
import { NativeSelect, TextField } from "../ui/fields";

interface Props {
  /** The date that the rule counts from. */
  from: string;
  rule: string;
  /** What stands for no rule; without it one must be chosen. */
  none?: string;
  onChange: (rule: string) => void;
  /** Whether the rule can be saved as it is. */
  onFine: (fine: boolean) => void;
}

const own = "own";

/** A rule by which something comes again: the usual ones in words, or one of one's own, with the next dates. */
export function RuleField({ from, rule, none, onChange, onFine }: Props) {
  const { t } = useLingui();
  const words = useRuleWords();
  const rules = usualRules(from);
  const [custom, setCustom] = useState(rule !== "" && !rules.includes(rule));
  const { data, error } = useFetched<RepeatPreview>(
    rule ? `/repeat/preview?rule=${encodeURIComponent(rule)}&from=${from}` : null,
  );
  const refused = rule !== "" && error !== null && error.status === 422;
  const wrong = refused ? capital(error?.errors[0]?.message ?? error?.message ?? "") : undefined;
  const fine = custom ? rule !== "" && !refused : !refused;
  useEffect(() => onFine(fine), [fine, onFine]);
  const shown = rule && !refused && data ? data.next : [];
  return (
    <div className="flex flex-col gap-3">
      <NativeSelect
        label={t`How often`}
        value={custom ? own : rule}
        onChange={(event) => {
          const chosen = event.target.value;
          setCustom(chosen === own);
          onChange(chosen === own ? rule || (rules[2] ?? "") : chosen);
        }}
        options={[
          ...(none === undefined ? [] : [{ value: "", label: none }]),
          ...rules.map((one) => ({ value: one, label: capital(words(one)) })),
          { value: own, label: t`By a rule of your own…` },
        ]}
      />
      {custom && (
        <TextField
          label={t`The rule (RRULE)`}
          hint={t`As calendars write it, such as FREQ=MONTHLY;BYDAY=2TU`}
          value={rule}
          error={wrong}
          dir="ltr"
          maxLength={300}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      <p aria-live="polite" className={rule ? "min-h-5 text-sm text-quiet" : "sr-only"}>
        {shown.length > 0 && (
          <>
            <Trans>Next:</Trans> {shown.map((date) => shortDate(date)).join(" · ")}
          </>
        )}
      </p>
    </div>
  );
}
