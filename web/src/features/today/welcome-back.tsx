import { Plural, Trans } from "@lingui/react/macro";
import { dateRange } from "../../lib/dates";
import type { Today } from "../../types";

type Away = NonNullable<NonNullable<Today["latest"]>["away"]>;

/** After days off: what happened meanwhile, in a sentence. */
export function WelcomeBack({ away }: { away: Away }) {
  const days = dateRange(away.from, away.to);
  const need = <Plural value={away.need_you} _0="none needs you" one="# needs you" other="# need you" />;
  const over = (
    <Plural value={away.no_longer_needed} one="# is no longer needed" other="# are no longer needed" />
  );
  return (
    <div className="mt-3">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 className="text-lg font-semibold">
          <Trans>Welcome back</Trans>
        </h2>
        <p className="text-sm text-quiet">{days}</p>
      </div>
      <p className="mt-1 max-w-prose text-lg text-pretty">
        <Plural value={away.happened} one="# thing happened" other="# things happened" />
        {"; "}
        {need}
        {away.no_longer_needed > 0 && <>; {over}</>}
        {away.settled > 0 && (
          <>
            {"; "}
            <Trans>the rest settled itself</Trans>
          </>
        )}
        .
      </p>
    </div>
  );
}
