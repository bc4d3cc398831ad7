import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { ApiError } from "../../data/api";
import { Button } from "../../ui/button";
import type { KeptForm } from "../../ui/kept-form";

interface FormProps {
  title: string;
  lead?: ReactNode;
  /** Where what is typed is kept through a reload. */
  draft?: KeptForm;
  action: string;
  /** What stands below the form. */
  after?: ReactNode;
  children: (errorAt: (field: string) => string | undefined) => ReactNode;
  /** Throws ApiError to stay here with what is wrong. */
  onSubmit: (values: Record<string, string>) => Promise<void>;
}

/** The page of everything that comes before the app. */
export function Door({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-104 flex-col justify-center gap-6 px-5 py-10">
      <p className="flex items-center gap-2 font-serif text-sm text-quiet">
        <img src="/icon.svg" alt="" width="22" height="22" />
        Cairn
      </p>
      {children}
    </main>
  );
}

/** A door with one form and one button. */
export function DoorForm({ title, lead, draft, action, after, children, onSubmit }: FormProps) {
  const { t } = useLingui();
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const errorAt = (field: string) =>
    error?.errors.find((e) => e.location.split(".").at(-1) === field)?.message;
  const words =
    error?.code === "unreachable"
      ? t`The server is out of reach. Check your connection and try again.`
      : (error?.message ?? null);

  async function submit(form: HTMLFormElement) {
    setBusy(true);
    setError(null);
    try {
      await onSubmit(
        Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)])),
      );
    } catch (reason) {
      if (!(reason instanceof ApiError)) throw reason;
      setError(reason);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Door>
      <div>
        <h1>{title}</h1>
        {lead && <div className="mt-1 text-quiet">{lead}</div>}
      </div>
      <form
        {...draft?.props}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        {children(errorAt)}
        {words && (
          <p role="alert" className="text-sm text-warn first-letter:uppercase">
            {words}
          </p>
        )}
        <Button type="submit" look="primary" disabled={busy} className="min-h-11!">
          {busy ? <Trans>One moment…</Trans> : action}
        </Button>
      </form>
      {after}
    </Door>
  );
}
