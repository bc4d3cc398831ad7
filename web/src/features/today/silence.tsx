import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { TodayWord } from "../../types";

interface Props {
  word: TodayWord;
  who: ReactNode;
  other: ReactNode;
  what: ReactNode;
}

/** What silence has come to, and what Cairn asks by itself. */
export function Silence({ word, who, other, what }: Props) {
  switch (word.code) {
    case "task.unanswered":
      if (word.data.person_id)
        return (
          <Trans>
            {other} has not answered about {what} yet
          </Trans>
        );
      return <Trans>{what} is still unanswered</Trans>;
    case "task.still_needed":
      return <Trans>Is {what} still needed?</Trans>;
    case "task.need_asked":
      return (
        <Trans>
          {who} asks before starting: is {what} still needed?
        </Trans>
      );
    case "task.still_urgent":
      return <Trans>Is {what} still urgent? It has been for three working days</Trans>;
    case "task.kept":
      return (
        <Trans>
          {who} still needs {what}
        </Trans>
      );
    case "task.kept_urgent":
      return (
        <Trans>
          {what} is still urgent, says {who}
        </Trans>
      );
    case "task.may_let_go":
      return (
        <Trans>
          {other} has not said whether {what} is still needed: you may let it go
        </Trans>
      );
    case "task.let_go":
      return (
        <Trans>
          {who} let {what} go, since nobody had said that it is still needed. You can reopen it
        </Trans>
      );
    case "task.repeats":
      return (
        <Trans>
          {who} lets {what} come again and again
        </Trans>
      );
    case "task.repeat_ended":
      return (
        <Trans>
          {who} ended the repeating of {what}
        </Trans>
      );
    case "task.talk":
      return word.data.reason === "no_overlap" ? (
        <Trans>
          Talk {what} through with {other}? It waits, and your hours never meet
        </Trans>
      ) : (
        <Trans>
          Talk {what} through with {other}? You have written back and forth three times
        </Trans>
      );
    default:
      return (
        <Trans>
          {who} wrote down what came of your talk about {what}
        </Trans>
      );
  }
}
