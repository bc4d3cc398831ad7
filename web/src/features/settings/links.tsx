import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import type { components } from "../../api.gen";
import { ApiError, call } from "../../data/api";
import { quoted } from "../../lib/csv";
import { isolate } from "../../lib/isolate";
import type { Invitation } from "../../types";
import { Button } from "../../ui/button";
import { OnlyHere } from "../../ui/once";
import { Progress } from "../../ui/progress";
import { Wrong } from "../../ui/section";
import { useToasts } from "../../ui/toast";

interface Who {
  name: string;
  email: string;
}

interface Made extends Who {
  link: string;
}

/** So many in one request: the bar moves, and a lost answer loses few links. */
const atOnce = 20;

interface Props {
  /** Who has no invitation that works: a new one would make theirs void. */
  people: readonly Who[];
  /** The server sends mail: then they can be invited by it, too. */
  mails: boolean;
  /** Something else on the page comes first. */
  aside?: boolean;
  onMade?: () => void;
}

/**
 * Invites many people: by mail, or by links that are shown this once, as a list, and as a table to copy or keep.
 */
export function Links({ people, mails, aside = false, onMade }: Props) {
  const { t } = useLingui();
  const { say } = useToasts();
  const [links, setLinks] = useState<readonly Made[]>([]);
  const [sent, setSent] = useState<readonly string[]>([]);
  const [total, setTotal] = useState(0);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | undefined>();
  const missing = people.filter(
    ({ email }) => !sent.includes(email) && !links.some((made) => made.email === email),
  );

  useEffect(() => {
    if (!busy && !links.length) return;
    // The links are nowhere else: who leaves before they have copied them makes them anew.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [busy, links.length]);

  async function make(by_mail: boolean) {
    setBusy(true);
    setWrong(undefined);
    setTotal(links.length + sent.length + missing.length);
    try {
      for (let i = 0; i < missing.length; i += atOnce) {
        const some = missing.slice(i, i + atOnce);
        const { results } = await call<components["schemas"]["BatchResult"]>("POST", "/batch", {
          operations: some.map(({ name, email }) => ({
            key: crypto.randomUUID(),
            method: "POST",
            path: "/api/v1/invitations",
            body: { name, email, by_mail },
          })),
        });
        const refused = results.find((result) => result.status >= 300);
        if (refused) setWrong((refused.body as { detail?: string } | undefined)?.detail ?? refused.code);
        const made = results.flatMap((result, at) => {
          const who = some[at];
          const { link } = (result.body ?? {}) as Partial<Invitation>;
          return who && link ? [{ ...who, link }] : [];
        });
        if (by_mail) setSent((before) => [...before, ...made.map(({ email }) => email)]);
        else setLinks((before) => [...before, ...made]);
      }
    } catch (reason) {
      if (!(reason instanceof ApiError)) throw reason;
      setWrong(
        reason.message ||
          (by_mail
            ? t`The server is out of reach. Go on when it is back.`
            : t`The server is out of reach. The links so far are below; go on when it is back.`),
      );
    } finally {
      setBusy(false);
      onMade?.();
    }
  }

  const csv = `name,email,link\n${links
    .map((made) => [made.name, made.email, made.link].map(quoted).join(","))
    .join("\n")}\n`;
  function keep() {
    const url = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
    const anchor = document.createElement("a");
    anchor.href = url;
    anchor.download = "links.csv";
    anchor.click();
    URL.revokeObjectURL(url);
  }

  if (!busy && !missing.length && !sent.length && !links.length && !wrong) return null;
  const only = missing.length === 1 && isolate(missing[0]?.name ?? "");
  return (
    <div className="flex flex-col gap-3">
      {busy ? (
        <Progress
          label={t`Invitations made`}
          done={links.length + sent.length}
          total={total}
          words={t`${links.length + sent.length} of ${total}`}
        />
      ) : (
        missing.length > 0 && (
          <div className="flex flex-wrap gap-2">
            {mails && (
              <Button look={aside || links.length ? "secondary" : "primary"} onClick={() => void make(true)}>
                {only ? t`Invite ${only} by mail` : t`Send ${missing.length} invitations by mail`}
              </Button>
            )}
            <Button
              look={mails ? "plain" : aside || links.length ? "secondary" : "primary"}
              onClick={() => void make(false)}
            >
              {only ? t`Make a link for ${only}` : t`Make ${missing.length} links`}
            </Button>
          </div>
        )
      )}
      {sent.length > 0 && !busy && (
        <p role="status" className="text-sm">
          {sent.length === 1
            ? t`The invitation is on its way by mail.`
            : t`${sent.length} invitations are on their way by mail.`}
        </p>
      )}
      <Wrong words={wrong} />
      {links.length > 0 && (
        <>
          <p className="text-sm text-quiet">
            <Trans>Copy them now: they are not shown again.</Trans>
          </p>
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => void navigator.clipboard.writeText(csv).then(() => say(t`Copied`))}>
              <Trans>Copy all as CSV</Trans>
            </Button>
            <Button look="plain" onClick={keep}>
              <Trans>Download as CSV</Trans>
            </Button>
          </div>
          {links[0]?.link && <OnlyHere link={links[0].link} />}
          <ul className="border-y border-line">
            {links.map((made) => (
              <li key={made.email} className="border-b border-line py-2 text-sm last:border-0">
                <bdi>{made.name}</bdi>
                <span className="block break-all select-all">{made.link}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
