import type { Me, Person, Task } from "../../types";

/** What this person may do to a task that they can read; the server's table, so that nothing is offered in vain. */
export interface Rights {
  /** Level, place, due date. */
  arrange: boolean;
  /** Title, body, labels, checklist. */
  describe: boolean;
  /** Accept, start, block, done. */
  progress: boolean;
  cancel: boolean;
  /** Offer another date or level, where one may not just set it. */
  propose: boolean;
  hide: boolean;
  /** Lift what is confidential. */
  reveal: boolean;
  /** Take back what one has asked for. */
  withdraw: boolean;
  remove: boolean;
}

export function rightsOn(task: Task, owner: Person, me: Me): Rights {
  const self = me.person.id;
  const isOwner = task.owner_id === self;
  const isManager = owner.manager_id === self;
  const isAsker = task.asked_by_id === self;
  return {
    arrange: isOwner || isManager,
    describe: isOwner || isManager || (isAsker && task.status === "triage"),
    progress: isOwner,
    cancel: isOwner || isManager || isAsker,
    propose: !isOwner && (isManager || isAsker),
    hide: isOwner || isManager || isAsker,
    reveal: isOwner,
    withdraw: isAsker && !isOwner,
    remove: isOwner || (isAsker && task.status === "triage"),
  };
}
