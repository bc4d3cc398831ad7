import { Trans, useLingui } from "@lingui/react/macro";
import type { FormEvent } from "react";
import { useSession } from "../../data/session";
import { useWrite } from "../../data/write";
import type { Person } from "../../types";
import { Button } from "../../ui/button";
import { TextField } from "../../ui/fields";
import { Section, Wrong } from "../../ui/section";
import { useToasts } from "../../ui/toast";
import { useSelf } from "./mine";

/** The address that one logs in with; changed by one's password, so that an open browser is not enough. */
export function Email() {
  const { t } = useLingui();
  const { self } = useSelf();
  const { refresh } = useSession();
  const { say } = useToasts();
  const write = useWrite(["email", "current"]);
  async function change(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const done = await write.run((send) =>
      send<Person>("POST", "/me/email", { email: data.get("email"), current: data.get("current") }),
    );
    if (!done) return;
    form.reset();
    await refresh();
    say(t`From now on you log in as ${done.email}`);
  }
  return (
    <Section
      title={<Trans>Email</Trans>}
      lead={
        <Trans>
          You log in as <bdi>{self.email}</bdi>. Everybody here can read it.
        </Trans>
      }
    >
      <form className="flex flex-col gap-4" onSubmit={(event) => void change(event)}>
        <TextField
          label={t`New address`}
          name="email"
          type="email"
          autoComplete="email"
          required
          error={write.at("email")}
        />
        <TextField
          label={t`Your password`}
          name="current"
          type="password"
          autoComplete="current-password"
          required
          error={write.at("current") && t`This is not your password.`}
        />
        <Wrong words={write.words} />
        <Button type="submit" className="self-start" disabled={write.busy}>
          <Trans>Change the address</Trans>
        </Button>
      </form>
    </Section>
  );
}
