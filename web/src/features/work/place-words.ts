import { selectOrdinal } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { levelWords } from "../../data/words";
import type { Level } from "../../types";

/** "3rd" and its like, by language and number: each row of a list says one, and they cost more than the rest of it. */
const ordinals = new Map<string, string>();

/** "3rd of 12 in high": a place for those who don't see it. */
export function usePlaceWords() {
  const { t, i18n } = useLingui();
  return (nth: number, of: number, level: Level): string => {
    const word = i18n._(levelWords[level]).toLocaleLowerCase(i18n.locale);
    const key = `${i18n.locale} ${nth}`;
    const ordinal =
      ordinals.get(key) ?? t`${selectOrdinal(nth, { one: "#st", two: "#nd", few: "#rd", other: "#th" })}`;
    ordinals.set(key, ordinal);
    return t`${ordinal} of ${of} in ${word}`;
  };
}
