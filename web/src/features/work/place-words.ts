import { selectOrdinal } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { levelWords } from "../../data/words";
import type { Level } from "../../types";

/** "3rd of 12 in high": a place for those who don't see it. */
export function usePlaceWords() {
  const { t, i18n } = useLingui();
  return (nth: number, of: number, level: Level): string => {
    const word = i18n._(levelWords[level]).toLocaleLowerCase(i18n.locale);
    return t`${selectOrdinal(nth, { one: "#st", two: "#nd", few: "#rd", other: "#th" })} of ${of} in ${word}`;
  };
}
