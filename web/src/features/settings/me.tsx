import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useSyncExternalStore } from "react";
import { Link } from "wouter";
import { useFormDraft } from "../../data/draft";
import { useMine } from "../../data/mine";
import { useWrite } from "../../data/write";
import { canInstall, install, onInstallable } from "../../lib/install";
import { chooseTheme, chosenTheme, onTheme, type Theme } from "../../lib/theme";
import { AskLink } from "../../parts/ask-link";
import { LogOut } from "../../parts/log-out";
import { Button } from "../../ui/button";
import { TextField } from "../../ui/fields";
import { UndoChanges } from "../../ui/kept-form";
import { ReadBy, Section, Wrong } from "../../ui/section";
import { Segments } from "../../ui/segments";
import { useToasts } from "../../ui/toast";
import { Email } from "./email";
import { HowToWork } from "./how-to-work";
import { useSelf } from "./mine";
import { PageTitle } from "./page";

export function MePage() {
  const { t } = useLingui();
  const { self } = useSelf();
  const theme = useSyncExternalStore(onTheme, chosenTheme);
  return (
    <>
      <PageTitle
        title={self.name}
        lead={
          <Link href={`/people/${self.id}/about`} className="text-accent underline">
            <Trans>As others see you</Trans>
          </Link>
        }
      />
      <Profile />
      <Email />
      <HowToWork />
      <AskLink />
      <Section title={<Trans>Light or dark</Trans>} lead={<Trans>On this device.</Trans>}>
        <div>
          <Segments<Theme>
            label={t`Light or dark`}
            value={theme}
            onChange={chooseTheme}
            options={[
              { value: "auto", label: t`As the device` },
              { value: "light", label: t`Light` },
              { value: "dark", label: t`Dark` },
            ]}
          />
        </div>
      </Section>
      <Section title={<Trans>This device</Trans>}>
        <Install />
        <LogOut />
      </Section>
    </>
  );
}

function Install() {
  const offered = useSyncExternalStore(onInstallable, canInstall);
  if (!offered) return null;
  return (
    <Button className="self-start" onClick={install}>
      <Trans>Install as an app</Trans>
    </Button>
  );
}

function Profile() {
  const { t } = useLingui();
  const { me } = useMine();
  const { self, change } = useSelf();
  const { say } = useToasts();
  const write = useWrite(["name", "title"]);
  const draft = useFormDraft("profile");
  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const done = await write.run((send) =>
      change(send, { name: data.get("name"), title: data.get("title") }),
    );
    if (!done) return;
    draft.drop();
    say(t`Saved`);
  }
  return (
    <form {...draft.props} className="flex flex-col gap-4" onSubmit={(event) => void save(event)}>
      <TextField
        key={`name ${self.name}`}
        label={t`Name`}
        name="name"
        dir="auto"
        defaultValue={self.name}
        autoComplete="name"
        required
        error={write.at("name")}
      />
      <TextField
        key={`title ${self.title}`}
        label={t`What you do`}
        name="title"
        dir="auto"
        defaultValue={self.title}
        autoComplete="organization-title"
        error={write.at("title")}
      />
      <p className="text-sm text-quiet">
        <Trans>
          Only an admin can change your manager, your teams and your role; you see each change under{" "}
          <Link href="/settings/acts" className="text-accent underline">
            What admins did
          </Link>
          .
        </Trans>
      </p>
      <ReadBy>
        <Trans>Read by: everybody in {me.workspace.name}</Trans>
      </ReadBy>
      <Wrong words={write.words} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={write.busy}>
          <Trans>Save the profile</Trans>
        </Button>
        <UndoChanges draft={draft} />
      </div>
    </form>
  );
}
