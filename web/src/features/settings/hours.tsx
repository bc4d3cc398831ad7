import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, type ReactNode, useState } from "react";
import { useKept } from "../../data/draft";
import { useChoices } from "../../data/regions";
import { useTakeBack, useWrite } from "../../data/write";
import { type Day, days, wrongSpans } from "../../lib/week";
import { blocksOf, type Week, weekOfBlocks } from "../../lib/week-edit";
import { RegionSelect, ZoneSelect } from "../../parts/zone-select";
import type { Person } from "../../types";
import { Button } from "../../ui/button";
import { Section, Wrong } from "../../ui/section";
import { useToasts } from "../../ui/toast";
import { FocusEditor } from "./focus-editor";
import { HoursEditor } from "./hours-editor";
import { useSelf } from "./mine";
import { PageTitle } from "./page";
import { WeekEditor } from "./week-editor";

type Draft = Pick<Person, "time_zone" | "holiday_region" | "working_hours" | "focus">;

const fields = ["time_zone", "holiday_region", "working_hours", "focus"];
const noSteps: readonly Draft[] = [];
/** How far back one can go. */
const mostSteps = 30;
const usualHours = { from: 9 * 60, to: 17 * 60 + 30 };
const usualFocus = { from: 9 * 60, to: 11 * 60 };

/** Zone, hours, focus and holidays are one picture, so they are saved together. */
export function HoursPage() {
  const { t } = useLingui();
  const { self, change } = useSelf();
  const { say } = useToasts();
  const choices = useChoices();
  const write = useWrite(fields);
  const takeBack = useTakeBack();
  // How it was before each change that is not saved yet; the last is how it is now.
  const [steps, setSteps] = useKept("hours", noSteps);
  const draft = steps.at(-1) ?? null;
  const shown: Draft = draft ?? self;
  const edit = (part: Partial<Draft>) => {
    write.clear();
    setSteps([...steps, { ...pick(shown), ...part }].slice(-mostSteps));
  };

  const [checked, setChecked] = useState(false);
  const wrongDays = wrongSpans(days.map((day) => ({ days: [day], spans: shown.working_hours[day] })));
  const wrongBlocks = wrongSpans(shown.focus.map((block) => ({ days: block.days, spans: [block] })));
  const dayless = shown.focus.some((block) => block.days.length === 0);
  const problem = (kind: "time" | "overlap" | null | undefined) => {
    if (!kind || (!checked && kind === "time")) return undefined;
    return kind === "time"
      ? t`Give both times by 24 hours, such as 09:00 and 17:30.`
      : t`These hours overlap others: let one end before the other begins.`;
  };
  const wrong = dayless || [...wrongDays, ...wrongBlocks].some(Boolean);
  const hoursError = (day: Day) => problem(wrongDays[days.indexOf(day)]) ?? write.at(`working_hours.${day}`);
  const focusError = (day: Day) =>
    problem(wrongBlocks.find((kind, i) => kind && shown.focus[i]?.days.includes(day)));

  async function save(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (!draft || wrong) return;
    const before = pick(self);
    const done = await write.run((send) => change(send, draft));
    if (!done) return;
    setSteps([]);
    setChecked(false);
    say(t`Saved`, () => takeBack((send) => change(send, before)));
  }

  const week: Week = shown.working_hours;
  const focus = weekOfBlocks(shown.focus);
  return (
    <>
      <PageTitle
        title={<Trans>Working time</Trans>}
        lead={
          <Trans>
            Due dates end with your working day, and nothing is overdue while you are off. Everybody in the
            workspace sees these hours.
          </Trans>
        }
      />
      <form className="flex flex-col gap-10" onSubmit={(event) => void save(event)} noValidate>
        <div className="grid gap-4 sm:grid-cols-2">
          <ZoneSelect
            label={t`Time zone`}
            choices={choices}
            chosen={self.time_zone}
            value={shown.time_zone}
            onChange={(event) => edit({ time_zone: event.target.value })}
          />
          <RegionSelect
            label={t`Public holidays`}
            choices={choices}
            chosen={self.holiday_region}
            value={shown.holiday_region}
            onChange={(event) => edit({ holiday_region: event.target.value })}
          />
        </div>
        <Wrong words={write.at("time_zone") ?? write.at("holiday_region")} />
        <Section title={<Trans>Working hours</Trans>}>
          <WeekEditor
            label={t`Working hours`}
            look="work"
            week={week}
            beneath={focus}
            usual={usualHours}
            errorAt={hoursError}
            onChange={(working_hours) => edit({ working_hours })}
          />
          <Exact name={<Trans>Working hours by exact times</Trans>} needed={checked && wrong}>
            <HoursEditor hours={shown.working_hours} onChange={(working_hours) => edit({ working_hours })} />
          </Exact>
        </Section>
        <Section
          title={<Trans>Focus</Trans>}
          lead={<Trans>In these hours nothing reaches you but what cannot wait.</Trans>}
        >
          <WeekEditor
            label={t`Focus`}
            look="focus"
            week={focus}
            beneath={week}
            usual={usualFocus}
            errorAt={focusError}
            onChange={(next) => edit({ focus: blocksOf(next) })}
          />
          <Exact name={<Trans>Focus by exact times</Trans>} needed={checked && wrong}>
            <FocusEditor
              focus={shown.focus}
              error={checked && dayless ? t`Choose at least one day for each block.` : write.at("focus")}
              onChange={(blocks) => edit({ focus: blocks })}
            />
          </Exact>
        </Section>
        <div
          className={`flex flex-col gap-2 py-3 ${draft ? "sticky bottom-16 border-t border-line bg-paper md:bottom-0" : ""}`}
        >
          <Wrong
            words={checked && wrong ? t`Some times are not right; they are marked above.` : write.words}
          />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" look="primary" disabled={!draft || write.busy}>
              <Trans>Save</Trans>
            </Button>
            {draft && (
              <>
                <Button look="plain" onClick={() => setSteps(steps.slice(0, -1))}>
                  <Trans>One step back</Trans>
                </Button>
                <Button
                  look="plain"
                  onClick={() => {
                    setSteps([]);
                    write.clear();
                  }}
                >
                  <Trans>Undo my changes</Trans>
                </Button>
              </>
            )}
          </div>
        </div>
      </form>
    </>
  );
}

const pick = ({ time_zone, holiday_region, working_hours, focus }: Draft): Draft => ({
  time_zone,
  holiday_region,
  working_hours,
  focus,
});

/** The same to the minute, folded: the picture comes first. */
function Exact({ name, needed, children }: { name: ReactNode; needed: boolean; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <details open={open || needed} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="py-2.5 text-sm text-quiet">{name}</summary>
      {children}
    </details>
  );
}
