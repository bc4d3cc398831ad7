import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import type { components } from "../../api.gen";
import { ApiError, call } from "../../data/api";
import { DoorForm } from "./form";
import { BrokenLink, linkToken, Notice, PasswordField } from "./pieces";

type Readdressing = components["schemas"]["Readdressing"];

/** What a link about an address does; `broken` when it does nothing any more. */
function useLink(): { token: string; opened: Readdressing | null; broken: boolean } {
  const [token] = useState(linkToken);
  const [opened, setOpened] = useState<Readdressing | null>(null);
  const [broken, setBroken] = useState(!token);
  useEffect(() => {
    if (!token) return;
    call<Readdressing>("POST", "/email-changes/open", { token }).then(
      setOpened,
      (reason) => reason instanceof ApiError && reason.code !== "unreachable" && setBroken(true),
    );
  }, [token]);
  return { token, opened, broken };
}

/** Another address holds once somebody who reads mail there says so. */
export function ConfirmScreen() {
  const { t } = useLingui();
  const { token, opened, broken } = useLink();
  const [done, setDone] = useState(false);
  if (broken) return <BrokenLink />;
  if (!opened) return null;
  const { name, workspace, email } = opened;
  if (done)
    return (
      <Notice title={t`This is your address now`} to="/" way={<Trans>Go on</Trans>}>
        <p>
          <Trans>
            From now on you log in as <bdi className="wrap-anywhere">{email}</bdi>.
          </Trans>
        </p>
      </Notice>
    );
  return (
    <DoorForm
      title={t`Is this your new address?`}
      lead={
        <Trans>
          <bdi>{name}</bdi> will log in to <bdi>{workspace}</bdi> as{" "}
          <bdi className="wrap-anywhere">{email}</bdi>. The address before is told, with a way back for two
          weeks.
        </Trans>
      }
      action={t`Confirm it`}
      onSubmit={async () => {
        await call("POST", "/email-changes/confirm", { token });
        setDone(true);
      }}
    >
      {() => null}
    </DoorForm>
  );
}

/** The way back from a change of address that was not one's own: with a new password, and nobody else logged in. */
export function UndoScreen() {
  const { t } = useLingui();
  const [, navigate] = useLocation();
  const { token, opened, broken } = useLink();
  if (broken) return <BrokenLink />;
  if (!opened) return null;
  const { email, workspace } = opened;
  return (
    <DoorForm
      title={t`Take your address back`}
      lead={
        <Trans>
          You log in to <bdi>{workspace}</bdi> as <bdi className="wrap-anywhere">{email}</bdi> again. Whoever
          changed it knew your password: all sessions and tokens end, and you choose a new one.
        </Trans>
      }
      action={t`Take it back`}
      onSubmit={async ({ password }) => {
        await call("POST", "/email-changes/undo", { token, password });
        navigate("/login", { replace: true, state: { email, fresh: true } });
      }}
    >
      {(errorAt) => (
        <>
          <input type="hidden" autoComplete="username" value={email} readOnly />
          <PasswordField error={errorAt("password")} />
        </>
      )}
    </DoorForm>
  );
}
