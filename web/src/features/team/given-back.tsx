import { Trans, useLingui } from "@lingui/react/macro";
import { useKept } from "../../data/draft";
import { format } from "../../lib/numbers";
import type { FocusKept } from "../../types";
import { Button } from "../../ui/button";
import { TextField } from "../../ui/fields";
import { Section, Wrong } from "../../ui/section";
import { type Example, exampleBack, givenBack, isRange, type Parameters } from "./estimate";
import { useSources } from "./sources";

interface Props {
  avoided: number;
  told: FocusKept["given_back"];
}

const percent = (share: number): number => Math.round(share * 1000) / 10;

/** "22 h 5 min"; under an hour only minutes. */
function useTime() {
  const { t } = useLingui();
  return (minutes: number): string => {
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    const many = format(hours);
    if (!hours) return t`${rest} min`;
    return rest ? t`${many} h ${rest} min` : t`${many} h`;
  };
}

/** Time given back, once something has waited. */
export function GivenBack({ avoided, told }: Props) {
  if (avoided) return <Estimate avoided={avoided} told={told} />;
  return (
    <Section title={<Trans>Time given back: an estimate</Trans>}>
      <p className="text-quiet">
        <Trans>Nothing waited yet, so there is nothing to estimate.</Trans>
      </p>
    </Section>
  );
}

/** A range, called an estimate, with everything that it rests on. */
function Estimate({ avoided, told }: Props) {
  const { t } = useLingui();
  const time = useTime();
  const [mine, setMine] = useKept<Parameters | null>("figures.given-back", null);
  const p = mine ?? told.parameters;
  const right = isRange(p);
  const { low, high } = givenBack(avoided, p);
  const [from, to] = [time(low), time(high)];
  const count = format(avoided);
  const [lowShare, highShare, lowMinutes, highMinutes] = [
    percent(p.low_share),
    percent(p.high_share),
    format(p.low_minutes),
    format(p.high_minutes),
  ];
  const field = (name: keyof Parameters, label: string, scale: number, step: number) => (
    <TextField
      label={label}
      type="number"
      inputMode="decimal"
      min={0}
      max={scale === 1 ? 240 : 100}
      step={step}
      value={!Number.isFinite(p[name]) ? "" : Math.round(p[name] * scale * 100) / 100}
      onChange={(event) => setMine({ ...p, [name]: event.target.valueAsNumber / scale })}
    />
  );
  return (
    <Section
      title={<Trans>Time given back: an estimate</Trans>}
      lead={<Trans>Nobody has measured it here. It is a range, because the published figures differ.</Trans>}
    >
      <p role="status" className="text-lg font-medium tabular-nums">
        {right ? (
          <Trans>
            Between {from} and {to}, as an estimate
          </Trans>
        ) : (
          "–"
        )}
      </p>
      <p className="text-sm text-quiet tabular-nums">
        <Trans>
          What waited × the share of it that would have come at once × the minutes that one switch costs: from{" "}
          {count} × {lowShare}&nbsp;% × {lowMinutes} min to {count} × {highShare}&nbsp;% × {highMinutes} min.
        </Trans>
      </p>
      <details>
        <summary className="py-2.5 text-sm text-quiet hover:text-ink">
          <Trans>Where the figures come from, and your own</Trans>
        </summary>
        <div className="flex flex-col gap-6 pt-3">
          <fieldset className="print:hidden">
            <legend className="mb-2 text-sm font-medium">
              <Trans>Put in what you believe</Trans>
            </legend>
            <div className="grid grid-cols-2 items-end gap-3 sm:grid-cols-4">
              {field("low_share", t`Share, at least (%)`, 100, 5)}
              {field("high_share", t`Share, at most (%)`, 100, 5)}
              {field("low_minutes", t`Minutes, at least`, 1, 0.25)}
              {field("high_minutes", t`Minutes, at most`, 1, 0.25)}
            </div>
            {!right && (
              <Wrong words={t`Shares go from 0 to 100 %, minutes from 0 to 240, the lower one first.`} />
            )}
            {mine && <Usual onPress={() => setMine(null)} />}
          </fieldset>
          <Sources told={told} />
          <Worked />
        </div>
      </details>
    </Section>
  );
}

