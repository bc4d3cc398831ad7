import { parseDate, today } from "@internationalized/date";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useDaysOff } from "../../data/days-off";
import { useDayWords } from "../../data/due";
import { useMine, usePerson } from "../../data/mine";
import { dayAndMonth } from "../../lib/dates";
import { dayOf } from "../../lib/week";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { TextField } from "../../ui/fields";
import { Wrong } from "../../ui/section";

const offered = 4;
/** As far as the server lets one put a task off. */
const farthest = 60;

/** A working day of one's own: what is put off is out of sight until it begins. */
export function SnoozeDialog({ answer }: { answer: (day: string | null) => void }) {
  const { t } = useLingui();
  const { me } = useMine();
  const self = usePerson(me.person.id) ?? me.person;
  const dayWords = useDayWords();
  const zone = self.time_zone;
  const now = today(zone);
  const [first, last] = [now.add({ days: 1 }), now.add({ days: farthest })];
  const off = useDaysOff(self, first.toString(), last.toString());
  const [day, setDay] = useState("");
  const works = (date: string) => self.working_hours[dayOf(date)].length > 0 && !off?.has(date);
  const days: string[] = [];
  for (let date = first; days.length < offered && date.compare(last) <= 0; date = date.add({ days: 1 }))
    if (works(date.toString())) days.push(date.toString());
  const inside = day !== "" && parseDate(day).compare(first) >= 0 && parseDate(day).compare(last) <= 0;
  const wrong =
    day === "" || (inside && works(day))
      ? undefined
      : inside
        ? t`You don’t work that day; choose another one.`
        : t`Choose a day after today, within ${farthest} days.`;
  return (
    <Dialog title={t`Put off until…`} onClose={() => answer(null)}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (day && !wrong) answer(day);
        }}
      >
        <div className="grid grid-cols-2 gap-2">
          {days.map((date, at) => (
            <Button
              key={date}
              className="min-h-11! flex-wrap justify-between! gap-y-0! max-md:px-2!"
              {...(at === 0 ? { "data-first": "" } : {})}
              onClick={() => answer(date)}
            >
              <span className="first-letter:uppercase">{dayWords(date, zone)}</span>
              <span className="text-xs font-normal whitespace-nowrap text-quiet">{dayAndMonth(date)}</span>
            </Button>
          ))}
        </div>
        <TextField
          label={t`Another working day`}
          type="date"
          min={first.toString()}
          max={last.toString()}
          value={day}
          onChange={(event) => setDay(event.target.value)}
        />
        <Wrong words={wrong} />
        <p className="text-sm text-quiet">
          <Trans>It is out of sight until that day begins. Whoever asked sees this, and still waits.</Trans>
        </p>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" disabled={!day || wrong !== undefined}>
            <Trans>Put off</Trans>
          </Button>
          <Button look="plain" onClick={() => answer(null)}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
