import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useDraftBox } from "../../data/draft";
import { useFetched } from "../../data/fetched";
import { useMine, usePerson } from "../../data/mine";
import { strangerTo } from "../../data/readers";
import { type Overlap, useTalkWords } from "../../data/talk-words";
import { instantIn, zoneCity } from "../../lib/dates";
import { isolate } from "../../lib/isolate";
import { ReadBy } from "../../parts/read-by";
import type { Person, Task } from "../../types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { TextField } from "../../ui/fields";

const [hour, week] = [3_600_000, 7 * 86_400_000];
const minutes = 15;
const offered = 3;

/** Fair times for the two: in the coming week, or where it has none, in the two after. */
function useTimes(one: Person, other: Person | null) {
  const [from] = useState(() => Math.ceil((Date.now() + 2 * hour) / hour) * hour);
  const path = (start: number, end: number) => {
    const query = new URLSearchParams({
      ids: `${one.id},${other?.id}`,
      from: new Date(start).toISOString(),
      to: new Date(end).toISOString(),
      minutes: String(minutes),
      talks: String(offered),
    });
    return `/people/overlap?${query}`;
  };
  const soon = useFetched<Overlap>(other && path(from, from + week));
  const none = soon.data?.talks.length === 0;
  const later = useFetched<Overlap>(none ? path(from + week, from + 3 * week) : null);
  return { told: none ? later.data : soon.data, error: soon.error ?? later.error };
}

/** Words that propose a short talk, with times that take the least from both; it says from whom. */
export function TalkDialog({ task, answer }: { task: Task; answer: (words: string | null) => void }) {
  const { t } = useLingui();
  const { me } = useMine();
  const { reason } = useTalkWords();
  const self = usePerson(me.person.id) ?? me.person;
  const owner = usePerson(task.owner_id);
  const asker = usePerson(task.talk?.with_id ?? task.asked_by_id);
  const other = (task.owner_id === self.id ? asker : owner) ?? null;
  const box = useDraftBox(`talk.${task.id}`);
  const { told, error } = useTimes(self, other);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());

  const [zone, there] = [self.time_zone, other?.time_zone ?? "UTC"];
  const name = isolate(other?.name ?? "");
  const costs = told?.fit === "stretch" || told?.fit === "focus";
  const talks = [...(told?.talks ?? [])]
    .sort((a, b) => a.start.localeCompare(b.start))
    .map((talk) => {
      const at = new Date(talk.start);
      const when =
        zone === there
          ? instantIn(at, zone)
          : `${instantIn(at, there)} ${zoneCity(there)} · ${instantIn(at, zone)} ${zoneCity(zone)}`;
      const why = reason(talk, (id) => (id === self.id ? self.name : (other?.name ?? "")));
      return { start: talk.start, when, why, line: costs ? `- ${when}: ${why}` : `- ${when}` };
    });
  const chosen = talks.filter((talk) => !left.has(talk.start));

  function choose(start: string) {
    setLeft((before) => {
      const next = new Set(before);
      if (!next.delete(start)) next.add(start);
      return next;
    });
  }
  return (
    <Dialog title={t`Propose a talk`} onClose={() => answer(null)}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const lines = chosen.map(({ line }) => line).join("\n");
          const words = [t`Shall we talk about this for a quarter of an hour?`, box.text.trim(), lines];
          box.write("");
          answer(words.filter(Boolean).join("\n\n"));
        }}
      >
        {talks.length > 0 && (
          <fieldset className="flex flex-col">
            <legend className="mb-1 text-sm">
              {told?.fit === "stretch" ? (
                <Trans>
                  Your working hours and {name}’s don’t meet. These times take the least from you both, in
                  turn.
                </Trans>
              ) : told?.fit === "focus" ? (
                <Trans>You and {name} both work then, but only in focus time.</Trans>
              ) : (
                <Trans>Times at which you and {name} both work</Trans>
              )}
            </legend>
            {talks.map(({ start, when, why }) => (
              <label key={start} className="flex min-h-11 items-start gap-3 py-1 text-sm">
                <input
                  type="checkbox"
                  className="mt-0.5 size-4 shrink-0 accent-accent"
                  checked={!left.has(start)}
                  onChange={() => choose(start)}
                />
                <span className="min-w-0">
                  <span className="block tabular-nums">{when}</span>
                  <span className="block text-xs text-quiet wrap-anywhere first-letter:uppercase">{why}</span>
                </span>
              </label>
            ))}
          </fieldset>
        )}
        {told && talks.length === 0 && (
          <p className="text-sm text-quiet">
            <Trans>
              In the next three weeks no time is within four hours of both your working days. Say when you
              could, or put it in writing.
            </Trans>
          </p>
        )}
        {error && !told && (
          <p className="text-sm text-quiet">
            <Trans>The server is out of reach, so no times can be looked up. Say when you could.</Trans>
          </p>
        )}
        <div className="flex flex-col gap-1.5">
          <TextField
            label={t`What about, or when else`}
            dir="auto"
            maxLength={500}
            value={box.text}
            onChange={(event) => box.write(event.target.value)}
            autoFocus
            autoComplete="off"
          />
          <ReadBy task={task} also={strangerTo(task, self.id)} />
        </div>
        <p className="text-sm text-quiet">
          <Trans>It goes into the thread. Nothing is booked.</Trans>
        </p>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" disabled={!chosen.length && !box.text.trim()}>
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
