import { backoff } from "../lib/backoff";
import { uuidv7 } from "../lib/uuid";
import type { Answer, Environment } from "./environment";
import { Plan } from "./feed";
import type { Memory } from "./memory";
import { News } from "./news";
import { freeze, type Result, sendable, settle } from "./outbox";
import { again, foreign, refusalOf } from "./refusal";
import { Deposed, type Store } from "./store";
import type {
  AnsweredRow,
  Change,
  Cursor,
  Draft,
  Entry,
  FeedItem,
  FeedPage,
  Mutators,
  Status,
} from "./types";
import { lingerMs, type Watches } from "./watches";

const api = "/api/v1";
/** The most operations the server takes in one batch. */
const batchLimit = 100;
/** How often a write may meet a fault of the server before it is set aside. */
const mostFaults = 6;
/** So far a device's clock may go wrong before it is said: a day begins elsewhere then. */
const wrongByMs = 30 * 60_000;

/** The database of this device says so, by one name or the other. */
const noRoom = (error: unknown): boolean =>
  error instanceof DOMException && ["QuotaExceededError", "UnknownError"].includes(error.name);

/** The server gave no final answer; the same is asked again later. */
class Again extends Error {
  constructor(readonly afterMs: number) {
    super("try again");
  }
}

/** The session is over, or somebody else's: nothing is sent until a person logs in. */
class NotMine extends Error {
  constructor(readonly session: "ended" | "other") {
    super(session);
  }
}

export interface SyncOptions {
  env: Environment;
  store: Store;
  memory: Memory;
  mutators: Mutators;
  person: string;
  watches: Watches;
  /** The scopes that an object is in. */
  scopesOf(kind: string, object: object): string[];
  /** Whether the server brings this person a scope without being asked, as far as the rows tell. */
  follows(scope: string, rows: Draft): boolean;
  /** Brings a transaction into every tab's memory; resolves when it is in this one's. */
  publish(change: Change): Promise<void>;
  report(status: Partial<Pick<Status, "session" | "link" | "clock" | "complete">>): void;
}

/** The leader's loop: sends the outbox, then pulls what changed. It does one thing at a time. */
export class Sync {
  private stopped = false;
  private pullWanted = true;
  private batchSize = batchLimit;
  /** The write at the head of the outbox that the server has a fault with, and how often it had. */
  private fault = { key: "", times: 0 };
  private clock: Status["clock"] | null = null;
  private idle = false;
  private woken = false;
  private wakeUp: (() => void) | null = null;
  private news: News;
  private stopLingering = () => {};

  constructor(
    private o: SyncOptions,
    private epoch: number,
    private cursor: Cursor,
    /** Whether the server has said who is logged in here. */
    private verified: boolean,
  ) {
    this.news = new News(o.env, () => this.poke());
  }

  /** Something was queued. It does not cut a backoff short: ten writes offline are not ten attempts. */
  kick(): void {
    if (this.idle) this.wake();
  }

  /** The server has something new, or may be within reach again. */
  poke(): void {
    this.pullWanted = true;
    this.wake();
  }

  /** A person has logged in: find out who before anything is sent. */
  recheck(): void {
    this.verified = false;
    this.poke();
  }

  stop(): void {
    this.stopped = true;
    this.wake();
  }

  async run(): Promise<void> {
    this.news.open(this.streamPath());
    let tries = 0;
    while (!this.stopped) {
      try {
        await this.round();
        this.news.open(this.streamPath());
        tries = 0;
        this.o.report({ session: "ok", link: "ok", complete: this.cursor.revision > 0 });
        this.idle = true;
        if (!this.pullWanted && this.o.memory.outbox.length === 0) await this.wait(null);
        this.idle = false;
      } catch (error) {
        if (this.stopped || error instanceof Deposed) break;
        if (error instanceof NotMine) {
          this.verified = false;
          this.o.report({ session: error.session });
          await this.wait(null);
          continue;
        }
        this.o.report({ link: noRoom(error) ? "full" : "waiting" });
        await this.wait(
          Math.max(backoff(tries++, this.o.env.random), error instanceof Again ? error.afterMs : 0),
        );
      }
    }
    this.stopLingering();
    this.news.close();
  }

  private streamPath(): string {
    return `${api}/stream${this.watchQuery("?")}`;
  }

  private watchQuery(first: string): string {
    const scopes = [...this.o.memory.watched].sort();
    return scopes.length ? `${first}watch=${encodeURIComponent(scopes.join())}` : "";
  }

