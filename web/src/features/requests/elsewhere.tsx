import { Trans, useLingui } from "@lingui/react/macro";
import { dropDraft } from "../../data/draft";
import { useMine } from "../../data/mine";
import { useWrite } from "../../data/write";
import { AnswerQuestion, answerDrafts } from "../../parts/answer-question";
import type { Answer, RollUp, RollUpRow } from "../../types";
import { useToasts } from "../../ui/toast";
import { useFirstName } from "./words";

interface ElsewhereProps {
  told: RollUp;
  row: RollUpRow;
  onSaid: () => void;
  onClose: () => void;
}

/** Somebody answered in a call or a chat: the asker writes it down, and they confirm it with one key. */
export function Elsewhere({ told, row, onSaid, onClose }: ElsewhereProps) {
  const { t } = useLingui();
  const { me } = useMine();
  const { say } = useToasts();
  const write = useWrite();
  const name = useFirstName()(row.owner_id);
  const draft = `elsewhere.${told.id}.${row.person_id}`;
  async function propose(given: Partial<Answer>) {
    const body = { person_id: row.person_id, ...given };
    const done = await write.run((send) => send<RollUp>("POST", `/requests/${told.id}/elsewhere`, body));
    if (!done) return;
    for (const kept of answerDrafts(draft)) dropDraft(me.person.id, kept);
    say(t`${name} confirms it with one key`);
    onSaid();
  }
  return (
    <AnswerQuestion
      title={t`What did ${name} answer elsewhere?`}
      task={told}
      asked={told}
      draft={draft}
      action={t`Put it to ${name}`}
      readBy={write.words ? <span role="alert">{write.words}</span> : <Trans>Read by: you, {name}</Trans>}
      answer={(given) => (given ? void propose(given) : onClose())}
    />
  );
}
