import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { ApiError, call } from "../../data/api";
import { useDraft } from "../../data/draft";
import { useMine } from "../../data/mine";
import { useWrite } from "../../data/write";
import { fromServer } from "../../lib/trusted";
import { Button } from "../../ui/button";
import { TextArea } from "../../ui/fields";
import { ReadBy, Section, Wrong } from "../../ui/section";
import { Segments } from "../../ui/segments";
import { useToasts } from "../../ui/toast";
import { useSelf } from "./mine";

interface Standing {
  how_to_work: string;
  how_to_work_version: number;
}

interface Draft {
  text: string;
  version: number;
}

/** A draft is kept with the version that it was written on, in its first line. */
function useVersionedDraft(): [draft: Draft | null, keep: (draft: Draft | null) => void] {
  const [kept, write] = useDraft("how-to-work");
  const end = kept.indexOf("\n");
  const draft = end < 0 ? null : { version: Number(kept.slice(0, end)), text: kept.slice(end + 1) };
  return [draft, (next) => write(next ? `${next.version}\n${next.text}` : "")];
}

/** A long text names the version that it was written on; when that has changed, both stay on screen (W14). */
export function HowToWork() {
  const { t } = useLingui();
  const { me } = useMine();
  const { self, change } = useSelf();
  const { say } = useToasts();
  const [draft, keep] = useVersionedDraft();
  const [mode, setMode] = useState<"write" | "look">("write");
  const [standing, setStanding] = useState<Standing | null>(null);
  const write = useWrite(["how_to_work"]);
  const text = draft?.text ?? self.how_to_work;

  async function save(version: number) {
    const done = await write.run(async (send) => {
      try {
        return await change(send, { how_to_work: text, how_to_work_version: version });
      } catch (reason) {
        const refused = reason as { code?: string; details?: Standing };
        if (refused.code !== "edit_conflict" || !refused.details) throw reason;
        setStanding(refused.details);
        return null;
      }
    });
    if (!done) return;
    keep(null);
    setStanding(null);
    say(t`Saved`);
  }

  return (
    <Section
      title={<Trans>How to work with me</Trans>}
      lead={<Trans>How you like to be asked, what a good request has in it, when you think best.</Trans>}
      action={
        text.trim() ? (
          <Segments
            label={t`Write or look`}
            value={mode}
            onChange={setMode}
            options={[
              { value: "write", label: t`Write` },
              { value: "look", label: t`Preview` },
            ]}
          />
        ) : undefined
      }
    >
      {mode === "look" && text.trim() ? (
        <Preview text={text} />
      ) : (
        <TextArea
          label={t`How to work with me`}
          hideLabel
          dir="auto"
          className="min-h-40 font-serif"
          value={text}
          aria-invalid={write.at("how_to_work") ? true : undefined}
          onChange={(event) =>
            keep({ text: event.target.value, version: draft?.version ?? self.how_to_work_version })
          }
        />
      )}
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
          <p
            dir="auto"
            className="prose max-h-60 overflow-y-auto border-l-2 border-line pl-3 whitespace-pre-wrap"
          >
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
                keep(null);
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
            <Trans>Save the text</Trans>
          </Button>
          {draft && (
            <Button
              look="plain"
              onClick={() => {
                const { text, version } = draft;
                keep(null);
                write.clear();
                say(t`Your changes are gone`, async () => keep({ text, version }));
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

/** The words as others will see them; the server renders them, here as everywhere. */
function Preview({ text }: { text: string }) {
  const [html, setHtml] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    call<{ html: string }>("POST", "/markdown", { text }, stop.signal).then(
      (answer) => setHtml(answer.html),
      (reason) => {
        if (reason instanceof ApiError) setFailed(true);
      },
    );
    return () => stop.abort();
  }, [text]);
  if (failed)
    return (
      <p className="min-h-40 text-quiet">
        <Trans>The server is out of reach, and only it can show this. Your words are kept.</Trans>
      </p>
    );
  return html === null ? (
    <div className="min-h-40" />
  ) : (
    <div
      className="prose min-h-40 rounded-md border border-line px-3 py-2"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitized by the server, through the one policy.
      dangerouslySetInnerHTML={fromServer(html)}
    />
  );
}
