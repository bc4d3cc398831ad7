import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { useFormDraft } from "../../data/draft";
import { useMine } from "../../data/mine";
import { useSession } from "../../data/session";
import { useWrite } from "../../data/write";
import { isolate } from "../../lib/isolate";
import type { Invitation } from "../../types";
import { Button } from "../../ui/button";
import { TextField } from "../../ui/fields";
import { Wrong } from "../../ui/section";
import { nameOf } from "./lines";

interface StrangersProps {
  names: readonly string[];
  onInvited: (mention: string, invitation: Invitation) => void;
}

/** Who was named and is not here yet: with a name and an address their list is there at once. */
export function Strangers({ names, onInvited }: StrangersProps) {
  const { me } = useMine();
  if (!names.length) return null;
  const admin = me.person.role !== "member";
  return (
    <section aria-labelledby="strangers" className="rounded-lg border border-edge bg-sheet px-4 py-3">
      <h2 id="strangers" className="text-base font-semibold">
        <Trans>Not here yet</Trans>
      </h2>
      {!admin && (
        <p className="py-2 text-sm text-quiet">
          <Trans>Ask an admin of your workspace to invite them, or take their lines out.</Trans>
        </p>
      )}
      <ul>
        {names.map((name) => (
          <li key={name} className="border-t border-line py-3 first:border-0">
            {admin ? (
              <Stranger mention={name} onInvited={(invitation) => onInvited(name, invitation)} />
            ) : (
              <bdi>@{name}</bdi>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Stranger({ mention, onInvited }: { mention: string; onInvited: (made: Invitation) => void }) {
  const { t } = useLingui();
  const { me } = useMine();
  const { refresh } = useSession();
  const write = useWrite(["name", "email"]);
  const draft = useFormDraft(`stranger.${mention}`);
  const [name, setName] = useState(() => nameOf(mention));

  async function invite(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const email = new FormData(event.currentTarget).get("email");
    const made = await write.run((send) =>
      send<Invitation>("POST", "/invitations", {
        name,
        email,
        time_zone: me.person.time_zone,
        manager_id: me.person.id,
        team_ids: [],
      }),
    );
    if (!made) return;
    draft.drop();
    onInvited(made);
    // Whose lists one arranges is told by the log-in.
    await refresh();
  }

  return (
    <form
      {...draft.props}
      className="grid items-start gap-3 sm:grid-cols-[1fr_1fr_auto]"
      aria-label={t`Invite ${isolate(name)}`}
      onSubmit={(event) => void invite(event)}
    >
      <TextField
        label={t`Name`}
        name="name"
        required
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
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
      <Button type="submit" disabled={write.busy} className="sm:mt-6 sm:min-h-10.5!">
        <Trans>Invite</Trans>
      </Button>
      <p className="text-xs text-quiet sm:col-span-3">
        <Trans>{isolate(name)} will report to you; Settings → People changes that.</Trans>
      </p>
      <div className="empty:hidden sm:col-span-3">
        <Wrong words={write.words} />
      </div>
    </form>
  );
}
