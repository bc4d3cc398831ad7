import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { ApiError, call } from "../../data/api";
import { useSession } from "../../data/session";
import type { DemoLogIns, DemoProgress, Me, SetupState } from "../../types";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/small";
import { demoPlaces } from "./demo-log-ins";
import { Door } from "./form";

type At =
  | { step: "choose" }
  | { step: "making"; progress: DemoProgress | null }
  | { step: "ready"; demo: DemoLogIns }
  | { step: "failed"; words: string };

/** How long lies between two looks at how far the demo is. */
const lookAgain = 400;

interface Props {
  token: string;
  onOwn: () => void;
  /** There is a workspace already: the link has done what it was for. */
  onUsed: () => void;
}

/** The first page of a new server: one's own workspace, or a company to look around in first. */
export function SetupChoice({ token, onOwn, onUsed }: Props) {
  const { t } = useLingui();
  const [at, setAt] = useState<At>({ step: "choose" });
  const [offered, setOffered] = useState(false);
  const making = at.step === "making";

  useEffect(() => {
    // Without the demo there is nothing to choose.
    call<SetupState>("GET", "/setup").then((setup) => {
      if (!setup.needed && !setup.demo) onUsed();
      else if (setup.demo_offered || setup.demo) setOffered(true);
      else onOwn();
    }, onOwn);
  }, [onOwn, onUsed]);

  useEffect(() => {
    if (!making) return;
    const end = new AbortController();
    watch(token, end.signal, (progress) => setAt({ step: "making", progress })).then(
      (demo) => setAt({ step: "ready", demo }),
      (reason: unknown) => {
        if (end.signal.aborted) return;
        setAt({ step: "failed", words: reason instanceof Error ? reason.message : String(reason) });
      },
    );
    return () => end.abort();
  }, [making, token]);

  if (!offered) return null;
  if (at.step === "making") return <Making progress={at.progress} />;
  if (at.step === "ready") return <Ready token={token} demo={at.demo} />;
  if (at.step === "failed")
    return (
      <Door>
        <EmptyState page title={t`The demo could not be made`}>
          <p role="alert">
            {at.words || <Trans>The server is out of reach. Check your connection and try again.</Trans>}
          </p>
          <Button className="mt-4 min-h-11!" onClick={() => setAt({ step: "making", progress: null })}>
            <Trans>Try again</Trans>
          </Button>
        </EmptyState>
      </Door>
    );
  return (
    <Door>
      <div>
        <h1>
          <Trans>Welcome</Trans>
        </h1>
        <p className="mt-1 text-quiet">
          <Trans>What would you like to do?</Trans>
        </p>
      </div>
      <div className="flex flex-col gap-3">
        <Choice title={t`Make your workspace`} onChoose={onOwn}>
          <Trans>For you and the people you work with. Three minutes to the first task.</Trans>
        </Choice>
        <Choice
          title={t`Look around in a demo company first`}
          onChoose={() => setAt({ step: "making", progress: null })}
        >
          <Trans>
            24 people who make buoys, in nine time zones, with a year of work behind them. Built in less than
            half a minute.
          </Trans>
        </Choice>
      </div>
      <p className="text-sm text-quiet">
        <Trans>
          The demo can’t become your workspace. To begin your own after it, stop Cairn, and start it as before
          but with an empty folder: <code className="whitespace-nowrap">CAIRN_DATA=./mine</code>
        </Trans>
      </p>
    </Door>
  );
}

/** Begins the demo, and looks how far it is until it is there. */
async function watch(
  token: string,
  signal: AbortSignal,
  tell: (progress: DemoProgress) => void,
): Promise<DemoLogIns> {
  let progress = await call<DemoProgress>("POST", "/setup/demo", { token }, signal);
  while (progress.state === "making") {
    tell(progress);
    await new Promise((resolve) => setTimeout(resolve, lookAgain));
    signal.throwIfAborted();
    progress = await call<DemoProgress>("POST", "/setup/demo/progress", { token }, signal);
  }
  if (progress.state === "failed") throw new Error(progress.why ?? "");
  const { demo } = await call<SetupState>("GET", "/setup", undefined, signal);
  if (!demo) throw new Error("");
  return demo;
}

function Choice({ title, onChoose, children }: { title: string; onChoose: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onChoose}
      className="flex flex-col gap-1 rounded-md border border-edge p-4 text-left hover:bg-wash"
    >
      <span className="font-medium">{title}</span>
      <span className="text-sm text-quiet">{children}</span>
    </button>
  );
}

function Making({ progress }: { progress: DemoProgress | null }) {
  const { t } = useLingui();
  const total = progress?.total ?? 0;
  return (
    <Door>
      <h1>
        <Trans>Building Tern & Tide</Trans>
      </h1>
      <progress
        aria-label={t`Building the demo company`}
        className="h-2 w-full appearance-none overflow-hidden rounded-full bg-wash [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-wash [&::-webkit-progress-value]:bg-accent"
        {...(total > 0 ? { value: progress?.done ?? 0, max: total } : {})}
      />
      <p className="text-quiet">
        <Trans>
          A year goes by in less than half a minute: asks and answers, moved dates, holidays, and one crab in
          a probe cage.
        </Trans>
      </p>
    </Door>
  );
}

function Ready({ token, demo }: { token: string; demo: DemoLogIns }) {
  const { i18n, t } = useLingui();
  const { enter } = useSession();
  const [, navigate] = useLocation();
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const first = demo.log_ins[0]?.name ?? "";
  async function go() {
    setBusy(true);
    try {
      await enter(await call<Me>("POST", "/setup/demo/enter", { token }));
      navigate("/try", { replace: true });
    } catch (reason) {
      if (!(reason instanceof ApiError)) throw reason;
      setError(reason.message || t`The server is out of reach. Check your connection and try again.`);
      setBusy(false);
    }
  }
  return (
    <Door>
      <h1>
        <Trans>Tern & Tide is open</Trans>
      </h1>
      <div>
        <p className="text-quiet">
          <Trans>You can be any of them. These three see the most:</Trans>
        </p>
        <ul className="mt-3 flex flex-col gap-3">
          {demo.log_ins.map((one) => (
            <li key={one.email}>
              <p>
                <bdi className="font-medium">{one.name}</bdi>
                <span className="text-quiet">, {i18n._(demoPlaces[one.place])}</span>
              </p>
              <p className="text-sm break-all text-quiet">{one.email}</p>
            </li>
          ))}
        </ul>
        <p className="mt-4">
          <Trans>
            Everybody’s password: <code className="font-medium">{demo.password}</code>
          </Trans>
        </p>
      </div>
      {error && (
        <p role="alert" className="text-sm text-warn">
          {error}
        </p>
      )}
      <Button look="primary" disabled={busy} className="min-h-11!" onClick={() => void go()}>
        <Trans>Look around as {first}</Trans>
      </Button>
    </Door>
  );
}
