import { useLingui } from "@lingui/react/macro";
import type { FocusKept } from "../../types";

type Key = FocusKept["given_back"]["sources"][number]["key"];

/** What each source says, and what it doesn't, in the reader's language. */
export function useSources(): Record<Key, { says: string; not: string }> {
  const { t } = useLingui();
  return {
    rubinstein_2001: {
      says: t`in laboratory experiments people lost time at each switch between two tasks: more where the rules were complicated, less where a cue said what comes next.`,
      not: t`how it is in an office. The tasks were short, with patterns and sums, and no share of a working day is named.`,
    },
    apa_2006: {
      says: t`Meyer is quoted: the brief mental blocks of shifting between tasks can cost as much as 40 percent of somebody’s productive time.`,
      not: t`that this is usual. It is a remark about the upper end, not the result of an experiment.`,
    },
    mark_2008: {
      says: t`in an experiment, interrupted people finished in less time and no worse, and paid for it with more stress, frustration, time pressure and effort.`,
      not: t`that interrupted work takes longer. And the 23 minutes that are often cited from it are not in it.`,
    },
    gallup_2006: {
      says: t`where people were watched at work, interrupted work that went on the same day did so after 23 minutes and 15 seconds on average.`,
      not: t`that these minutes are lost: in them people mostly did other work. Here they are the upper end.`,
    },
    assumed: {
      says: t`a switch costs a minute at least, and of what waited between a quarter and all would have come at once.`,
      not: t`that anybody has measured this. Put in what you believe.`,
    },
  };
}
