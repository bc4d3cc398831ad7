import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useMemo, useState } from "react";
import { useChoices } from "../../data/regions";
import { useWrite } from "../../data/write";
import { clock, type Day, days, focusOn, onDates, weekOf, workingOn, wrongSpans } from "../../lib/week";
import { WeekPicture } from "../../parts/week-picture";
import { RegionSelect, ZoneSelect } from "../../parts/zone-select";
import type { Person } from "../../types";
import { Button } from "../../ui/button";
import { Section, Wrong } from "../../ui/section";
import { useToasts } from "../../ui/toast";
import { FocusEditor } from "./focus-editor";
import { HoursEditor } from "./hours-editor";
import { useSelf } from "./mine";
import { PageTitle } from "./page";

type Draft = Pick<Person, "time_zone" | "holiday_region" | "working_hours" | "focus">;

const fields = ["time_zone", "holiday_region"];

/** Zone, hours, focus and holidays are one picture, so they are saved together. */
export function HoursPage() {
  const { t } = useLingui();
  const { self, change } = useSelf();
  const { say } = useToasts();
  const choices = useChoices();
  const write = useWrite(fields);
  const [draft, setDraft] = useState<Draft | null>(null);
  const shown: Draft = draft ?? self;
  const edit = (part: Partial<Draft>) => {
    const { time_zone, holiday_region, working_hours, focus } = shown;
    setDraft({ time_zone, holiday_region, working_hours, focus, ...part });
  };

  const [checked, setChecked] = useState(false);
  const wrongDays = wrongSpans(days.map((day) => ({ days: [day], spans: shown.working_hours[day] })));
  const wrongBlocks = wrongSpans(shown.focus.map((block) => ({ days: block.days, spans: [block] })));
  const dayless = shown.focus.some((block) => block.days.length === 0);
  const problem = (kind: "time" | "overlap" | null | undefined) => {
    if (!checked || !kind) return undefined;
    return kind === "time"
      ? t`Give both times by 24 hours, such as 09:00 and 17:30.`
      : t`These hours overlap others: let one end before the other begins.`;
  };
  const wrong = dayless || [...wrongDays, ...wrongBlocks].some(Boolean);

  async function save(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (!draft || wrong) return;
    const done = await write.run((send) => change(send, draft));
    if (!done) return;
    setDraft(null);
    setChecked(false);
    say(t`Saved`);
  }

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
          <HoursEditor
            hours={shown.working_hours}
            errorAt={(day: Day) => problem(wrongDays[days.indexOf(day)])}
            onChange={(working_hours) => edit({ working_hours })}
          />
        </Section>
        <Section
          title={<Trans>Focus</Trans>}
          lead={<Trans>In these hours nothing reaches you but what cannot wait.</Trans>}
        >
          <FocusEditor
            focus={shown.focus}
            error={
              checked && dayless
                ? t`Choose at least one day for each block.`
                : problem(wrongBlocks.find(Boolean))
            }
            onChange={(focus) => edit({ focus })}
          />
        </Section>
        <Section title={<Trans>Your week</Trans>}>
          <Preview draft={shown} />
        </Section>
        <div
          className={`flex flex-col gap-2 py-3 ${draft ? "sticky bottom-16 border-t border-line bg-paper md:bottom-0" : ""}`}
        >
          <Wrong
            words={checked && wrong ? t`Some times are not right; they are marked above.` : write.words}
          />
          <div className="flex gap-2">
            <Button type="submit" look="primary" disabled={!draft || write.busy}>
              <Trans>Save</Trans>
            </Button>
            {draft && (
              <Button
                look="plain"
                onClick={() => {
                  setDraft(null);
                  write.clear();
                }}
              >
                <Trans>Undo my changes</Trans>
              </Button>
            )}
          </div>
        </div>
      </form>
    </>
  );
}

const complete = (span: { start: string; end: string }) => clock(span.start) && clock(span.end);

/** An ordinary week, without holidays: times that are not typed in full yet are left out. */
function Preview({ draft }: { draft: Draft }) {
  const { t } = useLingui();
  const pictured = useMemo(() => {
    const dates = weekOf(draft.time_zone, 1);
    const hours = Object.fromEntries(
      days.map((day) => [day, draft.working_hours[day].filter(complete)]),
    ) as Person["working_hours"];
    const work = onDates(dates, workingOn(dates, { ...draft, working_hours: hours }), draft.time_zone);
    const focus = onDates(
      dates,
      focusOn(dates, { ...draft, focus: draft.focus.filter(complete) }),
      draft.time_zone,
    );
    return work.map((day, i) => ({ date: day.date, work: day.bars, focus: focus[i]?.bars ?? [] }));
  }, [draft]);
  return <WeekPicture caption={t`Your working week`} days={pictured} whose={t`You`} />;
}
