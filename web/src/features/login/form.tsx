import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useRef, useState } from "react";
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

const fieldOf = ({ location }: { location: string }) => location.split(".").at(-1) ?? "";

/** A door with one form and one button. */
export function DoorForm({ title, lead, draft, action, after, children, onSubmit }: FormProps) {
  const { t } = useLingui();
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const own = useRef<HTMLFormElement>(null);
  const form = draft?.props.ref ?? own;
  const shown = new Set<string>();
  const errorAt = (field: string) => {
    shown.add(field);
    return error?.errors.find((e) => fieldOf(e) === field)?.message;
  };
  const fields = children(errorAt);
  // What stands at its field is not said a second time.
  const atFields = !!error?.errors.length && error.errors.every((e) => shown.has(fieldOf(e)));
  const words =
    error?.code === "unreachable"
      ? t`The server is out of reach. Check your connection and try again.`
      : atFields
        ? null
        : (error?.message ?? null);

  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [error, form]);

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
        ref={form}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        {fields}
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
