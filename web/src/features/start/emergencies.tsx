import { Trans, useLingui } from "@lingui/react/macro";
import { useDraft } from "../../data/draft";
import { useMine } from "../../data/mine";
import type { Workspace } from "../../types";
import { TextArea } from "../../ui/fields";
import { ReadBy } from "../../ui/section";
import { Change } from "./change";

const longest = 500;

export function Emergencies({ now }: { now: Workspace }) {
  const { t } = useLingui();
  const { me } = useMine();
  const [draft, setDraft] = useDraft("emergencies");
  return (
    <Change
      label={t`Where emergencies go`}
      fields={["emergencies"]}
      read={(data) => ({ emergencies: String(data.get("emergencies")).replace(/\s+/g, " ").trim() })}
      before={{ emergencies: now.emergencies }}
      onSaved={() => setDraft("")}
    >
      {(write) => (
        <>
          <TextArea
            label={t`Where emergencies go`}
            hideLabel
            name="emergencies"
            dir="auto"
            maxLength={longest}
            placeholder={t`Call +1 555 0100: whoever is on duty answers. Everything else goes on a list.`}
            defaultValue={draft || now.emergencies}
            onChange={(event) => setDraft(event.target.value.replaceAll("\n", " "))}
            error={write.at("emergencies")}
          />
          <ReadBy>
            <Trans>Read by: everybody in {me.workspace.name}</Trans>
          </ReadBy>
        </>
      )}
    </Change>
  );
}
