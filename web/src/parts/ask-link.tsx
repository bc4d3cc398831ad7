import { Trans, useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { useAll, useMine } from "../data/mine";
import { askSlug } from "../lib/slug";
import type { Person } from "../types";
import { Button } from "../ui/button";
import { Section } from "../ui/section";
import { useToasts } from "../ui/toast";

/** Copies one's own ask link, or what to answer with when somebody asks in a chat. */
export function useAskLink() {
  const { t } = useLingui();
  const { me, replica } = useMine();
  const { say } = useToasts();
  // Computed when it is wanted: it reads the name of everybody.
  const url = () => `${location.origin}/ask/${askSlug(me.person, replica.memory.all<Person>("person"))}`;
  const copy = (text: string) => {
    navigator.clipboard.writeText(text).then(
      () => say(t`Copied: ${text}`),
      () => say(t`This browser does not let it be copied. Here it is: ${text}`),
    );
  };
  const reply = (link: string) => t`Put it here and I’ll see it in my day: ${link}`;
  return { url, copyLink: () => copy(url()), copyReply: () => copy(reply(url())) };
}

export function AskLink() {
  const { t } = useLingui();
  const { copyLink, copyReply, ...link } = useAskLink();
  const people = useAll<Person>("person");
  // biome-ignore lint/correctness/useExhaustiveDependencies: it depends on everybody's names.
  const url = useMemo(() => link.url(), [people]);
  return (
    <Section
      title={<Trans>My ask link</Trans>}
      lead={
        <Trans>
          For your chat status and your signature. It opens your list with the line to add to it, and what
          that costs you.
        </Trans>
      }
    >
      <output
        aria-label={t`My ask link`}
        className="block rounded-md border border-line bg-wash px-3 py-2 text-sm break-all select-all"
      >
        {url}
      </output>
      <div className="flex flex-wrap gap-2">
        <Button onClick={copyLink}>
          <Trans>Copy</Trans>
        </Button>
        <Button look="plain" onClick={copyReply}>
          <Trans>Reply with my ask link</Trans>
        </Button>
      </div>
    </Section>
  );
}
