import { unwrap } from "idb";
import type { Answer, Environment } from "../../src/replica/environment";
import { Replica } from "../../src/replica/replica";
import { seeded } from "../fake/random";
import { notes } from "./notes";
import { FakeServer } from "./server";

/** Lets everything that does not wait for the world (promises, the database) come to rest, or only some of it. */
export async function settle(turns: number): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** Delivers all that waits, and whatever comes of it within `ms`; nothing is lost on its way. */
export async function rest(world: World, ms = 0): Promise<void> {
  world.chance = () => false;
  const end = world.time + ms;
  for (let quiet = 0; quiet < 40; ) {
    await settle(12);
    quiet = world.deliver() || (world.time < end && world.tick()) ? 0 : quiet + 1;
  }
}

interface Waiting {
  tab: Tab | null;
  run: () => void;
}

/**
 * One person's browser and the server, with every delivery (answers, messages
 * between tabs, timers, locks) in the hands of a seeded generator.
 */
export class World {
  readonly random: () => number;
  readonly server: FakeServer;
  time = 1_800_000_000_000;
  offline = false;
  /** How many of the next batches' answers are lost on their way. */
  lose = 0;
  /** What stands between the browser and the server and answers in its place. */
  proxy: { status: number; body: unknown } | null = null;
  tabs: Tab[] = [];
  private waiting: Waiting[] = [];
  /** What outlives every tab. */
  readonly notes = new Map<string, string>();
  /** Whether the browser has room for another note. */
  room = true;
  private timers: (Waiting & { at: number })[] = [];
  private locks = new Map<string, { holder: Hold | null; queue: Hold[] }>();

  constructor(
    readonly seed: number,
    readonly person = `p${seed}-${Math.floor(performance.now() * 1000)}`,
  ) {
    this.random = seeded(seed);
    this.server = new FakeServer(person);
    this.server.person = person;
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.random() * list.length)];
  }

  later(tab: Tab | null, run: () => void): void {
    this.waiting.push({ tab, run });
  }

  /** Delivers one thing that waits, in any order; false when nothing does. */
  deliver(): boolean {
    this.waiting = this.waiting.filter(({ tab }) => !tab?.dead);
    if (!this.waiting.length) return false;
    const [next] = this.waiting.splice(Math.floor(this.random() * this.waiting.length), 1);
    next?.run();
    return true;
  }

  /** Lets time pass to the next timer; false when there is none. */
  tick(): boolean {
    this.timers = this.timers.filter(({ tab }) => !tab?.dead).sort((a, b) => a.at - b.at);
    const next = this.timers.shift();
    if (!next) return false;
    this.time = Math.max(this.time, next.at);
    next.run();
    return true;
  }

  /** Opens the screen that shows a scope, or closes it. */
  toggle(tab: Tab, scope: string): void {
    const close = tab.screens.get(scope);
    if (close) {
      close();
      tab.screens.delete(scope);
    } else if (tab.replica) tab.screens.set(scope, tab.replica.watch(scope));
  }

  open(): Tab {
    const tab = new Tab(this);
    this.tabs.push(tab);
    return tab;
  }

  kill(tab: Tab): void {
    tab.dead = true;
    tab.cut();
    this.tabs = this.tabs.filter((t) => t !== tab);
    for (const lock of this.locks.values()) {
      lock.queue = lock.queue.filter((hold) => hold.tab !== tab);
      if (lock.holder?.tab === tab) lock.holder = null;
    }
    this.grant();
  }

  poke(): void {
    for (const tab of this.tabs) for (const poke of tab.streams.keys()) this.later(tab, poke);
  }

  /** A stream is answered by something that is none: the browser does not ask for it again. */
  deafen(tab: Tab): void {
    for (const over of tab.streams.values()) this.later(tab, over);
    tab.streams.clear();
  }

  after(tab: Tab, ms: number, run: () => void): () => void {
    const timer = { tab, run, at: this.time + ms };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((t) => t !== timer);
    };
  }

  lock(tab: Tab, name: string, steal: boolean, work: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      if (tab.dead) return;
      const hold: Hold = { tab, work, resolve, reject };
      const lock = this.locks.get(name) ?? { holder: null, queue: [] };
      this.locks.set(name, lock);
      if (steal) {
        const robbed = lock.holder;
        lock.holder = null;
        lock.queue.unshift(hold);
        if (robbed) {
          const rob = () => {
            // As in a browser, the holder is first told that it holds, then that it no longer does.
            if (robbed.began) robbed.reject(new Error("stolen"));
            else this.later(robbed.tab, rob);
          };
          this.later(robbed.tab, rob);
        }
      } else lock.queue.push(hold);
      this.grant();
    });
  }

  private grant(): void {
    for (const lock of this.locks.values()) {
      if (lock.holder) continue;
      const hold = lock.queue.shift();
      if (!hold) continue;
      lock.holder = hold;
      this.later(hold.tab, () => {
        hold.began = true;
        void hold.work().then(() => {
          hold.resolve();
          if (lock.holder === hold) lock.holder = null;
          this.grant();
        });
      });
    }
  }
}

