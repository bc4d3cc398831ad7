import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { ApiError, call } from "../../api";
import { useMine } from "../../app/data";
import type { Invitation, Person } from "../../types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { NativeSelect, TextField } from "../../ui/fields";

/** Makes an invitation; its link is shown this once, and works once. */
export function InviteDialog({ people, onClose }: { people: readonly Person[]; onClose: () => void }) {
  const { t } = useLingui();
  const { me } = useMine();
  const [made, setMade] = useState<Invitation | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [copied, setCopied] = useState(false);

  async function invite(data: FormData) {
    setError(null);
    const manager = String(data.get("manager_id"));
    try {
      setMade(
        await call<Invitation>("POST", "/invitations", {
          name: data.get("name"),
          email: data.get("email"),
          title: data.get("title"),
          manager_id: manager || null,
        }),
      );
    } catch (reason) {
      if (!(reason instanceof ApiError)) throw reason;
      setError(reason);
    }
  }

  if (made?.link) {
    const { name, link } = made;
    return (
      <Dialog title={t`A link for ${name}`} onClose={onClose}>
        <p className="text-quiet">
          <Trans>It works once. Send it the way you usually reach them; it is not shown again.</Trans>
        </p>
        <output className="block rounded-md border border-line bg-wash p-3 text-sm break-all select-all">
          {link}
        </output>
        <div className="flex gap-2">
          <Button
            look="primary"
            autoFocus
            onClick={() => void navigator.clipboard.writeText(link).then(() => setCopied(true))}
          >
            {copied ? <Trans>Copied</Trans> : <Trans>Copy the link</Trans>}
          </Button>
          <Button look="plain" onClick={onClose}>
            <Trans>Close</Trans>
          </Button>
        </div>
      </Dialog>
    );
  }
  const wrong = error?.code === "unreachable" ? t`The server is out of reach.` : error?.message;
  return (
    <Dialog title={t`Invite somebody`} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void invite(new FormData(event.currentTarget));
        }}
      >
        <TextField label={t`Name`} name="name" required autoFocus autoComplete="off" />
        <TextField label={t`Email`} name="email" type="email" required autoComplete="off" />
        <TextField label={t`What they do, if you like`} name="title" autoComplete="off" />
        <NativeSelect
          label={t`Reports to`}
          name="manager_id"
          defaultValue={me.person.id}
          options={[
            { value: "", label: t`Nobody` },
            ...people.filter((p) => p.active).map((p) => ({ value: p.id, label: p.name })),
          ]}
        />
        {wrong && (
          <p role="alert" className="text-sm text-warn">
            {wrong}
          </p>
        )}
        <div className="flex gap-2">
          <Button type="submit" look="primary">
            <Trans>Make the link</Trans>
          </Button>
          <Button look="plain" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
