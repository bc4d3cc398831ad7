import { uuidv7 } from "../lib/uuid";
import type { Channel, Environment } from "./environment";
import { Journal } from "./journal";
import { Election } from "./leader";
import { Memory } from "./memory";
import { enqueue, unknown } from "./outbox";
import { Store } from "./store";
import { Sync, type SyncOptions } from "./sync";
import type { Change, Cursor, Entry, Mutators, Status, TextBase } from "./types";
import { Watches } from "./watches";

export interface ReplicaOptions extends Pick<SyncOptions, "scopesOf" | "follows"> {
  /** Whose copy this is. Another person's log-in never sends what is queued here. */
  person: string;
  /** The server has just said that this person is logged in here: it need not be asked again. */
  known?: boolean;
  mutators: Mutators;
  env: Environment;
  /** What the server remarked on a write, in the tabs that are visible. */
  remarked?(words: string): void;
}

/** What only the leader can know, and tells the others. */
type Contact = Pick<Status, "session" | "link" | "clock" | "complete">;

type Message =
  | { change: Change }
  | { contact: Contact }
  | { talk: "ping" | "pong" }
  | { wanted: string[] }
  | { whoWants: true }
  | { closed: true }
  | { recheck: true };

/**
 * The local copy of what one person may see, and the outbox of what they did.
 *
 * A write goes to memory, so the screen has it at once; then to IndexedDB, so
 * that nothing is lost; then, through the leading tab, to the server, which
 * confirms it or refuses it into the failed list.
 */
export class Replica {
  readonly memory: Memory;
  private state: Omit<Status, "queued" | "failed">;
  private shown: Status | null = null;
  private channel: Channel;
  private election: Election;
  private journal: Journal;
  private watches: Watches;
  private sync: Sync | null = null;
  private buffered: Change[] | null = [];
  private chain: Promise<void> = Promise.resolve();
  /** How often this tab has become the leader. */
  private terms = 0;
  private offWake: () => void;
  /** Set by `open`, before anybody else sees the replica. */
  store!: Store;

  private constructor(private options: ReplicaOptions) {
    const { env, person } = options;
    this.memory = new Memory(options.mutators);
    this.state = { session: "ok", link: "ok", clock: "right", complete: false, closed: false };
    this.channel = env.channel(`cairn-${person}`, (message) => this.hear(message as Message));
    this.election = new Election(
      env,
      `cairn-leader-${person}`,
      (talk) => this.post({ talk }),
      () => void this.lead().catch(() => this.close()),
      () => this.sync?.stop(),
    );
    this.journal = new Journal(env, person, uuidv7(env.now(), env.random));
    this.watches = new Watches(
      env,
      (wanted) => this.post({ wanted }),
      () => this.sync?.poke(),
    );
    this.offWake = env.onWake(() => {
      this.inherit();
      this.watches.say();
      this.sync?.poke();
      this.election.challenge();
    });
  }

  get person(): string {
    return this.options.person;
  }

  /** Resolves when everything known is in memory; the network comes after that. */
  static async open(options: ReplicaOptions): Promise<Replica> {
    const replica = new Replica(options);
    const store = await Store.open(options.person, () => replica.end());
    replica.store = store;
    await replica.reload();
    // What other tabs wrote while this one was reading.
    const missed = replica.buffered ?? [];
    replica.buffered = null;
    for (const change of missed) replica.receive(change);
    // Logged out in another tab meanwhile: hand out a closed replica, the screen shows the log-in.
    if (replica.state.closed) store.close();
    else {
      replica.journal.start();
      replica.election.start();
      replica.inherit();
    }
    replica.election.challenge();
    return replica;
  }

  subscribe = (listener: () => void): (() => void) => this.memory.subscribe(listener);

  /** The same object until something in it changes. */
  status = (): Status => {
    const now = {
      ...this.state,
      queued: this.memory.outbox.length + this.memory.own.length,
      failed: this.memory.failed.length,
    };
    const same =
      this.shown && (Object.keys(now) as (keyof Status)[]).every((name) => this.shown?.[name] === now[name]);
    if (!same) this.shown = now;
    return this.shown as Status;
  };

