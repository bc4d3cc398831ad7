import { Trans } from "@lingui/react/macro";
import { useMine } from "../../data/mine";
import { TextArea } from "../../ui/fields";
import { ReadBy } from "../../ui/section";
import { Change } from "./change";

const longest = 500;

interface Props {
  /** The setting's name at the server. */
  name: "emergencies" | "interruptions";
  label: string;
  placeholder: string;
  now: string;
}

/** A line of the agreement that is written by its people: where emergencies go, what counts as an interruption. */
export function AgreedLine({ name, label, placeholder, now }: Props) {
  const { me } = useMine();
  return (
    <Change
      label={label}
      fields={[name]}
      read={(data) => ({ [name]: String(data.get(name)).replace(/\s+/g, " ").trim() })}
      before={{ [name]: now }}
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
            defaultValue={now}
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
