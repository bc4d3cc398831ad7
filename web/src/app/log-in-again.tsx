import { Trans, useLingui } from "@lingui/react/macro";
import type { FormEvent } from "react";
import { call } from "../data/api";
import { useMine } from "../data/mine";
import { useSession } from "../data/session";
import { useWrite } from "../data/write";
import type { Me } from "../types";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { TextField } from "../ui/fields";
import { Wrong } from "../ui/section";
import { useToasts } from "../ui/toast";

/** Over the page that is open, so that nothing on it is lost: not the place, not the words, not what waits to be sent. */
export function LogInAgain({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { me } = useMine();
  const { enter } = useSession();
  const { say } = useToasts();
  const write = useWrite(["email", "password"]);

  async function logIn(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const back = await write.run(() =>
      call<Me>("POST", "/session", { email: data.get("email"), password: data.get("password") }),
    );
    if (!back) return;
    await enter(back);
    onClose();
    say(t`You are logged in again.`);
  }

  return (
    <Dialog title={t`Log in again`} onClose={onClose}>
      <form className="flex flex-col gap-4" onSubmit={(event) => void logIn(event)}>
        <p className="text-sm text-quiet">
          <Trans>The page stays as it is, with everything that you have written.</Trans>
        </p>
        <TextField
          label={t`Email`}
          name="email"
          type="email"
          autoComplete="username"
          required
          defaultValue={me.person.email}
          error={write.at("email")}
        />
        <TextField
          label={t`Password`}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          data-first
          error={write.at("password")}
        />
        <Wrong words={write.words} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" disabled={write.busy}>
            <Trans>Log in</Trans>
          </Button>
          <Button look="plain" onClick={onClose}>
            <Trans>Later</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
