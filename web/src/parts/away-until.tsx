import { Trans } from "@lingui/react/macro";
import { useDayWords } from "../data/due";
import type { Person } from "../types";

/** "away, back Mon 30 Nov": calm words, for nothing becomes overdue meanwhile. */
export function AwayUntil({ person, back }: { person: Pick<Person, "time_zone">; back: string }) {
  const day = useDayWords()(back, person.time_zone);
  return <Trans>away, back {day}</Trans>;
}
