import { uuidv7 } from "../lib/uuid";
import { enqueue } from "./outbox";
import type { Replica } from "./replica";
import type { Tx } from "./store";
import { type Entry, type Failure, type Head, inOrder, type TextBase } from "./types";

/** What was done to something that could not be made, in order: it goes with it, wherever that goes. */
export function belongings(
  { memory, options: { mutators, about } }: Replica,
  { key, name, input }: Failure,
  failed: readonly Failure[] = memory.failed,
): Failure[] {
  if (!mutators[name]?.makes) return [];
  const id = about(input);
  return inOrder(failed.filter((other) => other.key !== key && about(other.input) === id));
}

/** A refused write, and behind it what belongs to it. */
async function whole(replica: Replica, tx: Tx, key: string): Promise<Failure[]> {
  const failed = await tx.objectStore("failed").getAll();
  const failure = failed.find((one) => one.key === key);
  return failure ? [failure, ...belongings(replica, failure, failed)] : [];
}

/**
 * Sends a refused write again, and behind it what belongs to it, under new keys. `input` is what was missing the
 * first time, `base` says which text it is to replace.
 */
export async function retry(
  replica: Replica,
  key: string,
  { input, base }: { input?: unknown; base?: TextBase } = {},
): Promise<void> {
  const { env } = replica.options;
  const newKey = () => uuidv7(env.now(), env.random);
  await replica.write(async (tx, head) => {
    const [failure, ...others] = await whole(replica, tx, key);
    if (!failure) return {};
    // Other words are another write: whatever became of the first, its key was for those.
    const first = input === undefined ? failure : { ...failure, input, status: 0 };
    const queued = await requeue(tx, head, [first, ...others], newKey, base);
    return { unfailed: [failure, ...others].map((one) => one.key), queued };
  });
}

async function requeue(
  tx: Tx,
  head: Head,
  failures: readonly Failure[],
  newKey: () => string,
  base?: TextBase,
): Promise<Entry[]> {
  const queued: Entry[] = [];
  /** Of each text the edit before: a later one was written over it. */
  const edits = new Map<string, string>();
  for (const [nth, { key, name, input, at, text, status }] of failures.entries()) {
    // After a fault nobody knows whether it was done: only under its own key is it done once.
    const faulty = status >= 500;
    const entry: Entry = { key: faulty ? key : newKey(), name, input, at };
    if (faulty) entry.frozen = true;
    if (text) {
      const after = edits.get(text.of) ?? text.after;
      entry.text = { ...text, after, ...(nth === 0 ? base : {}) };
      edits.set(text.of, entry.key);
    }
    queued.push(await enqueue(tx, head, entry));
  }
  return queued;
}

/** Lets a refused write go, and what belongs to it. */
export async function discard(replica: Replica, key: string): Promise<void> {
  await replica.write(async (tx) => ({ unfailed: (await whole(replica, tx, key)).map((one) => one.key) }));
}

/** What was let go stands among the refused again. */
export async function recall(replica: Replica, failed: Failure[]): Promise<void> {
  await replica.write(async () => ({ failed }));
}
