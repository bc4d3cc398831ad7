import { again, refusalOf } from "./refusal";
import type { Tx } from "./store";
import type { AnsweredRow, Change, Entry, Failure, Head, Mutators } from "./types";

/** How many confirmed texts the database remembers, for editors that were opened before. */
const rememberedTexts = 50;

/** One operation's answer in a batch. */
export interface Result {
  key: string;
  status: number;
  body?: unknown;
  code?: string;
}

/** The write was done when it was first sent, on an object that this person no longer sees. */
function outOfSight(result: Result): boolean {
  return result.status === 404 && refusalOf(result).code === "out_of_sight";
}

/** Everything an edit is known by: its own key and those of the later edits it contains. */
function keysOf(entry: { key: string; merged?: string[] }): string[] {
  return [entry.key, ...(entry.merged ?? [])];
}

/**
 * The last edit that this one contains. Only what was written over that one
 * continues it: an edit over an earlier one (in another tab) has not seen all
 * its words, and must meet the server as the conflict it is.
 */
function tipOf(entry: Entry): string {
  return entry.merged?.at(-1) ?? entry.key;
}

/**
 * The first writes that may be sent together. An edit that was written over
 * another edit of the same text waits for the version which that one gets.
 */
export function sendable(outbox: Entry[], limit: number): Entry[] {
  const ahead = new Set<string>();
  const batch: Entry[] = [];
  for (const entry of outbox) {
    if (batch.length === limit || (entry.text?.after && ahead.has(entry.text.after))) break;
    for (const key of keysOf(entry)) ahead.add(key);
    batch.push(entry);
  }
  return batch;
}

/** Puts a write at the end of the outbox. */
export async function enqueue(tx: Tx, head: Head, entry: Entry): Promise<Entry> {
  const text = entry.text;
  if (text?.after) {
    const confirmed = head.texts.find((t) => t.of === text.of && t.tip === text.after);
    // The edit below was confirmed while this one was being written.
    if (confirmed) entry = { ...entry, text: { of: text.of, version: confirmed.version, after: null } };
  }
  const seq = await tx.objectStore("outbox").add(entry);
  return { ...entry, seq };
}

/** Those of the writes that the database has not had yet. */
export async function unknown(tx: Tx, head: Head, entries: Entry[]): Promise<Entry[]> {
  const had = new Set(head.texts.map((text) => text.tip));
  for (const entry of await tx.objectStore("outbox").getAll()) for (const key of keysOf(entry)) had.add(key);
  for (const key of await tx.objectStore("failed").getAllKeys()) had.add(key);
  return entries.filter((entry) => !had.has(entry.key));
}

/**
 * Makes one edit of several queued ones of the same text, and freezes those
 * that are about to be sent: a key must never be sent with two bodies.
 */
export async function freeze(
  tx: Tx,
  mutators: Mutators,
  limit: number,
): Promise<Omit<Change, "commit"> & { batch: Entry[] }> {
  const store = tx.objectStore("outbox");
  const outbox: Entry[] = [];
  const rewritten = new Map<string, Entry>();
  const settled: string[] = [];
  for (const entry of await store.getAll()) {
    const below = outbox.findIndex(
      (e) => e.text && !e.frozen && e.name === entry.name && tipOf(e) === entry.text?.after,
    );
    const earlier = outbox[below];
    const merge = mutators[entry.name]?.text?.merge;
    if (!earlier || !merge) {
      outbox.push(entry);
      continue;
    }
    const one = {
      ...earlier,
      input: merge(earlier.input, entry.input),
      merged: [...(earlier.merged ?? []), ...keysOf(entry)],
    };
    outbox[below] = one;
    rewritten.set(one.key, one);
    settled.push(entry.key);
    store.delete(entry.seq as number);
  }
  const batch = sendable(outbox, limit).map((entry) => {
    if (!entry.text || entry.frozen) return entry;
    const frozen = { ...entry, frozen: true };
    rewritten.set(frozen.key, frozen);
    return frozen;
  });
  for (const entry of rewritten.values()) store.put(entry);
  return { batch, settled, rewritten: [...rewritten.values()] };
}

/** What the answers to a batch mean; `rows` are to be written in the same transaction. */
export interface Settlement extends Omit<Change, "commit"> {
  settled: string[];
  failed: Failure[];
  rewritten: Entry[];
  queued: Entry[];
  rows: AnsweredRow[];
  remarks: string[];
}

/**
 * Takes the answered writes off the outbox, up to the first that has to be sent
 * again. `hopeless` is the key of a write that is given up although it may only
 * have met a fault: it must not hold up all that come after it. A refusal whose reason was lost on its way is asked
 * for anew, under another key: nothing was done, and only the reason tells how to go on.
 */
export async function settle(
  tx: Tx,
  head: Head,
  mutators: Mutators,
  batch: Entry[],
  results: Result[],
  hopeless: string | null,
  newKey: () => string,
): Promise<Settlement> {
  const store = tx.objectStore("outbox");
  const done: Settlement = { settled: [], failed: [], rewritten: [], queued: [], rows: [], remarks: [] };
  let rest = await store.getAll();
  for (const [at, sent] of batch.entries()) {
    const result = results[at];
    if (!result || result.key !== sent.key) break;
    if (again(result.status) && sent.key !== hopeless) break;
    const mutator = mutators[sent.name];
    const tip = tipOf(sent);
    rest = rest.filter((entry) => entry.key !== sent.key);
    store.delete(sent.seq as number);
    done.settled.push(sent.key);
    const above = (entry: Entry) => entry.text?.after === tip;
    if (result.status < 300 || outOfSight(result)) {
      const answer = result.status < 300 ? (result.body ?? null) : null;
      done.rows.push(...(mutator?.rows?.(answer, sent.input) ?? []));
      if (answer) done.remarks.push(...(mutator?.remarks?.(answer) ?? []));
      if (!sent.text || !mutator?.text || !answer) continue;
      const version = mutator.text.version(answer);
      head.texts = [...head.texts, { of: sent.text.of, tip, version }].slice(-rememberedTexts);
      rest = rest.map((entry) => {
        if (!entry.text || !above(entry)) return entry;
        const based = { ...entry, text: { of: entry.text.of, version, after: null } };
        store.put(based);
        done.rewritten.push(based);
        return based;
      });
    } else {
      const refusal = refusalOf(result);
      // A later edit, written over this one, says what this one said: one conflict is enough.
      if (refusal.code === "edit_conflict" && rest.some(above)) continue;
      if (refusal.replayed) {
        const anew: Entry = { ...kept(sent), key: newKey(), merged: keysOf(sent) };
        done.queued.push({ ...anew, seq: await store.add(anew) });
      } else done.failed.push({ ...kept(sent), ...(sent.seq ? { seq: sent.seq } : {}), ...refusal });
    }
  }
  return done;
}

function kept(entry: Entry): Pick<Failure, "key" | "name" | "input" | "at" | "text"> {
  const { key, name, input, at, text } = entry;
  return { key, name, input, at, ...(text ? { text } : {}) };
}
