import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useLocation } from "wouter";
import { ApiError, call } from "../../api";
import { useMine, useStatus } from "../../app/data";
import { chooseTheme, chosenTheme, type Theme } from "../../app/theme";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { NativeSelect, TextField } from "../../ui/fields";
import { useToasts } from "../../ui/toast";
import { useSession } from "../login/session";

export function SettingsScreen() {
  const { t } = useLingui();
  const { me } = useMine();
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <div className="flex max-w-104 flex-col gap-10">
      <div>
        <h1 className="text-2xl font-semibold">
          <Trans>Settings</Trans>
        </h1>
        <p className="mt-1 text-quiet">
          {me.person.name} · {me.person.email}
        </p>
      </div>
      <NativeSelect
        label={t`Light or dark`}
        value={theme}
        onChange={(event) => {
          const next = event.target.value as Theme;
          setTheme(next);
          chooseTheme(next);
        }}
        options={[
          { value: "auto", label: t`As this device` },
          { value: "light", label: t`Light` },
          { value: "dark", label: t`Dark` },
        ]}
      />
      <Password />
      <LogOut />
    </div>
  );
}

function Password() {
  const { t } = useLingui();
  const { say } = useToasts();
  const [error, setError] = useState<ApiError | null>(null);
  async function change(form: HTMLFormElement) {
    setError(null);
    const data = new FormData(form);
    try {
      await call("POST", "/me/password", { current: data.get("current"), new: data.get("new") });
      form.reset();
      say(t`Your password is changed`);
    } catch (reason) {
      if (!(reason instanceof ApiError)) throw reason;
      setError(reason);
    }
  }
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void change(event.currentTarget);
      }}
    >
      <h2 className="text-lg font-semibold">
        <Trans>Password</Trans>
      </h2>
      <TextField
        label={t`The one you have`}
        name="current"
        type="password"
        autoComplete="current-password"
        required
      />
      <TextField
        label={t`The new one`}
        name="new"
        type="password"
        autoComplete="new-password"
        minLength={10}
        required
        error={error ? error.message || t`The server is out of reach.` : undefined}
      />
      <Button type="submit" className="self-start">
        <Trans>Change it</Trans>
      </Button>
    </form>
  );
}

/** Logging out deletes this browser's copy; what is not sent yet would go with it, so it asks. */
function LogOut() {
  const { t } = useLingui();
  const { leave } = useSession();
  const { say } = useToasts();
  const { queued, failed } = useStatus();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState(false);
  const unsent = queued + failed;

  function go() {
    leave().then(
      () => navigate("/login", { replace: true }),
      () => {
        setAsking(false);
        say(t`The server is out of reach: you are still logged in.`);
      },
    );
  }

  return (
    <>
      <Button className="self-start" onClick={() => (unsent ? setAsking(true) : go())}>
        <Trans>Log out</Trans>
      </Button>
      {asking && (
        <Dialog title={t`Not everything has been sent`} onClose={() => setAsking(false)}>
          <p>
            {unsent === 1
              ? t`1 change is only on this device. Logging out deletes it.`
              : t`${unsent} changes are only on this device. Logging out deletes them.`}
          </p>
          <div className="flex gap-2">
            <Button look="primary" autoFocus onClick={() => setAsking(false)}>
              <Trans>Stay</Trans>
            </Button>
            <Button look="plain" onClick={go}>
              <Trans>Log out and delete them</Trans>
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
