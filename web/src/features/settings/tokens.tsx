import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import type { components } from "../../api.gen";
import { useFormDraft } from "../../data/draft";
import { useFetched } from "../../data/fetched";
import { useMine } from "../../data/mine";
import { useWrite } from "../../data/write";
import { dateRange } from "../../lib/dates";
import { isolate } from "../../lib/isolate";
import type { Page } from "../../types";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { Confirm } from "../../ui/confirm";
import { Dialog } from "../../ui/dialog";
import { TextField } from "../../ui/fields";
import { Once } from "../../ui/once";
import { Section, Wrong } from "../../ui/section";
import { useToasts } from "../../ui/toast";
import { PageTitle, Row, Rows } from "./page";

type Token = components["schemas"]["Token"];
type Scope = "read" | "write" | "admin";

export function TokensPage() {
  const tokens = useFetched<Page<Token>>("/tokens");
  return (
    <>
      <PageTitle
        title={<Trans>API tokens</Trans>}
        lead={
          <Trans>
            A program with one does what you may do, and no more. What it does is done in your name.{" "}
            <a href="/api" className="text-accent underline">
              The API
            </a>
          </Trans>
        }
      />
      {tokens.data && tokens.data.items.length > 0 && (
        <Rows>
          {tokens.data.items.map((token) => (
            <Entry key={token.id} token={token} onEnded={tokens.again} />
          ))}
        </Rows>
      )}
      <Make onMade={tokens.again} />
    </>
  );
}

function useScopeWords(): Record<Scope, [name: string, what: string]> {
  const { t } = useLingui();
  return {
    read: [t`Read`, t`sees what you see`],
    write: [t`Write`, t`changes tasks and your own profile`],
    admin: [t`Administer`, t`manages people, teams and the workspace`],
  };
}

function Entry({ token, onEnded }: { token: Token; onEnded: () => void }) {
  const { t } = useLingui();
  const { say } = useToasts();
  const words = useScopeWords();
  const write = useWrite();
  const [asking, setAsking] = useState(false);
  const day = (instant: string) => dateRange(instant.slice(0, 10), instant.slice(0, 10));
  const scopes = (token.scopes as Scope[]).map((scope) => words[scope][0]).join(", ");
  async function revoke() {
    if ((await write.run((send) => send<null>("DELETE", `/tokens/${token.id}`))) === undefined) return;
    setAsking(false);
    onEnded();
    say(t`Revoked`);
  }
  return (
    <Row
      action={
        <Button look="plain" aria-label={t`Revoke ${isolate(token.name)}`} onClick={() => setAsking(true)}>
          <Trans>Revoke</Trans>
        </Button>
      }
    >
      <p className="wrap-anywhere">
        <bdi>{token.name}</bdi> <code className="text-xs text-quiet">{token.prefix}…</code>
      </p>
      <p className="text-sm text-quiet">
        {[
          scopes,
          token.last_used_on ? t`last used ${day(token.last_used_on)}` : t`never used`,
          token.expires_at ? t`until ${day(token.expires_at)}` : t`does not expire`,
        ].join(" · ")}
      </p>
      {asking && (
        <Confirm
          title={t`Revoke ${isolate(token.name)}?`}
          action={t`Revoke`}
          busy={write.busy}
          wrong={write.words}
          onConfirm={() => void revoke()}
          onClose={() => setAsking(false)}
        >
          <p>
            <Trans>Programs that use it are refused from now on. It can’t be taken back.</Trans>
          </p>
        </Confirm>
      )}
    </Row>
  );
}

/** Three months on: a token that is forgotten ends by itself. */
function inThreeMonths(): string {
  const at = new Date();
  at.setMonth(at.getMonth() + 3);
  return at.toISOString().slice(0, 10);
}

function Make({ onMade }: { onMade: () => void }) {
  const { t } = useLingui();
  const { me } = useMine();
  const words = useScopeWords();
  const write = useWrite(["name", "scopes", "expires_on"]);
  const draft = useFormDraft("token");
  const [made, setMade] = useState<Token | null>(null);
  const admin = me.person.role !== "member";
  const scopes: Scope[] = admin ? ["read", "write", "admin"] : ["read", "write"];
  async function make(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const expires = String(data.get("expires_on") ?? "");
    const token = await write.run((send) =>
      send<Token>("POST", "/tokens", {
        name: data.get("name"),
        scopes: data.getAll("scopes"),
        ...(expires ? { expires_on: expires } : {}),
      }),
    );
    if (!token) return;
    draft.drop();
    form.reset();
    setMade(token);
    onMade();
  }
  return (
    <Section title={<Trans>Make a token</Trans>}>
      <form {...draft.props} className="flex flex-col gap-4" onSubmit={(event) => void make(event)}>
        <TextField
          label={t`What it is for`}
          name="name"
          required
          autoComplete="off"
          placeholder={t`Nightly report`}
          hint={t`Read by: only you.`}
          error={write.at("name")}
        />
        <fieldset>
          <legend className="text-sm font-medium">
            <Trans>What it may do</Trans>
          </legend>
          {scopes.map((scope) => (
            <Choice
              key={scope}
              type="checkbox"
              name="scopes"
              value={scope}
              defaultChecked={scope === "read"}
              hint={words[scope][1]}
            >
              {words[scope][0]}
            </Choice>
          ))}
          <Wrong words={write.at("scopes")} />
        </fieldset>
        <TextField
          label={t`Until`}
          name="expires_on"
          type="date"
          defaultValue={inThreeMonths()}
          hint={t`The last day on which it works. Empty: it does not expire.`}
          error={write.at("expires_on")}
        />
        <Wrong words={write.words} />
        <Button type="submit" look="primary" className="self-start" disabled={write.busy}>
          <Trans>Make it</Trans>
        </Button>
      </form>
      {made?.secret && (
        <Dialog title={t`The token “${isolate(made.name)}”`} onClose={() => setMade(null)}>
          <p className="text-quiet">
            <Trans>Copy it now and keep it like a password. It is not shown again.</Trans>
          </p>
          <Once secret={made.secret} label={t`The token`} />
          <Button look="plain" className="self-start" onClick={() => setMade(null)}>
            <Trans>I have it</Trans>
          </Button>
        </Dialog>
      )}
    </Section>
  );
}
