import { Trans, useLingui } from "@lingui/react/macro";
import { clock } from "../../lib/week";
import type { Workspace } from "../../types";
import { Choice } from "../../ui/choice";
import { TextField } from "../../ui/fields";
import { Wrong } from "../../ui/section";
import { Change } from "./change";

type Visibility = Workspace["visibility"];
const narrowFirst: Visibility[] = ["pair", "line", "team", "workspace"];

export function Readers({ now, words }: { now: Workspace; words: Record<Visibility, string> }) {
  const { t } = useLingui();
  return (
    <Change
      label={t`Who reads a list`}
      fields={["visibility"]}
      read={(data) => ({ visibility: data.get("visibility") })}
      before={{ visibility: now.visibility }}
      ask={(change) => {
        const { visibility } = change as Pick<Workspace, "visibility">;
        if (narrowFirst.indexOf(visibility) <= narrowFirst.indexOf(now.visibility)) return null;
        return {
          title: t`Let more people read lists?`,
          words: (
            <>
              <p>{words[visibility]}</p>
              <p className="text-sm text-quiet">
                <Trans>
                  It holds at once, for what is written already too. Tell your people before you do it.
                </Trans>
              </p>
            </>
          ),
        };
      }}
    >
      {(write) => (
        <fieldset>
          <legend className="text-sm text-quiet">
            <Trans>
              It holds at once, also for what is written already. Tell your people before you change it.
            </Trans>
          </legend>
          {narrowFirst.map((value) => (
            <Choice
              key={value}
              type="radio"
              name="visibility"
              value={value}
              defaultChecked={value === now.visibility}
            >
              {words[value]}
            </Choice>
          ))}
          <Wrong words={write.at("visibility")} />
        </fieldset>
      )}
    </Change>
  );
}

export function Places({ now }: { now: Workspace }) {
  const { t } = useLingui();
  const { urgent_slots, high_slots } = now;
  const fields = [
    { name: "urgent_slots", label: t`Urgent`, value: urgent_slots },
    { name: "high_slots", label: t`High`, value: high_slots },
  ];
  return (
    <Change
      label={t`Places at urgent and high`}
      fields={fields.map(({ name }) => name)}
      read={(data) => ({
        urgent_slots: Number(data.get("urgent_slots")),
        high_slots: Number(data.get("high_slots")),
      })}
      before={{ urgent_slots, high_slots }}
    >
      {(write) => (
        <div className="grid max-w-80 grid-cols-2 gap-4">
          {fields.map(({ name, label, value }) => (
            <TextField
              key={name}
              label={label}
              name={name}
              type="number"
              min={1}
              max={20}
              required
              defaultValue={value}
              error={write.at(name)}
            />
          ))}
        </div>
      )}
    </Change>
  );
}

/** When digests come to who has chosen no hours of their own. */
export function DigestHour({ now }: { now: Workspace }) {
  const { t } = useLingui();
  return (
    <Change
      label={t`When digests come`}
      fields={["digest_hour"]}
      read={(data) => ({
        digest_hour: clock(String(data.get("digest_hour"))) ?? String(data.get("digest_hour")),
      })}
      before={{ digest_hour: now.digest_hour }}
    >
      {(write) => (
        <div className="max-w-60">
          <TextField
            label={t`Digest hour, by each one’s own clock`}
            name="digest_hour"
            inputMode="numeric"
            maxLength={5}
            required
            autoComplete="off"
            placeholder="09:00"
            defaultValue={now.digest_hour}
            error={write.at("digest_hour")}
          />
        </div>
      )}
    </Change>
  );
}

/** After how many working days silence is told. */
export function AnswerDays({ now }: { now: Workspace }) {
  const { t } = useLingui();
  return (
    <Change
      label={t`Days to answer`}
      fields={["answer_days"]}
      read={(data) => ({ answer_days: Number(data.get("answer_days")) })}
      before={{ answer_days: now.answer_days }}
    >
      {(write) => (
        <div className="max-w-60">
          <TextField
            label={t`Working days to answer`}
            name="answer_days"
            type="number"
            min={1}
            max={10}
            required
            defaultValue={now.answer_days}
            error={write.at("answer_days")}
            hint={t`For what is asked from now on`}
          />
        </div>
      )}
    </Change>
  );
}
