import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { useMine } from "../../data/mine";
import type { Notifications } from "../../types";
import { Section, Wrong } from "../../ui/section";
import { Check } from "./check";
import { useSelf } from "./mine";

type Channels = Notifications["channels"];
type Channel = Notifications["open"][number];

interface Props {
  channels: Channels;
  /** Those that the server has. */
  open: readonly Channel[];
  error: string | undefined;
  onChange: (channels: Channels) => void;
}

/** By which ways digests come, and interruptions. Today and the app are always one. */
export function ChannelsSection({ channels, open, error, onChange }: Props) {
  const { t } = useLingui();
  const { self } = useSelf();
  const mails = open.includes("email");
  const lane = (name: keyof Channels) => (
    <Check
      checked={mails && channels[name].includes("email")}
      disabled={!mails}
      label={
        <Trans>
          By e-mail, to <bdi className="wrap-anywhere">{self.email}</bdi>
        </Trans>
      }
      onChange={(on) =>
        onChange({
          ...channels,
          [name]: on ? [...channels[name], "email"] : channels[name].filter((one) => one !== "email"),
        })
      }
    />
  );
  return (
    <Section
      title={<Trans>Ways</Trans>}
      lead={
        <Trans>
          A mail carries what its digest tells, at the same hour; what you have dealt with on Today before is
          left out.
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
