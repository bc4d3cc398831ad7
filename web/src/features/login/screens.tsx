import { Trans, useLingui } from "@lingui/react/macro";
import { type MouseEvent, useCallback, useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import type { components } from "../../api.gen";
import { ApiError, call } from "../../data/api";
import { useSession } from "../../data/session";
import { allZones, localZone } from "../../lib/zones";
import type { Me } from "../../types";
import { Button } from "../../ui/button";
import { NativeSelect, TextField } from "../../ui/fields";
import { useKeptForm } from "../../ui/kept-form";
import { DemoLogIns } from "./demo-log-ins";
import { Door, DoorForm } from "./form";
import { BrokenLink, EmailField, known, linkToken, PasswordField, useSetup } from "./pieces";
import { SetupChoice } from "./setup-choice";
import { wanted } from "./wanted";

type Opened = components["schemas"]["Opened"];

export function LoginScreen() {
  const { t } = useLingui();
  const { session, enter } = useSession();
  const [, navigate] = useLocation();
  const setup = useSetup();
  const needed = session.state === "out" && session.setupNeeded;
  const [{ email, fresh }] = useState(known);
  function forgotten(event: MouseEvent<HTMLAnchorElement>) {
    const form = event.currentTarget.closest("form");
    event.preventDefault();
    navigate("/forgotten", { state: { email: form ? new FormData(form).get("email") : "" } });
  }
  return (
    <DoorForm
      title={t`Log in`}
      lead={
        needed ? (
          <Trans>
            This server has no workspace yet. Open the set-up link that it printed when it started.
          </Trans>
        ) : fresh ? (
          <p role="status">
            <Trans>The new password is set. Log in with it.</Trans>
          </p>
        ) : undefined
      }
      action={t`Log in`}
      after={<DemoLogIns demo={setup?.demo ?? null} />}
      onSubmit={async ({ email, password }) => {
        await enter(await call<Me>("POST", "/session", { email, password }));
        navigate(wanted(), { replace: true });
      }}
    >
      {(errorAt) => (
        <>
          <EmailField autoFocus={!email} defaultValue={email} error={errorAt("email")} />
          <TextField
            autoFocus={!!email}
            label={t`Password`}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            error={errorAt("password")}
          />
          <div className="-my-3 flex min-h-11 items-start text-sm">
            {setup &&
              (setup.reset_by_mail ? (
                <Link
                  href="/forgotten"
                  className="inline-flex min-h-11 items-center text-accent underline"
                  onClick={forgotten}
                >
                  <Trans>Forgotten your password?</Trans>
                </Link>
              ) : (
                <p className="text-xs text-quiet">
                  <Trans>Forgotten? An admin of your workspace can make you a one-time link.</Trans>
                </p>
              ))}
          </div>
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

export function SetupScreen() {
  const { t } = useLingui();
  const { enter } = useSession();
  const [, navigate] = useLocation();
  const [token] = useState(linkToken);
  const draft = useKeptForm("cairn.begin.workspace");
  const [own, setOwn] = useState(draft.begun);
  const [used, setUsed] = useState(false);
  const beginOwn = useCallback(() => setOwn(true), []);
  const refuse = useCallback(() => setUsed(true), []);
  if (!token || used) return <BrokenLink />;
  if (!own) return <SetupChoice token={token} onOwn={beginOwn} onUsed={refuse} />;
  return (
    <DoorForm
      title={t`Begin a workspace`}
      lead={<Trans>Three minutes to the first task. You will be its owner.</Trans>}
      action={t`Begin`}
      draft={draft}
      onSubmit={async (values) => {
        await enter(await call<Me>("POST", "/setup", { token, ...values }));
        draft.drop();
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
          <EmailField error={errorAt("email")} />
          <PasswordField error={errorAt("password")} />
          <ZoneField />
        </>
      )}
    </DoorForm>
  );
}

/** What a link tells whoever holds it; `instead` is the page while it does not. */
function useOpened(path: string) {
  const [token] = useState(linkToken);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  useEffect(() => {
    if (!token) return;
    call<Opened>("POST", path, { token }).then(
      setOpened,
      (reason) => reason instanceof ApiError && setError(reason),
    );
  }, [path, token]);
  const broken = !token || (error && error.code !== "unreachable");
  return { token, opened, instead: broken ? <BrokenLink /> : error && <OutOfReach /> };
}

export function JoinScreen() {
  const { t } = useLingui();
  const { enter } = useSession();
  const [, navigate] = useLocation();
  const { token, opened, instead } = useOpened("/invitations/open");
  const draft = useKeptForm(`cairn.begin.${opened?.email ?? ""}`);
  if (!opened) return instead;
  const { workspace, email, by } = opened;
  return (
    <DoorForm
      title={t`Join ${workspace}`}
      lead={
        <>
          <p>
            {by && (
              <Trans>
                <bdi>{by}</bdi> invites you.
              </Trans>
            )}{" "}
            <Trans>
              In Cairn people put on each other’s lists what they need, by when. Yours waits until your day
              begins.
            </Trans>
          </p>
          <p className="mt-2">
            <Trans>You will log in as {email}.</Trans>
          </p>
        </>
      }
      action={t`Join`}
      draft={draft}
      onSubmit={async (values) => {
        await enter(await call<Me>("POST", "/invitations/accept", { token, ...values }));
        draft.drop();
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
            defaultValue={opened.name}
            error={errorAt("name")}
          />
          <PasswordField autoFocus error={errorAt("password")} />
          <ZoneField />
        </>
      )}
    </DoorForm>
  );
}

export function ResetScreen() {
  const { t } = useLingui();
  const { token, opened, instead } = useOpened("/password-resets/open");
  const [, navigate] = useLocation();
  if (!opened) return instead;
  const { email } = opened;
  return (
    <DoorForm
      title={t`A new password`}
      lead={<Trans>For {email}. It ends all your sessions and tokens. Then log in with it.</Trans>}
      action={t`Set it`}
      onSubmit={async ({ password }) => {
        await call("POST", "/password-resets/use", { token, password });
        navigate("/login", { replace: true, state: { email, fresh: true } });
      }}
    >
      {(errorAt) => (
        <>
          <input type="hidden" autoComplete="username" value={email} readOnly />
          <PasswordField autoFocus error={errorAt("password")} />
        </>
      )}
    </DoorForm>
  );
}

function OutOfReach() {
  const { t } = useLingui();
  return (
    <Door>
      <h1>{t`The server is out of reach`}</h1>
      <p className="text-quiet">
        <Trans>Your link stays good. Check your connection and try again.</Trans>
      </p>
      <Button className="self-start" onClick={() => location.reload()}>
        <Trans>Try again</Trans>
      </Button>
    </Door>
  );
}
