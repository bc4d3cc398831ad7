import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useLocation } from "wouter";
import { ApiError, call } from "../../data/api";
import { useSession } from "../../data/session";
import type { DemoLogIn, DemoLogIns as LogIns, Me } from "../../types";
import { Button } from "../../ui/button";
import { wanted } from "./wanted";

export const demoPlaces: Record<DemoLogIn["place"], MessageDescriptor> = {
  manager: msg`a manager`,
  report: msg`one of her reports`,
  admin: msg`an admin`,
};

/** In the demo company everybody is let in by a key press; elsewhere this is nothing. */
export function DemoLogIns({ demo }: { demo: LogIns | null }) {
  const { i18n, t } = useLingui();
  const { enter } = useSession();
  const [, navigate] = useLocation();
  const [error, setError] = useState("");
  if (!demo) return null;
  const { password } = demo;
  async function be(email: string) {
    try {
      await enter(await call<Me>("POST", "/session", { email, password }));
      navigate(wanted(), { replace: true });
    } catch (reason) {
      if (!(reason instanceof ApiError)) throw reason;
      setError(reason.message || t`The server is out of reach. Check your connection and try again.`);
    }
  }
  return (
    <section aria-labelledby="demo" className="flex flex-col gap-2 border-t border-line pt-5">
      <h2 id="demo" className="font-sans text-sm font-normal text-quiet">
        <Trans>
          This is the demo company. Everybody’s password is <code>{password}</code>
        </Trans>
      </h2>
      {demo.log_ins.map((one) => (
        <Button key={one.email} className="min-h-11! justify-start!" onClick={() => void be(one.email)}>
          <span>
            <bdi>{one.name}</bdi>, {i18n._(demoPlaces[one.place])}
          </span>
        </Button>
      ))}
      {error && (
        <p role="alert" className="text-sm text-warn">
          {error}
        </p>
      )}
    </section>
  );
}
