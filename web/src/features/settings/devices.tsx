import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { useWrite } from "../../data/write";
import { dateRange } from "../../lib/dates";
import { isolate } from "../../lib/isolate";
import { able, endpointHere, type Refusal, subscribe, unsubscribe } from "../../lib/push";
import type { WaysOut } from "../../types";
import { Button } from "../../ui/button";
import { Section, Wrong } from "../../ui/section";
import { useToasts } from "../../ui/toast";
import { useBrowserName } from "./browser-name";
import { Row, Rows } from "./page";

/** The browsers that show notices. Permission is asked for on a click, and at no other time. */
export function Devices({ ways, onChanged }: { ways: WaysOut; onChanged: () => void }) {
  const { t } = useLingui();
  const { say } = useToasts();
  const browserName = useBrowserName();
  const write = useWrite();
  const [here, setHere] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(() => {
    const can = able();
    return can === true ? null : can;
  });
  const [asking, setAsking] = useState(false);
  const shownHere = ways.devices.some((device) => device.endpoint === here);

  useEffect(() => {
    endpointHere().then(setHere, () => {});
  }, []);

  const reasons: Record<Refusal, string> = {
    unable: t`This browser can’t show notices.`,
    install: t`On an iPhone or iPad, add Cairn to the home screen first, and open it from there.`,
    denied: t`Notices are blocked for this address. Allow them in the browser’s settings for this site, then try again.`,
    dismissed: t`The browser’s question was closed without an answer. Press the button again when you want notices.`,
    failed: t`The browser’s own service did not answer. Try again in a little while.`,
  };

  async function allow() {
    setAsking(true);
    setRefusal(null);
    try {
      const got = await subscribe(ways.public_key);
      if (typeof got === "string") return setRefusal(got);
      const saved = await write.run((send) =>
        send<WaysOut>("POST", "/me/devices", { ...got, name: navigator.userAgent.slice(0, 200) }),
      );
      if (!saved) return;
      setHere(got.endpoint);
      onChanged();
      say(t`This browser shows notices of interruptions`);
    } finally {
      setAsking(false);
    }
  }

  async function remove(device: WaysOut["devices"][number]) {
    if ((await write.run((send) => send<null>("DELETE", `/me/devices/${device.id}`))) === undefined) return;
    if (device.endpoint === here) {
      await unsubscribe().catch(() => {});
      setHere(null);
    }
    onChanged();
    say(t`It shows no notices any more`);
  }

  async function tryIt() {
    if ((await write.run((send) => send<null>("POST", "/me/devices/try"))) === undefined) return;
    say(t`Sent`);
  }

  return (
    <Section
      title={<Trans>Notices on my devices</Trans>}
      lead={
        <Trans>
          A notice says how much there is, and leads to Today. What it is about stays off the screen that
          others may see.
        </Trans>
      }
    >
      {ways.devices.length > 0 && (
        <Rows>
          {ways.devices.map((device) => {
            const name = browserName(device.name);
            const since = dateRange(device.since, device.since);
            return (
              <Row
                key={device.id}
                action={
                  <Button
                    look="plain"
                    aria-label={t`Remove ${isolate(name)}`}
                    disabled={write.busy}
                    onClick={() => void remove(device)}
                  >
                    <Trans>Remove</Trans>
                  </Button>
                }
              >
                <p className="wrap-anywhere">
                  <bdi>{name}</bdi>
                  {device.endpoint === here && (
                    <span className="text-quiet">
                      {" · "}
                      <Trans>this one</Trans>
                    </span>
                  )}
                </p>
                <p className="text-sm text-quiet">
                  <Trans>since {since}</Trans>
                </p>
              </Row>
            );
          })}
        </Rows>
      )}
      <div className="flex flex-wrap gap-2">
        {!shownHere && (
          <Button
            disabled={asking || refusal === "unable" || refusal === "install"}
            onClick={() => void allow()}
          >
            <Trans>Show notices in this browser</Trans>
          </Button>
        )}
        {ways.devices.length > 0 && (
          <Button look="plain" disabled={write.busy} onClick={() => void tryIt()}>
            <Trans>Send a try</Trans>
          </Button>
        )}
      </div>
      {refusal && <p className="text-sm text-quiet">{reasons[refusal]}</p>}
      <Wrong words={write.words} />
    </Section>
  );
}
