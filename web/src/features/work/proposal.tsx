import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useDraftBox } from "../../data/draft";
import { useMine, usePerson } from "../../data/mine";
import type { Offer } from "../../data/triage-operations";
import { levelWords } from "../../data/words";
import { levels } from "../../data/worklist";
import { zoneCity } from "../../lib/dates";
import { isolate } from "../../lib/isolate";
import { ReadBy } from "../../parts/read-by";
import type { Level, Task } from "../../types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { NativeSelect, TextField } from "../../ui/fields";
import { useOfferWords } from "./offer-words";

/** Another date or level as an offer: it changes nothing until the other side agrees. */
export function Proposal({ task, answer }: { task: Task; answer: (offer: Offer | null) => void }) {
  const { t, i18n } = useLingui();
  const { me } = useMine();
  const offerWords = useOfferWords();
  const owner = usePerson(task.owner_id);
  // One answers an offer from where it stands.
  const open = task.proposal;
  const [date, setDate] = useState((open?.due ? open.due.date : task.due_date) ?? "");
  const [level, setLevel] = useState<Level>((open?.level as Level | null) ?? task.level);
  const why = useDraftBox(`propose.${task.id}`);
  const mine = task.owner_id === me.person.id;
  const other = usePerson(
    open && open.by_id !== me.person.id ? open.by_id : mine ? task.asked_by_id : task.owner_id,
  );
  const dated = date !== (task.due_date ?? "");
  const leveled = level !== task.level;
  const same =
    open !== null &&
    open.by_id !== me.person.id &&
    date === ((open.due ? open.due.date : task.due_date) ?? "") &&
    level === (open.level ?? task.level);
  const changes = (dated || leveled) && !same;
  const name = isolate(other?.name ?? "");
  const zone = task.due_zone ?? owner?.time_zone ?? "UTC";
  const city = zoneCity(zone);
  const words =
    owner && changes
      ? offerWords(task, owner, dated ? { date: date || null } : null, leveled ? level : null)
      : "";
  return (
    <Dialog title={t`Propose another date or level`} onClose={() => answer(null)}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!changes) return;
          const offer: Offer = { reason: why.text.trim() };
          if (dated) offer.due_date = date || null;
          if (dated && date && task.due_zone) offer.due_zone = task.due_zone;
          if (leveled) offer.level = level;
          answer(offer);
        }}
      >
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            label={t`Date`}
            type="date"
            value={date}
            onChange={(event) => setDate(event.target.value)}
            autoFocus
          />
          <NativeSelect
            label={t`Level`}
            value={level}
            onChange={(event) => setLevel(event.target.value as Level)}
            options={levels.map((value) => ({ value, label: i18n._(levelWords[value]) }))}
          />
        </div>
        {zone !== me.person.time_zone && (
          <p className="text-sm text-quiet">
            <Trans>In {city} time.</Trans>
          </p>
        )}
        <div className="flex flex-col gap-1.5">
          <TextField
            label={t`Why, in a line`}
            dir="auto"
            maxLength={500}
            value={why.text}
            onChange={(event) => why.write(event.target.value)}
            autoComplete="off"
          />
          <ReadBy task={task} />
        </div>
        <div className="flex flex-col gap-1 border-s-2 border-edge ps-3" aria-live="polite">
          {changes ? (
            <>
              <p className="font-serif first-letter:uppercase">{words}</p>
              <p className="text-sm text-quiet">
                {task.status === "triage" ? (
                  mine ? (
                    <Trans>{name} decides. With a yes it goes onto your list like this.</Trans>
                  ) : (
                    <Trans>{name} decides. With a yes it goes onto their list like this.</Trans>
                  )
                ) : (
                  <Trans>{name} decides. Until then nothing changes.</Trans>
                )}
              </p>
            </>
          ) : (
            <p className="text-quiet">
              <Trans>Choose another date or level; what you propose stands here.</Trans>
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" disabled={!changes}>
            <Trans>Propose</Trans>
          </Button>
          <Button look="plain" onClick={() => answer(null)}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
