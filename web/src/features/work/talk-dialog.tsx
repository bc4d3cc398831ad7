import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useDraftBox } from "../../data/draft";
import { useFetched } from "../../data/fetched";
import { useMine, usePerson } from "../../data/mine";
import { instantIn, zoneCity } from "../../lib/dates";
import { isolate } from "../../lib/isolate";
import { ReadBy } from "../../parts/read-by";
import type { Page, Task } from "../../types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { TextField } from "../../ui/fields";

const [talk, quarter, hour, week] = [30 * 60_000, 15 * 60_000, 3_600_000, 7 * 86_400_000];
const offered = 4;

/** The first half hour of each stretch in which both work, one a day. */
function slotsIn(both: readonly { start: string; end: string }[], zone: string): Date[] {
  const slots = new Map<string, Date>();
  for (const { start, end } of both) {
    const at = new Date(Math.ceil(Date.parse(start) / quarter) * quarter);
    const day = instantIn(at, zone).replace(/\d.*$/, "");
    if (Date.parse(end) - at.getTime() >= talk && !slots.has(day)) slots.set(day, at);
  }
  return [...slots.values()].slice(0, offered);
}

/** Words that propose a short talk, with times inside both people's working hours. */
export function TalkDialog({ task, answer }: { task: Task; answer: (words: string | null) => void }) {
  const { t } = useLingui();
  const { me } = useMine();
  const owner = usePerson(task.owner_id);
  const asker = usePerson(task.talk?.with_id ?? task.asked_by_id);
  const mine = task.owner_id === me.person.id;
  const other = mine ? asker : owner;
  const box = useDraftBox(`talk.${task.id}`);
  const [from] = useState(() => Math.ceil((Date.now() + 2 * hour) / hour) * hour);
  const iso = (at: number) => encodeURIComponent(new Date(at).toISOString());
  const { data, error } = useFetched<Page<{ start: string; end: string }>>(
    other ? `/people/overlap?ids=${me.person.id},${other.id}&from=${iso(from)}&to=${iso(from + week)}` : null,
  );
  const [zone, there] = [me.person.time_zone, other?.time_zone ?? "UTC"];
  const slots = data ? slotsIn(data.items, zone) : [];
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const times = slots.filter((slot) => !left.has(slot.getTime()));
  const both = (slot: Date) =>
    zone === there
      ? instantIn(slot, zone)
      : `${instantIn(slot, there)} ${zoneCity(there)} · ${instantIn(slot, zone)} ${zoneCity(zone)}`;
  const name = isolate(other?.name ?? "");
  const told = times.map((slot) => `- ${both(slot)}`).join("\n");
  return (
    <Dialog title={t`Propose a talk`} onClose={() => answer(null)}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const words = [t`Shall we talk about this for a quarter of an hour?`, box.text.trim(), told];
          box.write("");
          answer(words.filter(Boolean).join("\n\n"));
        }}
      >
        {slots.length > 0 && (
          <fieldset className="flex flex-col">
            <legend className="mb-1 text-sm">
              <Trans>Times at which you and {name} both work</Trans>
            </legend>
            {slots.map((slot) => (
              <label key={slot.getTime()} className="flex min-h-11 items-center gap-3 text-sm">
                <input
                  type="checkbox"
                  className="size-4 accent-accent"
                  checked={!left.has(slot.getTime())}
                  onChange={() =>
                    setLeft((before) => {
                      const next = new Set(before);
                      if (!next.delete(slot.getTime())) next.add(slot.getTime());
                      return next;
                    })
                  }
                />
                <span className="tabular-nums">{both(slot)}</span>
              </label>
            ))}
          </fieldset>
        )}
        {data && slots.length === 0 && (
          <p className="text-sm text-quiet">
            <Trans>
              Your working hours and {name}’s don’t meet in the next seven days. Say when you could.
            </Trans>
          </p>
        )}
        {error && (
          <p className="text-sm text-quiet">
            <Trans>The server is out of reach, so no times can be looked up. Say when you could.</Trans>
          </p>
        )}
        <div className="flex flex-col gap-1">
          <TextField
            label={t`What about, or when else`}
            dir="auto"
            maxLength={500}
            value={box.text}
            onChange={(event) => box.write(event.target.value)}
            autoFocus
            autoComplete="off"
          />
          <ReadBy task={task} />
        </div>
        <p className="text-sm text-quiet">
          <Trans>It goes into the thread. Nothing is booked.</Trans>
        </p>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" disabled={!times.length && !box.text.trim()}>
            <Trans>Propose it in the thread</Trans>
          </Button>
          <Button look="plain" onClick={() => answer(null)}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
