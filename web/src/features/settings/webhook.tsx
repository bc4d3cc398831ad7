import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { useFormDraft } from "../../data/draft";
import { useWrite } from "../../data/write";
import type { WaysOut } from "../../types";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { Confirm } from "../../ui/confirm";
import { TextField } from "../../ui/fields";
import { Section, Wrong } from "../../ui/section";
import { useToasts } from "../../ui/toast";

interface Props {
  webhook: WaysOut["webhook"];
  onChanged: () => void;
}

/** A person's own channel at a chat. It has content only once they say that nobody else reads there. */
export function Webhook({ webhook, onChanged }: Props) {
  const { t } = useLingui();
  const { say } = useToasts();
  const write = useWrite(["url"]);
  const draft = useFormDraft("webhook");
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [alone, setAlone] = useState(webhook?.mine_alone ?? false);
  const [removing, setRemoving] = useState(false);
  const changed = url.trim() !== (webhook?.url ?? "") || alone !== (webhook?.mine_alone ?? false);

  async function save(event: FormEvent) {
    event.preventDefault();
    const set = await write.run((send) =>
      send<WaysOut>("POST", "/me/webhook", { url: url.trim(), mine_alone: alone }),
    );
    if (!set) return;
    draft.drop();
    onChanged();
    say(t`Saved`);
  }

  async function tryIt() {
    const sent = await write.run((send) => send<null>("POST", "/me/webhook/try"));
    onChanged();
    if (sent !== undefined) say(t`Sent. Look whether it has come.`);
  }

  async function remove() {
    if ((await write.run((send) => send<null>("DELETE", "/me/webhook"))) === undefined) return;
    setRemoving(false);
    setUrl("");
    setAlone(false);
    onChanged();
    say(t`Removed`);
  }

  return (
    <Section
      title={<Trans>My chat</Trans>}
      lead={
        <Trans>
          An incoming webhook of Slack, Mattermost or another chat that takes the same. It gets counts and a
          link.
        </Trans>
      }
    >
      <form
        {...draft.props}
        className="flex max-w-prose flex-col gap-3"
        onSubmit={(event) => void save(event)}
        noValidate
      >
        <TextField
          label={t`Address`}
          name="url"
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          dir="ltr"
          maxLength={2000}
          placeholder="https://hooks.slack.com/services/…"
          hint={t`Make one in your chat, for a channel of your own. Whoever has the address can write there.`}
          value={url}
          error={write.at("url")}
          onChange={(event) => {
            write.clear();
            setUrl(event.target.value);
          }}
        />
        <Choice
          type="checkbox"
          name="mine_alone"
          checked={alone}
          onChange={(event) => setAlone(event.target.checked)}
          hint={t`Then messages also say what it is about: titles, names and reasons.`}
        >
          <Trans>This channel is mine alone; nobody else reads it</Trans>
        </Choice>
        {webhook?.trouble && !changed && !write.words && (
          <p className="text-sm text-warn">
            <Trans>The last message did not arrive: {webhook.trouble}.</Trans>
          </p>
        )}
        <Wrong words={write.words} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" disabled={!changed || !url.trim() || write.busy}>
            <Trans>Save my chat</Trans>
          </Button>
          {webhook && (
            <>
              <Button look="plain" disabled={changed || write.busy} onClick={() => void tryIt()}>
                <Trans>Send a try</Trans>
              </Button>
              <Button look="plain" onClick={() => setRemoving(true)}>
                <Trans>Remove</Trans>
              </Button>
            </>
          )}
        </div>
      </form>
      {webhook && (
        <details className="max-w-prose text-sm text-quiet">
          <summary className="cursor-pointer py-2">
            <Trans>For a receiver of your own: how messages are signed</Trans>
          </summary>
          <p>
            <Trans>
              By the Standard Webhooks scheme, in the headers webhook-id, webhook-timestamp and
              webhook-signature, with this secret:
            </Trans>
          </p>
          <code className="block py-1 text-xs wrap-anywhere select-all">{webhook.secret}</code>
        </details>
      )}
      {removing && (
        <Confirm
          title={t`Remove your chat?`}
          action={t`Remove`}
          busy={write.busy}
          wrong={write.words}
          onConfirm={() => void remove()}
          onClose={() => setRemoving(false)}
        >
          <p>
            <Trans>Nothing goes there any more. What you are told stays on Today.</Trans>
          </p>
        </Confirm>
      )}
    </Section>
  );
}
