import { Trans, useLingui } from "@lingui/react/macro";
import { isolate } from "../../lib/isolate";
import { LostLink } from "../../parts/lost-link";
import type { Invitation } from "../../types";
import { Once } from "../../ui/once";
import { Section } from "../../ui/section";

interface Props {
  invited: readonly Invitation[];
  /** Nothing else is left to do here. */
  last?: boolean;
}

/** The links of who was invited, to be handed over; nobody sees them again, but a new one can be made. */
export function Doors({ invited, last = false }: Props) {
  if (!invited.length) return null;
  return (
    <Section
      title={<Trans>Let them in</Trans>}
      lead={
        <>
          {invited.every((invitation) => invitation.mailed) ? (
            <Trans>
              A mail with their link is on its way to each. You can hand it over yourself too: it works once,
              and is not shown again.
            </Trans>
          ) : (
            <Trans>
              Each link works once, for one person. Send it the way you usually reach them; it is not shown
              again.
            </Trans>
          )}{" "}
          <LostLink />
        </>
      }
    >
      {invited.map((invitation) => (
        <Door key={invitation.id} invitation={invitation} last={last} />
      ))}
    </Section>
  );
}

function Door({ invitation, last }: { invitation: Invitation; last: boolean }) {
  const { t } = useLingui();
  const { name, link } = invitation;
  if (!link) return null;
  return (
    <div>
      <p className="mb-1 text-sm font-medium">
        <bdi>{name}</bdi>
      </p>
      <Once secret={link} label={t`The link for ${isolate(name)}`} look={last ? "primary" : "secondary"} />
    </div>
  );
}
