import { useLingui } from "@lingui/react/macro";
import { format } from "../lib/numbers";
import type { Answer, AnswerKind } from "../types";

/** What an answer is, in a word: "a number". */
export function useKindWords(): (kind: AnswerKind) => string {
  const { t } = useLingui();
  return (kind) => {
    switch (kind) {
      case "done":
        return t`that it is done`;
      case "seen":
        return t`that you have seen it`;
      case "text":
        return t`words`;
      case "link":
        return t`a link`;
      case "number":
        return t`a number`;
      case "choice":
        return t`a choice`;
    }
  };
}

/** An answer on one line; its link stands apart from it. */
export function useAnswerWords(): (kind: AnswerKind, answer: Answer) => string {
  const { t } = useLingui();
  return (kind, { number, choice, text, url }) => {
    const said = [number === null ? "" : format(number), choice, text].filter(Boolean).join(" · ");
    if (said || url) return said;
    return kind === "seen" ? t`Seen` : t`Done`;
  };
}