function Usual({ onPress }: { onPress: () => void }) {
  return (
    <Button look="plain" className="mt-2 self-start pointer-coarse:min-h-11 print:hidden" onClick={onPress}>
      <Trans>Back to the usual figures</Trans>
    </Button>
  );
}

function Sources({ told }: { told: FocusKept["given_back"] }) {
  const words = useSources();
  return (
    <Section title={<Trans>Where the figures come from</Trans>}>
      <ol className="flex flex-col">
        {told.sources.map((source) => {
          const { says, not } = words[source.key];
          return (
            <li key={source.key} className="border-t border-line py-3 text-sm first:border-0 first:pt-0">
              <p
                className="font-serif text-[1rem] [overflow-wrap:anywhere]"
                lang={source.key === "assumed" ? undefined : "en"}
              >
                {source.key === "assumed" ? (
                  <Trans>Assumed by Cairn</Trans>
                ) : source.url ? (
                  <a
                    href={source.url}
                    rel="noreferrer"
                    className="underline decoration-line underline-offset-4"
                  >
                    {source.title}
                  </a>
                ) : (
                  source.title
                )}
              </p>
              <p className="mt-1">
                <Trans>Says: {says}</Trans>
              </p>
              <p className="text-quiet">
                <Trans>Does not say: {not}</Trans>
              </p>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}

const five: Example = { people: 5, hours: 40, low: 0.1, high: 0.4, cut: 0.5 };

/** Five people with switching cut in half, to put one's own figures in. */
function Worked() {
  const { t } = useLingui();
  const [example, setExample] = useKept("figures.example", five);
  const { people, hours, low, high, cut } = example;
  const back = exampleBack(example);
  const [from, to] = [format(Math.round(back.low)), format(Math.round(back.high))];
  const [lowShare, highShare, less] = [percent(low), percent(high), percent(cut)];
  const weeks = hours > 0 ? Math.round((back.high / hours) * 10) / 10 : 0;
  const field = (name: keyof Example, label: string, scale: number) => (
    <TextField
      label={label}
      type="number"
      inputMode="decimal"
      min={0}
      value={!Number.isFinite(example[name]) ? "" : Math.round(example[name] * scale * 10) / 10}
      onChange={(event) => setExample({ ...example, [name]: event.target.valueAsNumber / scale })}
    />
  );
  return (
    <Section
      title={<Trans>A worked example</Trans>}
      lead={
        <Trans>
          Five people whose switching is cut in half. The 40 % are Meyer’s “as much as”; the 10 % are an
          assumption.
        </Trans>
      }
    >
      <p className="tabular-nums">
        <Trans>
          {people} people × {hours} hours a week × {lowShare} to {highShare}&nbsp;% × {less}&nbsp;% less of it
          is{" "}
          <strong className="font-semibold">
            {from} to {to} hours a week
          </strong>
          .
        </Trans>{" "}
        {weeks === 1 ? (
          <Trans>At the upper end that is one person’s whole week.</Trans>
        ) : (
          <Trans>At the upper end that is {weeks} times one person’s week.</Trans>
        )}
      </p>
      <div className="grid grid-cols-2 items-end gap-3 sm:grid-cols-5 print:hidden">
        {field("people", t`People`, 1)}
        {field("hours", t`Hours a week`, 1)}
        {field("low", t`Switching, at least (%)`, 100)}
        {field("high", t`Switching, at most (%)`, 100)}
        {field("cut", t`Less of it (%)`, 100)}
      </div>
      {example !== five && <Usual onPress={() => setExample(five)} />}
    </Section>
  );
}