interface Hold {
  tab: Tab;
  work: () => Promise<void>;
  began?: boolean;
  resolve: () => void;
  reject: (error: Error) => void;
}

/** One tab: dead means that nothing it awaits ever comes. */
export class Tab {
  dead = false;
  /** What each open stream is poked by, and ended for good. */
  streams = new Map<() => void, () => void>();
  wakes = new Set<() => void>();
  replica: Replica | null = null;
  /** What the screens that are open in it watch, and how to close them. */
  readonly screens = new Map<string, () => void>();
  readonly opened: Promise<void>;
  private transactions = new Set<IDBTransaction>();
  private receivers = new Map<string, Set<(message: unknown) => void>>();

  constructor(private world: World) {
    this.opened = Replica.open({
      person: world.person,
      mutators: notes,
      about: (input) => (input as { id: string }).id,
      env: this.environment(),
      scopesOf: (_kind, object) => [(object as { scope: string }).scope],
      follows: (scope) => world.server.follows(scope),
    }).then((replica) => {
      if (this.dead) return replica.store.close();
      this.replica = replica;
      this.note(unwrap(replica.store.db));
    });
  }

  /** Whatever the database has not committed goes with the tab, as in a browser. */
  cut(): void {
    for (const transaction of this.transactions) transaction.abort();
    if (this.replica) unwrap(this.replica.store.db).close();
  }

  private note(db: IDBDatabase): void {
    const unheard = (event: Event) => this.dead && event.stopImmediatePropagation();
    for (const name of ["success", "error", "complete", "abort"]) db.addEventListener(name, unheard, true);
    const begin = db.transaction.bind(db);
    db.transaction = (...args) => {
      const transaction = begin(...args);
      this.transactions.add(transaction);
      for (const end of ["complete", "abort"])
        transaction.addEventListener(end, () => this.transactions.delete(transaction));
      return transaction;
    };
  }

  private environment(): Environment {
    const { world } = this;
    return {
      now: () => world.time,
      random: world.random,
      after: (ms, run) => world.after(this, ms, run),
      request: (method, path, body, headers) => this.request(method, path, body, headers),
      stream: (_path, poke, over) => {
        this.streams.set(poke, over);
        return () => this.streams.delete(poke);
      },
      channel: (name, receive) => {
        const mine = this.receivers.get(name) ?? new Set();
        this.receivers.set(name, mine.add(receive));
        return {
          post: (message) => {
            if (this.dead) return;
            const copy = structuredClone(message);
            for (const tab of world.tabs) {
              if (tab === this) continue;
              for (const hear of tab.receivers.get(name) ?? []) world.later(tab, () => hear(copy));
            }
          },
          close: () => mine.delete(receive),
        };
      },
      lock: (name, steal, hold) => world.lock(this, name, steal, hold),
      notes: {
        set: (name, text) => {
          if (!world.room) return false;
          if (!this.dead) world.notes.set(name, text);
          return true;
        },
        get: (name) => world.notes.get(name) ?? null,
        remove: (name) => {
          if (!this.dead) world.notes.delete(name);
        },
        names: (prefix) => [...world.notes.keys()].filter((name) => name.startsWith(prefix)),
      },
      visible: () => true,
      onWake: (wake) => {
        this.wakes.add(wake);
        return () => this.wakes.delete(wake);
      },
    };
  }

  private request(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Answer> {
    const { world } = this;
    const sent = structuredClone(body);
    return new Promise((resolve, reject) => {
      if (this.dead) return;
      const lost = () => reject(new TypeError("network"));
      // The request goes on its way even if the tab dies meanwhile.
      world.later(null, () => {
        if (world.offline || world.chance(0.08)) return world.later(this, lost);
        const before = world.server.revision;
        const fault = world.chance(0.05) ? 503 : 0;
        const answer = fault
          ? { status: fault, body: null }
          : world.proxy
            ? world.proxy
            : structuredClone(world.server.handle(method, path, sent, headers["Cairn-Person"] ?? ""));
        if (world.server.revision !== before) world.poke();
        const gone = path.endsWith("/batch") && world.lose > 0;
        if (gone) world.lose -= 1;
        world.later(
          this,
          gone || world.chance(0.1) ? lost : () => resolve({ ...answer, retryAfterMs: 0, at: Number.NaN }),
        );
      });
    });
  }
}