  /**
   * Shows the write at once; resolves to its key when it can no longer be lost, and rejects if it could not be
   * kept.
   */
  async mutate(name: string, input: unknown, base?: TextBase): Promise<string> {
    const { env, mutators } = this.options;
    const of = mutators[name]?.text?.of(input);
    const entry: Entry = { key: uuidv7(env.now(), env.random), name, input, at: env.now() };
    if (of !== undefined) entry.text = { of, ...(base ?? { version: 0, after: this.memory.lastEdit(of) }) };
    await this.queue([entry]);
    return entry.key;
  }

  /** Whether the server has refused a write, and nobody has decided what becomes of it. */
  refused(key: string): boolean {
    return this.memory.failed.some((failure) => failure.key === key);
  }

  /** Whether a kill of this tab would lose nothing that was written: what is on its way to the database stands in the journal. */
  safe(): boolean {
    return this.journal.whole;
  }

  /** Several writes that are shown and kept together; each is sent, and refused, for itself. */
  async mutateAll(writes: readonly { name: string; input: unknown }[]): Promise<string[]> {
    const { env } = this.options;
    const at = env.now();
    const entries = writes.map(({ name, input }) => ({
      key: uuidv7(env.now(), env.random),
      name,
      input,
      at,
    }));
    await this.queue(entries);
    return entries.map(({ key }) => key);
  }

  private async queue(entries: Entry[]): Promise<void> {
    for (const entry of entries) this.journal.write(entry);
    this.memory.add(...entries);
    try {
      await this.write(async (tx, head) => {
        const queued: Entry[] = [];
        for (const entry of entries) queued.push(await enqueue(tx, head, entry));
        return { queued };
      });
    } catch (error) {
      for (const { key } of entries) this.memory.release(key);
      throw error;
    } finally {
      for (const { key } of entries) this.journal.done(key);
    }
  }

  /** Queues what tabs had written that were killed before the database had it. */
  private inherit(): void {
    this.journal.inherit((entries) =>
      this.write(async (tx, head) => {
        const queued: Entry[] = [];
        for (const entry of await unknown(tx, head, entries)) queued.push(await enqueue(tx, head, entry));
        return { queued };
      }),
    );
  }

  /** What an editor that opens now is about to write on. `version` is that of the confirmed object. */
  textBase(of: string, version: number): TextBase {
    return { version, after: this.memory.lastEdit(of) };
  }

  /** Sends a refused write again, under a new key. `base` says which text it is to replace. */
  async retry(key: string, base?: TextBase): Promise<void> {
    const { env } = this.options;
    await this.write(async (tx, head) => {
      const failure = await tx.objectStore("failed").get(key);
      if (!failure) return {};
      const { name, input, at, text } = failure;
      // After a fault nobody knows whether it was done: only under its own key is it done once.
      const faulty = failure.status >= 500;
      const entry: Entry = { key: faulty ? key : uuidv7(env.now(), env.random), name, input, at };
      if (text) entry.text = { ...text, ...base };
      if (faulty) entry.frozen = true;
      return { unfailed: [key], queued: [await enqueue(tx, head, entry)] };
    });
  }

  /**
   * Follows a scope while a screen shows it, and holds its rows; `watching` tells
   * whether they are all here. Ends when the returned function is called.
   */
  watch(scope: string): () => void {
    return this.watches.watch(scope);
  }

  watching(scope: string): boolean {
    return this.memory.watched.includes(scope);
  }

  async discard(key: string): Promise<void> {
    await this.write(async () => ({ unfailed: [key] }));
  }

  /** Call after a log-in, in any tab. */
  recheck(): void {
    this.post({ recheck: true });
    this.sync?.recheck();
  }

  /** Stops this tab; the database stays. */
  close(): void {
    this.end();
    this.store?.close();
  }

