import { getDayOfWeek, parseDate, today } from "@internationalized/date";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useLocation } from "wouter";
import { orHadIt, useWrite } from "../../data/write";
import { localZone } from "../../lib/zones";
import { RuleField } from "../../parts/rule-field";
import type { RequestTemplate } from "../../types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { TextField } from "../../ui/fields";
import { Wrong } from "../../ui/section";
import { useToasts } from "../../ui/toast";
import { bodyOf, type Form } from "./form";

interface Props {
  form: Form;
  onKept: () => void;
  onClose: () => void;
}

const monday = 1;

/** Where one's week of asking begins: today where it is a Monday, else the next one. */
function comingMonday(): string {
  const now = today(localZone());
  return now.add({ days: (monday - getDayOfWeek(now, "en-US") + 7) % 7 }).toString();
}

/** Sends what is being written by itself, by a rule, from a first date on. */
export function Again({ form, onKept, onClose }: Props) {
  const { t } = useLingui();
  const { say } = useToasts();
  const [, navigate] = useLocation();
  const [from, setFrom] = useState(comingMonday);
  const [rule, setRule] = useState("FREQ=WEEKLY;BYDAY=MO");
  const [fine, setFine] = useState(true);
  const [time, setTime] = useState("08:00");
  const [due, setDue] = useState(() => {
    const ahead = form.date ? parseDate(form.date).compare(parseDate(comingMonday())) : -1;
    return ahead >= 0 ? String(ahead) : "";
  });
  const write = useWrite(["rule", "from", "send_time", "due_after_days"]);

  async function keep() {
    if (!fine || write.busy) return;
    const {
      due_date: _date,
      due_time: _time,
      ...body
    } = bodyOf(form) as ReturnType<typeof bodyOf> & {
      due_time?: string;
    };
    const after = Number.parseInt(due, 10);
    const kept = await write.run((send) =>
      send<RequestTemplate>("POST", "/request-templates", {
        id: form.id,
        ...body,
        rule,
        from,
        send_time: time || "08:00",
        ...(Number.isNaN(after) ? {} : { due_after_days: after }),
      })
        .then(() => true)
        .catch(orHadIt(() => true)),
    );
    if (!kept) return;
    onKept();
    say(t`It will be sent by itself`);
    navigate("/requests/repeating");
  }
  return (
    <Dialog title={t`Send it again and again`} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          void keep();
        }}
      >
        <RuleField from={from} rule={rule} onChange={setRule} onFine={setFine} />
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label={t`From`}
            type="date"
            required
            value={from}
            error={write.at("from")}
            onChange={(event) => event.target.value && setFrom(event.target.value)}
          />
          <TextField
            label={t`At, in your time`}
            type="time"
            value={time}
            error={write.at("send_time")}
            onChange={(event) => setTime(event.target.value)}
          />
        </div>
        <TextField
          label={t`Due so many days after it is sent`}
          hint={t`In each one’s own time zone; empty: no date`}
          inputMode="numeric"
          autoComplete="off"
          value={due}
          error={write.at("due_after_days")}
          onChange={(event) => setDue(event.target.value.replace(/\D/g, ""))}
        />
        <p className="text-sm text-quiet">
          <Trans>Each time it is a request of its own, with its own answers, and interrupts nobody.</Trans>
        </p>
        <Wrong words={write.words ?? write.at("rule")} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" disabled={!fine || write.busy}>
            <Trans>Send it by itself</Trans>
          </Button>
          <Button look="plain" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
