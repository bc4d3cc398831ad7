import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { useDraftBox } from "../data/draft";
import { isLink, wholeLink } from "../lib/link";
import { format, parseNumber } from "../lib/numbers";
import type { Answer, Asked, Task } from "../types";
import { Button } from "../ui/button";
import { Choice } from "../ui/choice";
import { Dialog } from "../ui/dialog";
import { TextArea, TextField } from "../ui/fields";

interface AnswerQuestionProps {
  title: string;
  /** What is asked, and why. */
  task: Pick<Task, "title">;
  asked: Pick<Asked, "kind" | "choices" | "why">;
  /** Under what its words are kept while they are written. */
  draft: string;
  /** Who will read it (C9). */
  readBy: ReactNode;
  /** What one goes on from: the answers below, or what one was said to have answered. */
  from?: Partial<Answer> | undefined;
  action: string;
  answer: (given: Partial<Answer> | null) => void;
}

/** The names under which an answer is kept while it is written. */
export const answerDrafts = (of: string): string[] => [`answer.${of}`, `answer-note.${of}`];

/** Asks for what a request wants to hear, by its kind. */
export function AnswerQuestion({
  title,
  task,
  asked,
  draft,
  readBy,
  from,
  action,
  answer,
}: AnswerQuestionProps) {
  const { t } = useLingui();
  const main = useDraftBox(`answer.${draft}`);
  const note = useDraftBox(`answer-note.${draft}`);
  const [begun] = useState(() => main.text || first(asked, from));
  const [value, setValue] = useState(begun);
  const [remark, setRemark] = useState(note.text || (asked.kind === "text" ? "" : (from?.text ?? "")));
  const [wrong, setWrong] = useState<string>();
  const number = asked.kind === "number" ? parseNumber(value) : null;

  function write(words: string) {
    setValue(words);
    setWrong(undefined);
    main.write(words);
  }
  function send() {
    if (asked.kind === "done" || asked.kind === "seen")
      return answer(remark.trim() ? { text: remark.trim() } : {});
    const said = value.trim();
    const more = remark.trim() ? { text: remark.trim() } : {};
    if (asked.kind === "number") {
      if (number === null) return setWrong(t`Write a number, without a unit, such as 1250 or 0.5.`);
      return answer({ number, ...more });
    }
    if (asked.kind === "link") {
      const link = wholeLink(said);
      if (!isLink(link)) return setWrong(t`Write a whole link, such as https://example.com/forecast.`);
      return answer({ url: link, ...more });
    }
    if (asked.kind === "choice") {
      if (!asked.choices.includes(said)) return setWrong(t`Choose one.`);
      return answer({ choice: said, ...more });
    }
    if (!said) return setWrong(t`Write your answer.`);
    return answer({ text: said });
  }

  const field = { dir: "auto" as const, autoFocus: true, error: wrong, value };
  return (
    <Dialog title={title} onClose={() => answer(null)}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <div>
          <p dir="auto" className="font-serif text-lg leading-snug [overflow-wrap:anywhere]">
            {task.title}
          </p>
          <p dir="auto" className="text-sm text-quiet [overflow-wrap:anywhere]">
            {asked.why}
          </p>
        </div>
        {asked.kind === "text" && (
          <TextArea
            label={t`In your words`}
            maxLength={4000}
            {...field}
            onChange={(event) => write(event.target.value)}
            onKeyDown={(event) => (event.ctrlKey || event.metaKey) && event.key === "Enter" && send()}
          />
        )}
        {asked.kind === "number" && (
          <TextField
            label={t`The number`}
            inputMode="decimal"
            autoComplete="off"
            hint={number === null ? undefined : t`Read as ${format(number)}`}
            {...field}
            onChange={(event) => write(event.target.value)}
          />
        )}
        {asked.kind === "link" && (
          <TextField
            label={t`The link`}
            inputMode="url"
            maxLength={2000}
            autoComplete="off"
            {...field}
            onChange={(event) => write(event.target.value)}
          />
        )}
        {asked.kind === "choice" && (
          <fieldset>
            <legend className="text-sm font-medium">{t`Choose one`}</legend>
            {asked.choices.map((choice, at) => (
              <Choice
                key={choice}
                type="radio"
                name="choice"
                checked={value === choice}
                {...(at === 0 ? { "data-first": "" } : {})}
                onChange={() => write(choice)}
                className="pointer-coarse:min-h-11"
              >
                <bdi className="[overflow-wrap:anywhere]">{choice}</bdi>
              </Choice>
            ))}
            {wrong && <p className="text-xs text-warn">{wrong}</p>}
          </fieldset>
        )}
        {asked.kind !== "text" && (
          <TextArea
            label={t`A remark, if any`}
            className="min-h-11!"
            dir="auto"
            maxLength={4000}
            value={remark}
            onChange={(event) => {
              setRemark(event.target.value);
              note.write(event.target.value);
            }}
          />
        )}
        <p className="text-xs text-quiet">{readBy}</p>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary">
            {action}
          </Button>
          <Button look="plain" onClick={() => answer(null)}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function first(asked: Pick<Asked, "kind">, from: Partial<Answer> | undefined): string {
  if (!from) return "";
  if (asked.kind === "number") return typeof from.number === "number" ? format(from.number) : "";
  if (asked.kind === "link") return from.url ?? "";
  if (asked.kind === "choice") return from.choice ?? "";
  return from.text ?? "";
}
