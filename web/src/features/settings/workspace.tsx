import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { useFormDraft } from "../../data/draft";
import { useWorkspace } from "../../data/mine";
import { useSession } from "../../data/session";
import { useWrite } from "../../data/write";
import type { Workspace } from "../../types";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { Confirm } from "../../ui/confirm";
import { TextArea, TextField } from "../../ui/fields";
import { UndoChanges } from "../../ui/kept-form";
import { Wrong } from "../../ui/section";
import { useToasts } from "../../ui/toast";
import { PageTitle } from "./page";

type Visibility = Workspace["visibility"];
const narrowFirst: Visibility[] = ["pair", "line", "team", "workspace"];

export function WorkspacePage() {
  const { t } = useLingui();
  const { refresh } = useSession();
  const { say } = useToasts();
  const now = useWorkspace();
  const write = useWrite(["name", "visibility", "urgent_slots", "high_slots", "emergencies"]);
  const draft = useFormDraft("workspace");
  const [visibility, setVisibility] = useState<Visibility>(now.visibility);
  const [asking, setAsking] = useState<object | null>(null);
  const words: Record<Visibility, [name: string, sentence: string]> = {
    pair: [
      t`Two people`,
      t`A task is read by its owner, whoever asked for it, and the owner’s direct manager.`,
    ],
    line: [t`The reporting line`, t`Also by every manager above the owner.`],
    team: [t`The team`, t`Also by everybody in the owner’s teams.`],
    workspace: [t`Everybody`, t`Every task, by everybody in the workspace.`],
  };

  async function send(change: object) {
    const done = await write.run((send) => send<Workspace>("PATCH", "/workspace", change));
    setAsking(null);
    if (!done) return;
    draft.drop();
    await refresh();
    say(t`Saved`);
  }

  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const change = {
      name: data.get("name"),
      emergencies: String(data.get("emergencies")).replace(/\s+/g, " ").trim(),
      visibility,
      urgent_slots: Number(data.get("urgent_slots")),
      high_slots: Number(data.get("high_slots")),
    };
    if (visibility === now.visibility) void send(change);
    else setAsking(change);
  }

  const wider = narrowFirst.indexOf(visibility) > narrowFirst.indexOf(now.visibility);
  return (
    <>
      <PageTitle title={<Trans>Workspace</Trans>} />
      <form {...draft.props} key={now.revision} className="flex flex-col gap-8" onSubmit={save}>
        <TextField
          label={t`Name`}
          name="name"
          dir="auto"
          defaultValue={now.name}
          required
          hint={t`Read by: everybody here, and whoever is invited.`}
          error={write.at("name")}
        />
        <TextArea
          label={t`Where emergencies go`}
          name="emergencies"
          dir="auto"
          rows={1}
          className="min-h-0!"
          defaultValue={now.emergencies}
          placeholder={t`Call the duty phone, +351 …`}
          autoComplete="off"
          hint={t`In a line, for what really cannot wait. Read by: everybody here.`}
          error={write.at("emergencies")}
        />
        <fieldset>
          <legend className="mb-1 font-serif text-lg font-semibold">
            <Trans>Who reads a list</Trans>
          </legend>
          {narrowFirst.map((value) => (
            <Choice
              key={value}
              type="radio"
              name="visibility"
              value={value}
              checked={visibility === value}
              onChange={() => setVisibility(value)}
              hint={words[value][1]}
            >
              {words[value][0]}
            </Choice>
          ))}
          <p className="mt-1 text-sm text-quiet">
            <Trans>
              A confidential task stays between its owner, its asker and the direct manager, whatever is
              chosen here. Being an admin opens no task.
            </Trans>
          </p>
          <Wrong words={write.at("visibility")} />
        </fieldset>
        <fieldset className="flex flex-col gap-3">
          <legend className="mb-1 font-serif text-lg font-semibold">
            <Trans>Places on a list</Trans>
          </legend>
          <p className="text-sm text-quiet">
            <Trans>
              Few places make one choose. With fewer than are taken, nobody loses any; no more can be added
              until there is room.
            </Trans>
          </p>
          <div className="grid grid-cols-2 gap-4 sm:max-w-80">
            <TextField
              label={t`Urgent`}
              name="urgent_slots"
              type="number"
              min={1}
              max={20}
              required
              defaultValue={now.urgent_slots}
              error={write.at("urgent_slots")}
            />
            <TextField
              label={t`High`}
              name="high_slots"
              type="number"
              min={1}
              max={20}
              required
              defaultValue={now.high_slots}
              error={write.at("high_slots")}
            />
          </div>
        </fieldset>
        <Wrong words={asking ? undefined : write.words} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" disabled={write.busy}>
            <Trans>Save</Trans>
          </Button>
          <UndoChanges draft={draft} />
        </div>
      </form>
      {asking && (
        <Confirm
          title={wider ? t`Let more people read lists?` : t`Let fewer people read lists?`}
          action={t`Change it`}
          busy={write.busy}
          wrong={write.words}
          onConfirm={() => void send(asking)}
          onClose={() => setAsking(null)}
        >
          <p>{words[visibility][1]}</p>
          <p className="text-sm text-quiet">
            {wider ? (
              <Trans>
                It holds at once, for what is written already too. Tell your people before you do it.
              </Trans>
            ) : (
              <Trans>Who loses sight of a task loses it at once, on every device.</Trans>
            )}
          </p>
        </Confirm>
      )}
    </>
  );
}
