import type { AnsweredRow, FeedItem, Row } from "./types";

interface Known {
  row(kind: string, id: string): Row | undefined;
  rows(): Iterable<Row>;
}

/**
 * Works out what pages of the change feed, and rows answered by writes, change
 * in the confirmed rows. It only computes; the caller writes it in one transaction.
 */
export class Plan {
  /** Scopes that became readable and are still to be paged from the beginning. */
  readonly toLoad = new Set<string>();
  private changed = new Map<string, Row | { kind: string; id: string }>();

  constructor(private known: Known) {}

  feed(items: FeedItem[]): void {
    for (const item of items) {
      if (item.op === "put" && item.object) {
        this.put({ ...item, scopes: item.scopes ?? [], object: item.object });
      } else if (item.op === "gone" || item.op === "left") this.drop(item.kind, item.id, item.revision);
      else if (item.op === "scope_in") this.toLoad.add(item.id);
      else if (item.op === "scope_out") this.leave(item.id);
    }
  }

  answered(rows: AnsweredRow[], scopesOf: (kind: string, object: object) => string[]): void {
    for (const row of rows) {
      if (!row.object) {
        this.drop(row.kind, row.id, row.revision);
        continue;
      }
      const scopes = scopesOf(row.kind, row.object);
      // What the feed would not keep current is not kept: it would only grow stale.
      if (scopes.length) this.put({ ...row, object: row.object, scopes });
      else this.drop(row.kind, row.id, row.revision);
    }
  }

  get puts(): Row[] {
    return [...this.changed.values()].filter((row): row is Row => "object" in row);
  }

  get drops(): { kind: string; id: string }[] {
    return [...this.changed.values()].filter((row) => !("object" in row));
  }

  private current(kind: string, id: string): Row | undefined {
    const changed = this.changed.get(`${kind} ${id}`);
    if (!changed) return this.known.row(kind, id);
    return "object" in changed ? changed : undefined;
  }

  private put({ kind, id, revision, scopes, object }: Row): void {
    const current = this.current(kind, id);
    // Equal counts as newer: the feed's scopes replace those that were derived here.
    if (current && current.revision > revision) return;
    this.changed.set(`${kind} ${id}`, { kind, id, revision, scopes, object });
  }

  private drop(kind: string, id: string, revision: number): void {
    const current = this.current(kind, id);
    if (!current || current.revision > revision) return;
    this.changed.set(`${kind} ${id}`, { kind, id });
  }

  /** No screen shows the scope any more. */
  unwatch(scope: string): void {
    this.leave(scope);
  }

  /** An object goes with the last scope through which it was read. */
  private leave(scope: string): void {
    this.toLoad.delete(scope);
    const here = new Map<string, Row>();
    for (const row of this.known.rows()) here.set(`${row.kind} ${row.id}`, row);
    for (const [name, row] of this.changed) {
      if ("object" in row) here.set(name, row);
      else here.delete(name);
    }
    for (const [name, row] of here) {
      if (!row.scopes.includes(scope)) continue;
      const scopes = row.scopes.filter((s) => s !== scope);
      this.changed.set(name, scopes.length ? { ...row, scopes } : { kind: row.kind, id: row.id });
    }
  }
}
