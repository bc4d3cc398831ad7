import { type Change, type Draft, type Entry, type Failure, inOrder, type Mutators, type Row } from "./types";

type Objects = Map<string, Map<string, object | null>>;

/**
 * What one tab knows: the confirmed rows, and over them the effect of every
 * queued write in order. Screens read only this, never the database.
 */
export class Memory implements Draft {
  commit = 0;
  outbox: Entry[] = [];
  failed: Failure[] = [];
  /** The scopes that are held because a screen shows them. */
  watched: readonly string[] = [];
  /** This tab's writes that are on screen and not yet durable, in order. */
  own: Entry[] = [];
  private base = new Map<string, Map<string, Row>>();
  private overlay: Objects = new Map();
  /** For each long text, the last edit of it that is on screen. */
  private edits = new Map<string, string>();
  private writes = 0;
  private lists = new Map<string, object[]>();
  private listeners = new Set<() => void>();

  constructor(private mutators: Mutators) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get<T extends object>(kind: string, id: string): T | undefined {
    const over = this.overlay.get(kind)?.get(id);
    if (over !== undefined) return (over ?? undefined) as T | undefined;
    return this.base.get(kind)?.get(id)?.object as T | undefined;
  }

  /** All objects of a kind, in no order; the same array until one of them changes. */
  all<T extends object>(kind: string): T[] {
    const known = this.lists.get(kind);
    if (known) return known as T[];
    const over = this.overlay.get(kind);
    const list: object[] = [];
    for (const row of this.base.get(kind)?.values() ?? []) if (!over?.has(row.id)) list.push(row.object);
    for (const object of over?.values() ?? []) if (object) list.push(object);
    this.lists.set(kind, list);
    return list as T[];
  }

  put(kind: string, id: string, object: object): void {
    this.write(kind, id, object);
  }

  drop(kind: string, id: string): void {
    this.write(kind, id, null);
  }

  row(kind: string, id: string): Row | undefined {
    return this.base.get(kind)?.get(id);
  }

  *rows(): Iterable<Row> {
    for (const rows of this.base.values()) yield* rows.values();
  }

  /** The last edit of a long text that is queued and took effect on screen here. */
  lastEdit(of: string): string | null {
    return this.edits.get(of) ?? null;
  }

  /** Shows writes at once, before they are durable. */
  add(...entries: Entry[]): void {
    for (const entry of entries) {
      this.own.push(entry);
      this.run(entry);
    }
    this.tell();
  }

  /** The write is durable, or could not be made so: either way it is no longer this tab's alone. */
  release(key: string): void {
    if (!this.own.some((e) => e.key === key)) return;
    this.own = this.own.filter((e) => e.key !== key);
    this.replay();
    this.tell();
  }

  /** Takes over everything that was read from the database. */
  load(
    commit: number,
    rows: Row[],
    outbox: Entry[],
    failed: Failure[],
    watched: readonly string[] = [],
  ): void {
    this.commit = commit;
    this.watched = watched;
    this.base = new Map();
    for (const row of rows) this.setBase(row);
    this.outbox = outbox;
    this.failed = inOrder(failed);
    const durable = new Set(outbox.map((e) => e.key));
    this.own = this.own.filter((e) => !durable.has(e.key));
    this.lists.clear();
    this.replay();
    this.tell();
  }

  /** Follows one transaction. The caller has checked that it is the next one. */
  follow(change: Change): void {
    this.commit = change.commit;
    if (change.watched) this.watched = change.watched;
    if (this.isOwnQueued(change)) {
      // Shown already, in this very order: only its place has changed.
      const count = change.queued?.length ?? 0;
      this.outbox.push(...(change.queued ?? []));
      this.own = this.own.slice(count);
      this.tell();
      return;
    }
    for (const row of change.put ?? []) this.setBase(row);
    for (const { kind, id } of change.drop ?? []) {
      this.base.get(kind)?.delete(id);
      this.lists.delete(kind);
    }
    const settled = new Set(change.settled);
    const rewritten = new Map(change.rewritten?.map((e) => [e.key, e]));
    if (settled.size || rewritten.size) {
      this.outbox = this.outbox.filter((e) => !settled.has(e.key)).map((e) => rewritten.get(e.key) ?? e);
    }
    for (const entry of change.queued ?? []) {
      this.own = this.own.filter((e) => e.key !== entry.key);
      this.outbox.push(entry);
    }
    if (change.failed?.length) this.failed = inOrder([...this.failed, ...change.failed]);
    if (change.unfailed?.length) {
      const gone = new Set(change.unfailed);
      this.failed = this.failed.filter((f) => !gone.has(f.key));
    }
    this.replay();
    this.tell();
  }

  /** Whether all that a transaction did was to queue the first of this tab's own writes. */
  private isOwnQueued(change: Change): boolean {
    const { queued = [], commit: _commit, remarks: _remarks, ...rest } = change;
    if (!queued.length || Object.values(rest).some((list) => (Array.isArray(list) ? list.length : list)))
      return false;
    return queued.every((entry, at) => {
      const own = this.own[at];
      return own?.key === entry.key && own.text?.after === entry.text?.after;
    });
  }

  private replay(): void {
    const before = this.overlay;
    this.overlay = new Map();
    this.edits.clear();
    for (const kind of before.keys()) this.lists.delete(kind);
    for (const entry of this.outbox) this.run(entry);
    for (const entry of this.own) this.run(entry);
    keepIdentity(before, this.overlay);
  }

  /** Also for the replica, when its status changes. */
  tell(): void {
    for (const listener of this.listeners) listener();
  }

  private run(entry: Entry): void {
    const before = this.writes;
    this.mutators[entry.name]?.apply(this, entry.input);
    if (entry.text && this.writes > before) this.edits.set(entry.text.of, entry.key);
  }

  private setBase(row: Row): void {
    inner(this.base, row.kind).set(row.id, row);
    this.lists.delete(row.kind);
  }

  private write(kind: string, id: string, object: object | null): void {
    this.writes += 1;
    inner(this.overlay, kind).set(id, object);
    this.lists.delete(kind);
  }
}

function inner<V>(outer: Map<string, Map<string, V>>, kind: string): Map<string, V> {
  let map = outer.get(kind);
  if (!map) {
    map = new Map();
    outer.set(kind, map);
  }
  return map;
}

/** A replay makes new objects; those that say the same are kept, so that no row renders for nothing. */
function keepIdentity(before: Objects, after: Objects): void {
  for (const [kind, objects] of after) {
    for (const [id, object] of objects) {
      const old = before.get(kind)?.get(id);
      if (old && object && old !== object && JSON.stringify(old) === JSON.stringify(object)) {
        objects.set(id, old);
      }
    }
  }
}
