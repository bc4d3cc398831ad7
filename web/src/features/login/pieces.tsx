import { Trans, useLingui } from "@lingui/react/macro";
import { type ComponentProps, type ReactNode, useEffect, useState } from "react";
import { Link } from "wouter";
import { call } from "../../data/api";
import type { SetupState } from "../../types";
import { TextField } from "../../ui/fields";
import { Door } from "./form";

/** The one-time secret of a link. It stands in the fragment, which browsers never send. */
export const linkToken = () => decodeURIComponent(location.hash.slice(1));

interface Known {
  /** Typed, or shown, on the page before, so that it isn't typed twice. */
  email: string;
  /** A password was set for it just now. */
  fresh: boolean;
}

/** What the page before handed on to this one. */
export function known(): Known {
  const { email, fresh } = (history.state ?? {}) as Partial<Record<keyof Known, unknown>>;
  return { email: typeof email === "string" ? email : "", fresh: fresh === true };
}

/** What the server says before anybody is logged in; null until then, and where it is out of reach. */
export function useSetup(): SetupState | null {
  const [setup, setSetup] = useState<SetupState | null>(null);
  useEffect(() => {
    call<SetupState>("GET", "/setup").then(setSetup, () => {}); // a form says so when it is sent
  }, []);
  return setup;
}

type FieldProps = Pick<ComponentProps<typeof TextField>, "error" | "defaultValue" | "autoFocus">;

/** The address that one logs in with. */
export function EmailField(props: FieldProps) {
  const { t } = useLingui();
  return <TextField label={t`Email`} name="email" type="email" autoComplete="username" required {...props} />;
}

export function PasswordField(props: FieldProps) {
  const { t } = useLingui();
  return (
    <TextField
      label={t`Password`}
      name="password"
      type="password"
      autoComplete="new-password"
      required
      minLength={10}
      hint={t`At least 10 characters. Several words in a row are best.`}
      {...props}
    />
  );
}

/** A page of words alone, and the way on. */
export function Notice({
  title,
  to = "/login",
  way,
  children,
}: {
  title: string;
  to?: string;
  way?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Door>
      <h1>{title}</h1>
      <div className="flex flex-col gap-3 text-quiet" role="status">
        {children}
      </div>
      <p>
        <Link href={to} className="inline-flex min-h-11 items-center text-accent underline">
          {way ?? <Trans>Log in</Trans>}
        </Link>
      </p>
    </Door>
  );
}

export function BrokenLink() {
  const { t } = useLingui();
  return (
    <Notice title={t`This link does not work`}>
      <p>
        <Trans>It was used before, has expired, or was cut off. Ask for a new one.</Trans>
      </p>
    </Notice>
  );
}
