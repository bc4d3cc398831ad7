import { Trans, useLingui } from "@lingui/react/macro";
import { useCallback, useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { ApiError, call } from "../../data/api";
import { useSession } from "../../data/session";
import { allZones, localZone } from "../../lib/zones";
import type { Me } from "../../types";
import { NativeSelect, TextField } from "../../ui/fields";
import { EmptyState } from "../../ui/small";
import { DemoLogIns } from "./demo-log-ins";
import { DoorForm } from "./form";
import { SetupChoice } from "./setup-choice";
import { wanted } from "./wanted";

/** The one-time secret of a link. It stands in the fragment, which browsers never send. */
const linkToken = () => decodeURIComponent(location.hash.slice(1));

export function LoginScreen() {
  const { t } = useLingui();
  const { session, enter } = useSession();
  const [, navigate] = useLocation();
  const setup = session.state === "out" && session.setupNeeded;
  return (
    <DoorForm
      title={t`Log in`}
      lead={
        setup ? (
          <Trans>
            This server has no workspace yet. Open the set-up link that it printed when it started.
          </Trans>
        ) : undefined
      }
      action={t`Log in`}
      after={<DemoLogIns />}
      onSubmit={async ({ email, password }) => {
        await enter(await call<Me>("POST", "/session", { email, password }));
        navigate(wanted(), { replace: true });
      }}
    >
      {(errorAt) => (
        <>
          <TextField
            label={t`Email`}
            name="email"
            type="email"
            autoComplete="username"
            required
            autoFocus
            error={errorAt("email")}
          />
          <TextField
            label={t`Password`}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            error={errorAt("password")}
            hint={t`Forgotten? An admin of your workspace can make you a new link.`}
          />
        </>
      )}
    </DoorForm>
  );
}

function ZoneField() {
  const { t } = useLingui();
  const here = localZone();
  const zones = allZones();
  return (
    <NativeSelect
      label={t`Time zone`}
      name="time_zone"
      defaultValue={here}
      hint={t`Your working day, due dates and digests follow it.`}
      options={(zones.includes(here) ? zones : [here, ...zones]).map((zone) => ({
        value: zone,
        label: zone.replaceAll("_", " "),
      }))}
    />
  );
}

function PasswordField({ error }: { error: string | undefined }) {
  const { t } = useLingui();
  return (
    <TextField
      label={t`Password`}
      name="password"
      type="password"
      autoComplete="new-password"
      required
      minLength={10}
      hint={t`At least 10 characters. A few words are better than a few signs.`}
      error={error}
    />
  );
}

export function SetupScreen() {
  const { t } = useLingui();
  const { enter } = useSession();
  const [, navigate] = useLocation();
  const [token] = useState(linkToken);
  const [own, setOwn] = useState(false);
  const beginOwn = useCallback(() => setOwn(true), []);
  if (!token) return <BrokenLink />;
  if (!own) return <SetupChoice token={token} onOwn={beginOwn} />;
  return (
    <DoorForm
      title={t`Begin a workspace`}
      lead={<Trans>Three minutes to the first task. You will be its owner.</Trans>}
      action={t`Begin`}
      onSubmit={async (values) => {
        await enter(await call<Me>("POST", "/setup", { token, ...values }));
        navigate("/start", { replace: true });
      }}
    >
      {(errorAt) => (
        <>
          <TextField
            label={t`Name of the workspace`}
            name="workspace"
            required
            autoFocus
            error={errorAt("workspace")}
          />
          <TextField label={t`Your name`} name="name" autoComplete="name" required error={errorAt("name")} />
          <TextField
            label={t`Email`}
            name="email"
            type="email"
            autoComplete="username"
            required
            error={errorAt("email")}
          />
          <PasswordField error={errorAt("password")} />
          <ZoneField />
        </>
      )}
    </DoorForm>
  );
}

export function JoinScreen() {
  const { t } = useLingui();
  const { enter } = useSession();
  const [, navigate] = useLocation();
  const [token] = useState(linkToken);
  const [invitation, setInvitation] = useState<{ workspace: string; name: string; email: string } | null>(
    null,
  );
  const [error, setError] = useState<ApiError | null>(null);
  useEffect(() => {
    if (!token) return;
    call<{ workspace: string; name: string; email: string }>("POST", "/invitations/open", { token }).then(
      setInvitation,
      (reason) => reason instanceof ApiError && setError(reason),
    );
  }, [token]);
  if (!token || (error && error.code !== "unreachable")) return <BrokenLink />;
  if (!invitation) return null;
  const { workspace, email } = invitation;
  return (
    <DoorForm
      title={t`Join ${workspace}`}
      lead={<Trans>You will log in as {email}.</Trans>}
      action={t`Join`}
      onSubmit={async (values) => {
        await enter(await call<Me>("POST", "/invitations/accept", { token, ...values }));
        navigate("/", { replace: true });
      }}
    >
      {(errorAt) => (
        <>
          <input type="hidden" autoComplete="username" value={email} readOnly />
          <TextField
            label={t`Your name`}
            name="name"
            autoComplete="name"
            required
            defaultValue={invitation.name}
            error={errorAt("name")}
          />
          <PasswordField error={errorAt("password")} />
          <ZoneField />
        </>
      )}
    </DoorForm>
  );
}

export function ResetScreen() {
  const { t } = useLingui();
  const [token] = useState(linkToken);
  const [, navigate] = useLocation();
  if (!token) return <BrokenLink />;
  return (
    <DoorForm
      title={t`A new password`}
      lead={<Trans>It ends all your sessions and tokens. Then log in with it.</Trans>}
      action={t`Set it`}
      onSubmit={async ({ password }) => {
        await call("POST", "/password-resets/use", { token, password });
        navigate("/login", { replace: true });
      }}
    >
      {(errorAt) => <PasswordField error={errorAt("password")} />}
    </DoorForm>
  );
}

function BrokenLink() {
  const { t } = useLingui();
  return (
    <main className="mx-auto max-w-104 px-5 py-16">
      <EmptyState page title={t`This link does not work`}>
        <p>
          <Trans>It was used before, has expired, or was cut off. Ask for a new one.</Trans>
        </p>
        <p className="mt-3">
          <Link href="/login" className="text-accent underline">
            <Trans>Log in</Trans>
          </Link>
        </p>
      </EmptyState>
    </main>
  );
}
