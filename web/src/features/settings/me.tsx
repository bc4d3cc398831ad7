import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState, useSyncExternalStore } from "react";
import { Link } from "wouter";
import { useMine } from "../../data/mine";
import { useWrite } from "../../data/write";
import { canInstall, install, onInstallable } from "../../lib/install";
import { chooseTheme, chosenTheme, onTheme, type Theme } from "../../lib/theme";
import { AskLink } from "../../parts/ask-link";
import { LogOut } from "../../parts/log-out";
import { Button } from "../../ui/button";
import { TextArea, TextField } from "../../ui/fields";
import { ReadBy, Section, Wrong } from "../../ui/section";
import { Segments } from "../../ui/segments";
import { useToasts } from "../../ui/toast";
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
  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const done = await write.run(() => change({ name: data.get("name"), title: data.get("title") }));
    if (done) say(t`Saved`);
  }
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void save(event)}>
      <TextField
        key={`name ${self.name}`}
        label={t`Name`}
        name="name"
        defaultValue={self.name}
        autoComplete="name"
        required
        error={write.at("name")}
      />
      <TextField
        key={`title ${self.title}`}
        label={t`What you do`}
        name="title"
        defaultValue={self.title}
        autoComplete="organization-title"
        error={write.at("title")}
      />
      <p className="text-sm text-quiet">
        <Trans>You log in as {self.email}. An admin can change the address.</Trans>
      </p>
      <ReadBy>
        <Trans>Read by: everybody in {me.workspace.name}</Trans>
      </ReadBy>
      <Wrong words={write.words} />
      <Button type="submit" className="self-start" disabled={write.busy}>
        <Trans>Save</Trans>
      </Button>
    </form>
  );
}

interface Standing {
  how_to_work: string;
  how_to_work_version: number;
}

/** A long text names the version that it was written on; when that has changed, both stay on screen (W14). */
function HowToWork() {
  const { t } = useLingui();
  const { me } = useMine();
  const { self, change } = useSelf();
  const { say } = useToasts();
  const [draft, setDraft] = useState<{ text: string; version: number } | null>(null);
  const [standing, setStanding] = useState<Standing | null>(null);
  const write = useWrite(["how_to_work"]);
  const text = draft?.text ?? self.how_to_work;

  async function save(version: number) {
    const done = await write.run(async () => {
      try {
        return await change({ how_to_work: text, how_to_work_version: version });
      } catch (reason) {
        const refused = reason as { code?: string; details?: Standing };
        if (refused.code !== "edit_conflict" || !refused.details) throw reason;
        setStanding(refused.details);
        return null;
      }
    });
    if (!done) return;
    setDraft(null);
    setStanding(null);
    say(t`Saved`);
  }

  return (
    <Section
      title={<Trans>How to work with me</Trans>}
      lead={<Trans>How you like to be asked, what a good request has in it, when you think best.</Trans>}
    >
      <TextArea
        label={t`How to work with me`}
        hideLabel
        className="min-h-40 font-serif"
        value={text}
        aria-invalid={write.at("how_to_work") ? true : undefined}
        onChange={(event) =>
          setDraft({ text: event.target.value, version: draft?.version ?? self.how_to_work_version })
        }
      />
      <ReadBy>
        <Trans>Read by: everybody in {me.workspace.name}</Trans> · <Trans>Markdown</Trans>
      </ReadBy>
      <Wrong words={write.at("how_to_work") ?? write.words} />
      {standing ? (
        <div role="alert" className="flex flex-col gap-3 rounded-md border border-edge p-4">
          <p>
            <Trans>
              This text was changed elsewhere meanwhile. Yours is kept above; this is how it stands now:
            </Trans>
          </p>
          <p className="prose max-h-60 overflow-y-auto border-l-2 border-line pl-3 whitespace-pre-wrap">
            {standing.how_to_work}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button
              look="primary"
              disabled={write.busy}
              onClick={() => void save(standing.how_to_work_version)}
            >
              <Trans>Use mine</Trans>
            </Button>
            <Button
              onClick={() => {
                setDraft({ text: standing.how_to_work, version: standing.how_to_work_version });
                setStanding(null);
              }}
            >
              <Trans>Take this one</Trans>
            </Button>
          </div>
        </div>
      ) : (
        <div className="flex gap-2">
          <Button disabled={!draft || write.busy} onClick={() => draft && void save(draft.version)}>
            <Trans>Save</Trans>
          </Button>
          {draft && (
            <Button
              look="plain"
              onClick={() => {
                setDraft(null);
                write.clear();
              }}
            >
              <Trans>Undo my changes</Trans>
            </Button>
          )}
        </div>
      )}
    </Section>
  );
}