  /** Log-out: deletes the copy and all that is queued, in every tab. Warn first if `status().queued`. */
  async destroy(): Promise<void> {
    this.post({ closed: true });
    this.close();
    this.journal.clear();
    await Store.delete(this.options.person);
  }

  private end(): void {
    if (this.state.closed) return;
    this.election.close();
    this.journal.close();
    this.watches.close();
    this.sync?.stop();
    this.offWake();
    this.channel.close();
    this.report({ closed: true });
  }

  private async write(work: Parameters<Store["write"]>[0]): Promise<void> {
    const change = await this.store.write(work);
    await this.publish(change);
    // The leader may be frozen: then nobody would send this.
    if (change.queued) this.election.challenge();
  }

  private async publish(change: Change): Promise<void> {
    this.post({ change });
    await this.receive(change);
  }

  private post(message: Message): void {
    if (!this.state.closed) this.channel.post(message);
  }

  private hear(message: Message): void {
    if ("talk" in message) {
      this.election.hear(message.talk);
      // A tab that asks may have just opened, or have been the leader before.
      if (message.talk === "ping" && this.election.leading) this.tellContact();
    } else if ("contact" in message) this.report(message.contact);
    else if ("wanted" in message) this.watches.hear(message.wanted);
    else if ("whoWants" in message) this.watches.say();
    else if ("recheck" in message) this.sync?.recheck();
    else if ("closed" in message) this.close();
    else if (this.buffered) this.buffered.push(message.change);
    else
      this.receive(message.change).catch(() => {
        // The database could not be read just now; the next transaction leaves a gap, and reads it again.
      });
  }

  /** Takes transactions one at a time; resolves when this one's effect is in memory. */
  private receive(change: Change): Promise<void> {
    const taken = this.chain.then(() => this.take(change));
    this.chain = taken.catch(() => {});
    return taken;
  }

  private async take(change: Change): Promise<void> {
    const { memory } = this;
    if (change.commit === memory.commit + 1 && !change.reset) memory.follow(change);
    else {
      // A message has overtaken another, or too much changed: the database has it all.
      if (change.commit > memory.commit) await this.reload();
      // Only now: what is on screen and what an editor believes it is written on must never differ.
      for (const entry of change.queued ?? []) memory.release(entry.key);
    }
    if (this.options.env.visible()) for (const words of change.remarks ?? []) this.options.remarked?.(words);
    if (memory.outbox.length) this.sync?.kick();
  }

  private async reload(): Promise<Cursor> {
    const { head, rows, outbox, failed } = await this.store.read();
    this.memory.load(head.commit, rows, outbox, failed, head.watched);
    this.report({ complete: head.since > 0 });
    return { revision: head.since, mark: head.mark ?? "" };
  }

  private async lead(): Promise<void> {
    const { env, mutators, person, scopesOf, follows } = this.options;
    const { store, memory } = this;
    // A tab that was deposed while it was frozen may have raised the epoch after this
    // one did. It learns of its loss, and this one, which has the lock, raises it again.
    const term = ++this.terms;
    const over = () => !this.election.leading || term !== this.terms;
    while (!over()) {
      const { head } = await store.lead();
      const cursor = await this.inTurn(() => this.reload());
      if (over()) return;
      this.watches.inherit(head.watched ?? []);
      this.post({ whoWants: true });
      this.sync = new Sync(
        {
          env,
          watches: this.watches,
          store,
          memory,
          mutators,
          person,
          scopesOf,
          follows,
          publish: (change) => this.publish(change),
          report: (contact) => {
            this.report(contact);
            this.tellContact();
          },
        },
        head.epoch,
        cursor,
        term === 1 && this.options.known === true,
      );
      await this.sync.run();
    }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.chain.then(work);
    this.chain = done.then(
      () => {},
      () => {},
    );
    return done;
  }

  private tellContact(): void {
    const { session, link, clock, complete } = this.state;
    this.post({ contact: { session, link, clock, complete } });
  }

  private report(status: Partial<Omit<Status, "queued" | "failed">>): void {
    this.state = { ...this.state, ...status };
    this.memory.tell();
  }
}
