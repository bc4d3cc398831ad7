import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { byName, type Team } from "../data/about";
import { useFormDraft } from "../data/draft";
import { useMails } from "../data/mails";
import { useAll, useMine } from "../data/mine";
import { useChoices } from "../data/regions";
import { useWrite } from "../data/write";
import { isolate } from "../lib/isolate";
import { localZone } from "../lib/zones";
import type { Invitation, Person } from "../types";
import { Button } from "../ui/button";
import { Choice } from "../ui/choice";
import { Dialog } from "../ui/dialog";
import { NativeSelect, TextField } from "../ui/fields";
import { Once } from "../ui/once";
import { Wrong } from "../ui/section";
import { LostLink } from "./lost-link";
import { ZoneSelect } from "./zone-select";

interface Props {
  people: readonly Person[];
  onClose: () => void;
  onMade?: () => void;
}

/** Makes an invitation; its link is shown this once, and works once. */
export function InviteDialog({ people, onClose, onMade }: Props) {
  const { t } = useLingui();
  const { me } = useMine();
  const teams = useAll<Team>("team");
  const choices = useChoices();
  const mails = useMails();
  const [made, setMade] = useState<Invitation | null>(null);
  const [zone, setZone] = useState(me.person.time_zone || localZone());
  const write = useWrite(["name", "email", "title", "manager_id", "time_zone"]);
  const draft = useFormDraft("invite");

  async function invite(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const invitation = await write.run((send) =>
      send<Invitation>("POST", "/invitations", {
        name: data.get("name"),
        email: data.get("email"),
        title: data.get("title"),
        time_zone: zone,
        manager_id: String(data.get("manager_id")) || null,
        team_ids: data.getAll("team_ids"),
      }),
    );
    if (!invitation) return;
    draft.drop();
    setMade(invitation);
    onMade?.();
  }

  if (made?.link)
    return (
      <LinkDialog
        name={made.name}
        link={made.link}
        mailedTo={made.mailed ? made.email : undefined}
        onClose={onClose}
      />
    );
  return (
    <Dialog title={t`Invite somebody`} onClose={onClose}>
      <form {...draft.props} className="flex flex-col gap-4" onSubmit={(event) => void invite(event)}>
        <p className="text-sm text-quiet">
          {mails ? (
            <Trans>
              They are here at once, so that you can put work on their list. They get a mail with a link, by
              which they choose their password.
            </Trans>
          ) : (
            <Trans>
              They are here at once, so that you can put work on their list. With the link they choose their
              password.
            </Trans>
          )}
        </p>
        <TextField
          label={t`Name`}
          name="name"
          dir="auto"
          required
          autoFocus
          autoComplete="off"
          error={write.at("name")}
        />
        <TextField
          label={t`Email`}
          name="email"
          type="email"
          required
          autoComplete="off"
          error={write.at("email")}
        />
        <TextField
          label={t`What they do, if you like`}
          name="title"
          dir="auto"
          autoComplete="off"
          hint={t`Read by: everybody in ${isolate(me.workspace.name)}`}
          error={write.at("title")}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <NativeSelect
            label={t`Reports to`}
            name="manager_id"
            defaultValue={me.person.id}
            options={[
              { value: "", label: t`Nobody` },
              ...people
                .filter((p) => p.active)
                .sort(byName)
                .map((p) => ({ value: p.id, label: p.name })),
            ]}
          />
          <ZoneSelect
            label={t`Time zone`}
            name="time_zone"
            choices={choices}
            chosen={zone}
            value={zone}
            onChange={(event) => setZone(event.target.value)}
          />
        </div>
        {teams.length > 0 && (
          <fieldset>
            <legend className="text-sm font-medium">
              <Trans>Teams</Trans>
            </legend>
            <div className="flex max-h-32 flex-wrap gap-x-5 overflow-y-auto">
              {[...teams].sort(byName).map((team) => (
                <Choice key={team.id} type="checkbox" name="team_ids" value={team.id}>
                  {team.name}
                </Choice>
              ))}
            </div>
          </fieldset>
        )}
        <Wrong words={write.at("manager_id") ?? write.at("time_zone") ?? write.words} />
        <div className="flex gap-2">
          <Button type="submit" look="primary" disabled={write.busy}>
            {mails ? <Trans>Send the invitation</Trans> : <Trans>Make the link</Trans>}
          </Button>
          <Button
            look="plain"
            onClick={() => {
              draft.drop();
              onClose();
            }}
          >
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface LinkProps {
  name: string;
  link: string;
  /** The address to which a mail with it is on its way. */
  mailedTo?: string | undefined;
  onClose: () => void;
}

export function LinkDialog({ name, link, mailedTo, onClose }: LinkProps) {
  const { t } = useLingui();
  return (
    <Dialog
      title={mailedTo ? t`${isolate(name)} is invited` : t`A link for ${isolate(name)}`}
      onClose={onClose}
    >
      {mailedTo ? (
        <>
          <p>
            <Trans>
              A mail is on its way to <bdi className="wrap-anywhere">{mailedTo}</bdi>.
            </Trans>
          </p>
          <p className="text-sm text-quiet">
            <Trans>
              If you would rather hand it over yourself, here is the link too. Whichever is used first, the
              other is void; it is not shown again.
            </Trans>
          </p>
        </>
      ) : (
        <p className="text-quiet">
          <Trans>It works once. Send it the way you usually reach them; it is not shown again.</Trans>
        </p>
      )}
      <Once secret={link} label={t`The link`} />
      <p className="text-sm text-quiet">
        <LostLink />
      </p>
      <Button look="plain" className="self-start" onClick={onClose}>
        <Trans>Close</Trans>
      </Button>
    </Dialog>
  );
}
