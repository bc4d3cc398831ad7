import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link } from "wouter";
import { call } from "../../data/api";
import { DoorForm } from "./form";
import { EmailField, known, Notice, useSetup } from "./pieces";

/** Has a link sent to the address that one logs in with. It says the same whether somebody does. */
export function ForgottenScreen() {
  const { t } = useLingui();
  const setup = useSetup();
  const [asked, setAsked] = useState("");
  if (setup && !setup.reset_by_mail)
    return (
      <Notice title={t`This server sends no mail`}>
        <p>
          <Trans>
            An admin of your workspace can make you a one-time link for a new password: in Settings, People,
            under your name.
          </Trans>
        </p>
        <p>
          <Trans>
            If you are the only one, run this on the server:{" "}
            <code className="block wrap-anywhere">cairn admin reset-password --email …</code>
          </Trans>
        </p>
      </Notice>
    );
  if (asked)
    return (
      <Notice title={t`Look into your mail`}>
        <p>
          <Trans>
            If somebody here logs in with <bdi className="wrap-anywhere">{asked}</bdi>, a link is on its way
            there. It works once, for an hour.
          </Trans>
        </p>
        <p>
          <Trans>
            Nothing came? It may be among the junk, or you log in with another address. An admin of your
            workspace can make you a link too.
          </Trans>
        </p>
      </Notice>
    );
  return (
    <DoorForm
      title={t`A new password`}
      lead={<Trans>We send a link to the address that you log in with.</Trans>}
      action={t`Send me a link`}
      after={
        <p className="text-sm">
          <Link href="/login" className="inline-flex min-h-11 items-center text-accent underline">
            <Trans>Back to the log-in</Trans>
          </Link>
        </p>
      }
      onSubmit={async ({ email = "" }) => {
        await call("POST", "/password-resets/ask", { email });
        setAsked(email);
      }}
    >
      {(errorAt) => <EmailField autoFocus defaultValue={known().email} error={errorAt("email")} />}
    </DoorForm>
  );
}