  private async round(): Promise<void> {
    if (!this.verified) await this.verify();
    if (this.o.memory.outbox.length > 0) await this.push();
    if (!this.pullWanted) return;
    this.pullWanted = false;
    try {
      await this.pull();
      await this.rewatch();
    } catch (error) {
      this.pullWanted = true;
      throw error;
    }
  }

  private wake(): void {
    this.woken = true;
    this.wakeUp?.();
  }

  /** Waits until woken, at most `ms`. A wake-up that came while nobody waited counts. */
  private wait(ms: number | null): Promise<void> {
    return new Promise((resolve) => {
      const cancel = ms === null ? () => {} : this.o.env.after(ms, () => this.wakeUp?.());
      this.wakeUp = () => {
        this.wakeUp = null;
        this.woken = false;
        cancel();
        resolve();
      };
      if (this.woken || this.stopped) this.wakeUp();
    });
  }

  private async verify(): Promise<void> {
    const me = await this.ask("GET", "/me");
    const person = (me.body as { person?: { id?: string } } | null)?.person?.id;
    if (!person) throw new Again(0);
    if (person !== this.o.person) throw new NotMine("other");
    this.verified = true;
  }

  private async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    let answer: Answer;
    try {
      // The header lets the server refuse when the cookie has become another person's.
      answer = await this.o.env.request(method, api + path, body, { "Cairn-Person": this.o.person });
    } catch {
      throw new Again(0);
    }
    if (this.stopped) throw new Deposed();
    this.compare(answer.at);
    if (answer.status === 401) throw new NotMine("ended");
    if (again(answer.status) || foreign(answer)) throw new Again(answer.retryAfterMs);
    return answer;
  }

  private compare(at: number): void {
    const ahead = this.o.env.now() - at;
    if (Number.isNaN(ahead)) return;
    const clock = Math.abs(ahead) < wrongByMs ? "right" : ahead > 0 ? "ahead" : "behind";
    if (clock === this.clock) return;
    this.clock = clock;
    this.o.report({ clock });
  }

  private async push(): Promise<void> {
    const batch = await this.take();
    const answer = await this.ask("POST", "/batch", { operations: batch.map((e) => this.operation(e)) });
    let results = (answer.body as { results?: Result[] } | null)?.results ?? [];
    if (answer.status >= 300) {
      // The batch itself was refused, for example as too large: find the one that is, by sending each alone.
      if (batch.length > 1) {
        this.batchSize = 1;
        return;
      }
      results = batch.map(({ key }) => ({ key, status: answer.status, body: answer.body }));
    } else this.batchSize = batchLimit;
    await this.settle(batch, results, this.hopeless(results));
    // The answers bring only what was written; what that caused elsewhere comes with the feed.
    this.pullWanted = true;
    const statuses = batch.map((entry, at) => (results[at]?.key === entry.key ? results[at].status : 0));
    const stuck = statuses.find(again);
    if (stuck === 401) throw new NotMine("ended");
    if (stuck !== undefined) throw new Again(answer.retryAfterMs);
  }

  /**
   * The write that the server has failed at time and again, while it answers the
   * rest. Being too busy, or without its database or disk, is nobody's fault.
   */
  private hopeless(results: Result[]): string | null {
    const faulty = results.find((result) => result.status === 500);
    if (!faulty) return null;
    const times = this.fault.key === faulty.key ? this.fault.times + 1 : 1;
    this.fault = { key: faulty.key, times };
    return times < mostFaults ? null : faulty.key;
  }

  private operation(entry: Entry): unknown {
    const request = this.o.mutators[entry.name]?.request(entry.input, entry.text?.version ?? 0);
    return { key: entry.key, ...request, path: api + request?.path };
  }

  private async take(): Promise<Entry[]> {
    const batch = sendable(this.o.memory.outbox, this.batchSize);
    if (batch.every((entry) => !entry.text || entry.frozen)) return batch;
    let frozen: Entry[] = [];
    await this.commit(async (tx) => {
      const { batch, ...change } = await freeze(tx, this.o.mutators, this.batchSize);
      frozen = batch;
      return change;
    });
    return frozen;
  }

  private async settle(batch: Entry[], results: Result[], hopeless: string | null): Promise<void> {
    await this.commit(async (tx, head) => {
      const { env, mutators } = this.o;
      const newKey = () => uuidv7(env.now(), env.random);
      const { rows, ...change } = await settle(tx, head, mutators, batch, results, hopeless, newKey);
      return { ...change, ...this.planned(rows) };
    });
  }

  private planned(rows: AnsweredRow[]): Pick<Change, "put" | "drop"> {
    const { memory, scopesOf, follows } = this.o;
    const plan = new Plan(memory);
    plan.answered(rows, (kind, object) =>
      scopesOf(kind, object).filter((scope) => memory.watched.includes(scope) || follows(scope, memory)),
    );
    return { put: plan.puts, drop: plan.drops };
  }

  /**
   * Begins to hold what screens show by now, and lets go of what none has shown
   * for a while. It comes after a whole pull: only then do the rows tell for
   * certain which scopes are followed anyway and must stay.
   */
  private async rewatch(): Promise<void> {
    const { memory, watches, follows, env } = this.o;
    this.stopLingering();
    const wanted = watches.wanted();
    if (wanted.size) this.stopLingering = env.after(lingerMs, () => this.poke());
    const held = new Set(memory.watched);
    const begun = [...wanted].filter((scope) => !held.has(scope));
    const ended = [...held].filter((scope) => !wanted.has(scope));
    if (!begun.length && !ended.length) return;
    const plan = new Plan(memory);
    for (const scope of ended) if (!follows(scope, memory)) plan.unwatch(scope);
    for (const scope of begun) plan.feed(await this.scope(scope));
    const watched = [...memory.watched.filter((scope) => wanted.has(scope)), ...begun];
    await this.commit(async () => ({ put: plan.puts, drop: plan.drops, watched }));
    this.news.open(this.streamPath());
    // What happened in them between the page and now comes with the next pull.
    if (begun.length) this.poke();
  }

  private async commit(work: Parameters<Store["asLeader"]>[1]): Promise<void> {
    await this.o.publish(await this.o.store.asLeader(this.epoch, work));
  }

  private async pull(): Promise<void> {
    if (this.cursor.revision === 0) return this.startAgain();
    let page: FeedPage | null;
    do {
      page = await this.page(this.cursor);
      if (!page) return this.startAgain();
      const plan = new Plan(this.o.memory);
      plan.feed(page.items);
      for (const scope of plan.toLoad) plan.feed(await this.scope(scope));
      await this.advance(page, plan, false);
    } while (page.more);
  }

  /** The server no longer knows what changed since: everything is read afresh, the outbox stays. */
  private async startAgain(): Promise<void> {
    const plan = new Plan({ row: () => undefined, rows: () => [] });
    let page: FeedPage | null;
    let cursor: Cursor = { revision: 0, mark: "" };
    do {
      page = await this.page(cursor);
      if (!page) throw new Again(0);
      plan.feed(page.items);
      for (const scope of plan.toLoad) plan.feed(await this.scope(scope));
      plan.toLoad.clear();
      cursor = page;
    } while (page.more);
    await this.advance(cursor, plan, true);
  }

  private async advance({ revision, mark }: Cursor, plan: Plan, reset: boolean): Promise<void> {
    const change = { put: plan.puts, drop: plan.drops };
    if (revision === this.cursor.revision && !reset && !change.put.length && !change.drop.length) return;
    await this.commit(async (tx, head) => {
      head.since = revision;
      head.mark = mark;
      if (reset) await tx.objectStore("rows").clear();
      return reset ? { ...change, reset } : change;
    });
    this.cursor = { revision, mark };
  }

  private async scope(name: string): Promise<FeedItem[]> {
    const items: FeedItem[] = [];
    let since = 0;
    let more = true;
    while (more) {
      const query = `scope=${encodeURIComponent(name)}&since=${since}${this.watchQuery("&")}`;
      const answer = await this.ask("GET", `/changes?${query}&limit=200`);
      // Not, or no longer, for this person to read: the feed says so if it was.
      if (answer.status === 404) return [];
      const page = this.pageOf(answer);
      if (!page) throw new Again(0);
      items.push(...page.items.filter((item) => item.op === "put"));
      since = page.revision;
      more = page.more;
    }
    return items;
  }

  /** null: start again (410). */
  private async page({ revision, mark }: Cursor): Promise<FeedPage | null> {
    const query = `since=${revision}&mark=${encodeURIComponent(mark)}${this.watchQuery("&")}`;
    return this.pageOf(await this.ask("GET", `/changes?${query}&limit=200`));
  }

  private pageOf(answer: Answer): FeedPage | null {
    if (answer.status === 410) return null;
    if (answer.status >= 300) throw new Error(refusalOf(answer).message);
    const page = answer.body as FeedPage | null;
    if (!page?.items) throw new Again(0);
    return page;
  }
}
