import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { TaskPatch } from "../../data/operations";
import { instantIn, instantOf, zoneCity } from "../../lib/dates";
import type { DueReason, Person, Task } from "../../types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { NativeSelect, TextField } from "../../ui/fields";

interface DueDialogProps {
  /** One, or several that get the same date. */
  tasks: readonly Task[];
  owner: Person;
  readerZone: string;
  onSave: (patch: TaskPatch) => void;
  onClose: () => void;
}

/** A date that another counts on is moved with a reason (W8); one's own, or a first one, needs none. */
export function DueDialog({ tasks, owner, readerZone, onSave, onClose }: DueDialogProps) {
  const { t } = useLingui();
  const [task] = tasks.length === 1 ? tasks : [];
  const [date, setDate] = useState(task?.due_date ?? "");
  const [time, setTime] = useState(task?.due_time ?? "");
  const [reason, setReason] = useState<DueReason | "">("");
  const zone = task?.due_zone ?? owner.time_zone;
  const changed = !task || date !== (task.due_date ?? "") || time !== (task.due_time ?? "");
  const moved =
    changed &&
    tasks.some(
      ({ asked_by_id, owner_id, status, due_date }) =>
        asked_by_id !== owner_id && status !== "triage" && due_date !== null,
    );
  const city = zoneCity(zone);
  const both = date && time && zone !== readerZone;
  return (
    <Dialog title={t`Due date`} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!changed) return onClose();
          const patch: TaskPatch = { due_date: date || null, due_time: date && time ? time : null };
          if (!date && task?.due_zone) patch.due_zone = null;
          if (moved && reason) patch.due_reason = reason;
          onSave(patch);
        }}
      >
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label={t`Date`}
            type="date"
            value={date}
            onChange={(e) => setDate(e.target.value)}
            autoFocus
          />
          <TextField
            label={t`Time, if any`}
            type="time"
            value={time}
            onChange={(e) => setTime(e.target.value)}
          />
        </div>
        <p className="text-sm text-quiet">
          <Trans>In {city} time.</Trans>{" "}
          {both && <Trans>For you that is {instantIn(instantOf(date, time, zone), readerZone)}.</Trans>}
        </p>
        {moved && (
          <NativeSelect
            label={t`Why does it move?`}
            value={reason}
            required
            onChange={(e) => setReason(e.target.value as DueReason)}
            options={[
              // None is chosen for them: it stands in the history under their name.
              { value: "", label: t`Choose one` },
              { value: "slip", label: t`It takes longer` },
              { value: "scope", label: t`It became more` },
              { value: "waiting", label: t`Waiting for somebody` },
              { value: "reprioritized", label: t`Something else comes first` },
            ]}
          />
        )}
        <div className="flex gap-2">
          <Button type="submit" look="primary">
            <Trans>Save</Trans>
          </Button>
          <Button look="plain" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
