import { Trans } from "@lingui/react/macro";
import { useDraft } from "../../data/draft";
import { useMine } from "../../data/mine";
import { TextArea } from "../../ui/fields";
import { ReadBy } from "../../ui/section";
import { Change } from "./change";

const longest = 500;

interface Props {
  /** The setting's name at the server, and of its draft. */
  name: "emergencies" | "interruptions";
  label: string;
  placeholder: string;
  now: string;
}

/** A line of the agreement that is written by its people: where emergencies go, what counts as an interruption. */
export function AgreedLine({ name, label, placeholder, now }: Props) {
  const { me } = useMine();
  const [draft, setDraft] = useDraft(name);
  return (
    <Change
      label={label}
      fields={[name]}
      read={(data) => ({ [name]: String(data.get(name)).replace(/\s+/g, " ").trim() })}
      before={{ [name]: now }}
      onSaved={() => setDraft("")}
    >
      {(write) => (
        <>
          <TextArea
            label={label}
            hideLabel
            name={name}
            dir="auto"
            maxLength={longest}
            placeholder={placeholder}
            defaultValue={draft || now}
            onChange={(event) => setDraft(event.target.value.replaceAll("\n", " "))}
            error={write.at(name)}
          />
          <ReadBy>
            <Trans>Read by: everybody in {me.workspace.name}</Trans>
          </ReadBy>
        </>
      )}
    </Change>
  );
}
