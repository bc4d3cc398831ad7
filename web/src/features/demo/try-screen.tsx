import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { ApiError, call } from "../../data/api";
import { useAll, useMine } from "../../data/mine";
import { arriveAs } from "../../data/session";
import { givenName } from "../../lib/given-name";
import { isolate } from "../../lib/isolate";
import type { DemoLogIns, Me, Person, SetupState } from "../../types";
import { madeAt } from "./age";
import { type Thing, things } from "./things";
import { useTicks } from "./ticks";

/** The demo's guide: nine things to do in ten minutes, each with the way there. */
export function TryScreen() {
  const { t } = useLingui();
  const [ticked, tick] = useTicks();
  const [demo, setDemo] = useState<DemoLogIns | null>(null);
  const [error, setError] = useState("");
  useEffect(() => {
    call<SetupState>("GET", "/setup").then(
      (setup) => setDemo(setup.demo),
      () => setError(t`The server is out of reach. Check your connection and try again.`),
    );
  }, [t]);
  const done = things.filter(({ name }) => ticked.includes(name)).length;
  return (
    <article className="flex flex-col gap-6">
      <header>
        <h1>
          <Trans>Try this</Trans>
        </h1>
        <p className="mt-1 max-w-prose text-quiet">
          <Trans>
            Tern & Tide makes small buoys that tell oyster farmers and harbours how the water is. You can be
            any of its 24 people, and nothing here can be broken. Nine things, ten minutes:
          </Trans>
        </p>
      </header>
      <Age />
      {error && (
        <p role="alert" className="text-sm text-warn">
          {error}
        </p>
      )}
      <ol className="flex flex-col">
        {things.map((thing) => (
          <Item
            key={thing.name}
            thing={thing}
            done={ticked.includes(thing.name)}
            onTick={(on) => tick(thing.name, on)}
            password={demo?.password ?? null}
            onError={setError}
          />
        ))}
      </ol>
      <div role="status" className="text-quiet">
        {done === things.length && (
          <p className="mb-4 font-serif text-lg text-ink">
            <Trans>That’s all. Now you know Cairn.</Trans>
          </p>
        )}
      </div>
      <section aria-labelledby="own" className="max-w-prose border-t border-line pt-5 text-sm text-quiet">
        <h2 id="own" className="font-medium text-ink">
          <Trans>When you want one of your own</Trans>
        </h2>
        <p className="mt-1">
          <Trans>
            The demo can’t become your workspace. Stop Cairn, and start it on an empty folder:{" "}
            <code className="whitespace-nowrap">cairn serve --data ./mine</code>. To have the demo as it was
            at first: <code className="whitespace-nowrap">cairn demo --reset</code>.
          </Trans>
        </p>
      </section>
    </article>
  );
}

const oldAfterMs = 2 * 86_400_000;

/** The demo's days are those of its making: after a while its dates look old, whatever was added since. */
function Age() {
  const { i18n } = useLingui();
  const made = madeAt(useAll<Person>("person"));
  if (made === null || Date.now() - made < oldAfterMs) return null;
  const since = i18n.date(new Date(made), { day: "numeric", month: "long" });
  return (
    <p className="max-w-prose text-sm text-quiet">
      <Trans>
        This company was made on {since}, so what was due then is overdue by now. To have it anew, with
        today’s dates: stop Cairn, and start it with <code>cairn demo --reset</code>.
      </Trans>
    </p>
  );
}

const way = "mt-1 inline-flex min-h-11 items-center text-sm font-medium text-accent underline md:min-h-8";

interface ItemProps {
  thing: Thing;
  done: boolean;
  onTick: (on: boolean) => void;
  /** That of everybody in the demo; null until it is known. */
  password: string | null;
  onError: (words: string) => void;
}

function Item({ thing, done, onTick, password, onError }: ItemProps) {
  const { i18n, t } = useLingui();
  const { me } = useMine();
  const people = useAll<Person>("person");
  const called = (key: string) => people.find(({ email }) => email.startsWith(`${key}@`));
  const who = called(thing.as);
  const host = thing.to.of && called(thing.to.of);
  const path = host ? thing.to.path.replace("/people", `/people/${host.id}`) : thing.to.path;
  const title = i18n._(thing.title);
  const first = isolate(givenName(who?.name ?? ""));

  async function become() {
    if (!who || password === null) return;
    try {
      const they = await call<Me>("POST", "/session", { email: who.email, password });
      onTick(true);
      arriveAs(they, path);
    } catch (reason) {
      if (!(reason instanceof ApiError)) throw reason;
      onError(reason.message || t`The server is out of reach. Check your connection and try again.`);
    }
  }

  return (
    <li className="flex gap-3 border-b border-line py-4 first:border-t">
      <label className="-my-2.5 -ml-2.5 flex size-11 shrink-0 items-center justify-center">
        <input
          type="checkbox"
          className="size-4.5 accent-accent"
          checked={done}
          onChange={(event) => onTick(event.currentTarget.checked)}
          aria-label={t`Tried: ${title}`}
        />
      </label>
      <div className="flex min-w-0 flex-1 flex-col items-start gap-1">
        <h2 className={`font-medium ${done ? "text-quiet" : ""}`}>{title}</h2>
        <p className="max-w-prose text-sm text-quiet">{i18n._(thing.words)}</p>
        {who?.id === me.person.id ? (
          <Link href={path} aria-label={t`Go there: ${title}`} onClick={() => onTick(true)} className={way}>
            <Trans>Go there</Trans>
          </Link>
        ) : (
          <button
            type="button"
            className={way}
            aria-label={t`Go there as ${first}: ${title}`}
            disabled={password === null}
            onClick={() => void become()}
          >
            {first ? <Trans>Go there as {first}</Trans> : <Trans>Go there</Trans>}
          </button>
        )}
      </div>
    </li>
  );
}
