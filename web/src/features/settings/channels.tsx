import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useMine } from "../../data/mine";
import type { Notifications, WaysOut } from "../../types";
import { Section, Wrong } from "../../ui/section";
import { Check } from "./check";
import { useSelf } from "./mine";

type Channels = Notifications["channels"];
type Channel = Notifications["open"][number];

interface Props {
  channels: Channels;
  /** Those that the server has. */
  open: readonly Channel[];
  /** Those that the person has set up for themselves. */
  ways: WaysOut;
  error: string | undefined;
  onChange: (channels: Channels) => void;
}

/** By which ways digests come, and interruptions. Today and the app are always one. */
export function ChannelsSection({ channels, open, ways, error, onChange }: Props) {
  const { t } = useLingui();
  const { self } = useSelf();
  const mails = open.includes("email");
  const ready: Record<Exclude<Channel, "app">, boolean> = {
    email: mails,
    push: ways.devices.length > 0,
    webhook: ways.webhook !== null,
  };
  const labels: Record<keyof typeof ready, ReactNode> = {
    email: (
      <Trans>
        By email, to <bdi className="wrap-anywhere">{self.email}</bdi>
      </Trans>
    ),
    push: <Trans>Notices on my devices</Trans>,
    webhook: <Trans>My chat</Trans>,
  };
  const lane = (name: keyof Channels) =>
    (["email", "push", "webhook"] as const).map((channel) => (
      <Check
        key={channel}
        checked={ready[channel] && channels[name].includes(channel)}
        disabled={!ready[channel]}
        label={labels[channel]}
        onChange={(on) =>
          onChange({
            ...channels,
            [name]: on ? [...channels[name], channel] : channels[name].filter((one) => one !== channel),
          })
        }
      />
    ));
  return (
    <Section
      title={<Trans>Ways</Trans>}
      lead={
        <Trans>
          A mail carries what its digest tells, at the same hour; what you have dealt with on Today before is
          left out. Your devices and your chat are set up below.
        </Trans>
      }
    >
      {!mails && <NoServer />}
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        <fieldset className="flex min-w-0 flex-col">
          <legend className="text-sm font-medium">
            <Trans>Digests</Trans>
          </legend>
          <Check checked disabled label={t`On Today`} onChange={() => {}} />
          {lane("digest")}
        </fieldset>
        <fieldset className="flex min-w-0 flex-col">
          <legend className="text-sm font-medium">
            <Trans>Interruptions</Trans>
          </legend>
          <Check checked disabled label={t`In the app`} onChange={() => {}} />
          {lane("interrupt")}
        </fieldset>
      </div>
      <Wrong words={error} />
    </Section>
  );
}

function NoServer() {
  const { me } = useMine();
  return (
    <p className="rounded-md bg-wash px-3 py-2 text-sm">
      {me.person.role === "member" ? (
        <Trans>
          This Cairn sends no mails: no mail server is set up. Your digests stand on Today all the same; who
          runs Cairn here can set one up.
        </Trans>
      ) : (
        <Trans>
          This Cairn sends no mails: no mail server is set up. Digests stand on Today all the same.{" "}
          <Link href="/settings/mail" className="text-accent underline">
            How to set one up
          </Link>
        </Trans>
      )}
    </p>
  );
}
