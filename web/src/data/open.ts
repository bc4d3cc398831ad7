import { recall, whoAnswers } from "../lib/first-page";
import { browserEnvironment } from "../replica/environment";
import { Replica } from "../replica/replica";
import type { Me, Person, Task } from "../types";
import { about } from "./mutators";
import { taskOperations } from "./operations";

type Remarked = (words: string) => void;

interface Early {
  person: string;
  replica: Promise<Replica>;
  /** What was remarked until now is told, too. */
  listen: (remarked: Remarked) => void;
}

let early: Promise<Early | null> = Promise.resolve(null);

/** Opens the copy of whoever was here last, or is said to be here, while the app is still being read. */
export function openEarly(): void {
  early = begin().catch(() => null);
}

async function begin(): Promise<Early | null> {
  const last = recall() as Me | null;
  const answer = last ? null : await whoAnswers();
  if (!last && !answer?.ok) return null;
  const me = last ?? ((await answer?.clone().json()) as Me);
  let listen: Early["listen"] = () => {};
  const ear = new Promise<Remarked>((resolve) => {
    listen = resolve;
  });
  const replica = open(me, (words) => void ear.then((remarked) => remarked(words)), !last);
  // Whoever takes it hears of it.
  replica.catch(() => {});
  return { person: me.person.id, replica, listen };
}

/** Opens somebody's copy, or takes the one that is open. `known`: the server has just said that they are here. */
export async function openReplica(me: Me, remarked: Remarked, known: boolean): Promise<Replica> {
  const opened = await early;
  early = Promise.resolve(null);
  if (opened?.person === me.person.id) {
    opened.listen(remarked);
    return opened.replica;
  }
  opened?.replica.then(
    (replica) => replica.close(),
    () => {},
  );
  return open(me, remarked, known);
}

function open(me: Me, remarked: Remarked, known: boolean): Promise<Replica> {
  const self = me.person.id;
  return Replica.open({
    person: self,
    known,
    mutators: taskOperations,
    about,
    env: browserEnvironment(),
    remarked,
    scopesOf(kind, object) {
      if (kind !== "task") return [];
      const { owner_id, asked_by_id, confidential } = object as Task;
      return [`${confidential ? "confidential" : "worklist"}:${owner_id}`, `person:${asked_by_id}`];
    },
    // One's own list, those of one's direct reports, and what one has asked of anybody.
    follows(scope, rows) {
      const [kind, id = ""] = scope.split(":");
      if (kind === "worklist" || kind === "confidential")
        return id === self || rows.get<Person>("person", id)?.manager_id === self;
      return kind === "workspace" || (kind === "person" && id === self);
    },
  });
}
