import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { ReadBy } from "../../parts/read-by";
import type { Task } from "../../types";
import { Confirm } from "../../ui/confirm";
import type { TaskActions } from "./actions";
import type { Rights } from "./rights";

interface ReadersProps {
  task: Task;
  rights: Rights;
  actions: TaskActions;
  /** Who reads it, too, by what is being written. */
  also: readonly string[];
}

/** Who reads what is written here; and its owner, or who asked for it, makes that fewer. */
export function Readers({ task, rights, actions, also }: ReadersProps) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const next = { ...task, confidential: !task.confidential };
  return (
    <p className="text-xs text-quiet">
      <ReadBy task={task} also={also} />
      {(task.confidential ? rights.reveal : rights.hide) && (
        <span>
          {" · "}
          <button
            type="button"
            aria-pressed={task.confidential}
            onClick={() => setAsking(true)}
            className="tap relative underline decoration-edge underline-offset-4 hover:text-ink"
          >
            {task.confidential ? t`Confidential; open it again` : t`Make it confidential`}
          </button>
        </span>
      )}
      {asking && (
        <Confirm
          title={task.confidential ? t`Open it again?` : t`Make it confidential?`}
          action={task.confidential ? t`Open it` : t`Make it confidential`}
          busy={false}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            void actions.patch(task, { confidential: next.confidential });
          }}
        >
          <ReadBy task={next} />
          <span className="text-sm text-quiet">
            {task.confidential ? (
              <Trans>They read everything that has been written about it, also before.</Trans>
            ) : (
              <Trans>
                Whoever was mentioned and is not named here no longer reads it. Only its owner lifts this.
              </Trans>
            )}
          </span>
        </Confirm>
      )}
    </p>
  );
}
