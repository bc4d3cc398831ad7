import type { FeedItem } from "../../src/replica/types";

/** The object of the test's domain: short fields, one long text, a log of what was applied. */
export interface Note {
  id: string;
  title: string;
  body: string;
  body_version: number;
  /** The marks of every `append` that the server has applied, in order. */
  marks: string[];
  scope: string;
}

interface Item {
  note: Note | null;
  revision: number;
  /** Every scope it has ever been in, and since when it is in it, or not. */
  places: Map<string, { state: "in" | "left" | "gone"; revision: number }>;
}

/** Followed only by those who watch them; all other scopes are followed as soon as they are held. */
export const shownScopes = ["screen 1", "screen 2"];

interface Operation {
  key: string;
  method: string;
  path: string;
  body?: Record<string, unknown>;
}

export interface Result {
  key: string;
  status: number;
  body?: unknown;
  code?: string;
}

/** An in-memory server that keeps the contract: revisions, the change feed, batches with idempotency keys. */
export class FakeServer {
  revision = 0;
  notes = new Map<string, Item>();
  /** scope → revision since which it is held, or was lost. */
  scopes = new Map<string, { held: boolean; revision: number }>();
  answers = new Map<string, { hash: string; status: number; id: string; code?: string }>();
  /** Marks in the order in which they were applied, refused ones not among them. */
  applied: string[] = [];
  /** Every text that the server has accepted. */
  accepted: string[] = [];
  /** Revisions that were given out, taken back with a backup that was put back, and given out again. */
  private lost: { after: number; upTo: number }[] = [];
  person: string | null = "ana";
  /** Chooses a status for an operation that has nothing to do with it (500, 429), or 0. */
  fault: () => number = () => 0;

  constructor(readonly me: string) {
    this.grant("mine");
  }

  /** All that a backup holds; the function puts it back. */
  backup(): () => void {
    const { revision, notes, scopes, answers, applied, accepted } = structuredClone({ ...this, fault: null });
    return () => {
      this.lose(revision);
      Object.assign(this, { revision, notes, scopes, answers, applied, accepted });
    };
  }

  /** From here on the revisions after this one are of another history. */
  lose(after: number): void {
    this.lost.push({ after, upTo: this.revision });
  }

  private mark(revision: number): string {
    return `${revision}:${this.lost.filter(({ after, upTo }) => after < revision && revision <= upTo).length}`;
  }

  grant(scope: string): void {
    this.scopes.set(scope, { held: true, revision: ++this.revision });
  }

  revoke(scope: string): void {
    this.scopes.set(scope, { held: false, revision: ++this.revision });
  }

  holds(scope: string): boolean {
    return this.scopes.get(scope)?.held ?? false;
  }

  save(note: Note): void {
    const places: Item["places"] = new Map(this.notes.get(note.id)?.places);
    const revision = ++this.revision;
    for (const [scope, { state }] of places)
      if (state === "in" && scope !== note.scope) places.set(scope, { state: "left", revision });
    places.set(note.scope, { state: "in", revision });
    this.notes.set(note.id, { note, revision, places });
  }

  remove(id: string): void {
    const item = this.notes.get(id);
    if (!item?.note) return;
    const revision = ++this.revision;
    const places: Item["places"] = new Map(item.places);
    places.set(item.note.scope, { state: "gone", revision });
    this.notes.set(id, { note: null, revision, places });
  }

  /** Whether a reader who watches some scopes is told of this one. */
  follows(scope: string, watched: readonly string[] = []): boolean {
    return this.holds(scope) && (!shownScopes.includes(scope) || watched.includes(scope));
  }

  /** All that this person may read now of what they follow. */
  visible(watched: readonly string[] = []): Note[] {
    return [...this.notes.values()].flatMap(({ note }) =>
      note && this.follows(note.scope, watched) ? [note] : [],
    );
  }

  handle(method: string, path: string, body: unknown, person: string): { status: number; body: unknown } {
    if (this.person === null) return problem(401, "unauthenticated");
    if (path === "/api/v1/me") return { status: 200, body: { person: { id: this.person } } };
    if (person !== this.person) return problem(401, "unauthenticated");
    const url = new URL(path, "http://fake");
    if (url.pathname === "/api/v1/changes" && method === "GET") return this.changes(url.searchParams);
    if (url.pathname === "/api/v1/batch") return this.batch((body as { operations: Operation[] }).operations);
    return problem(404, "not_found");
  }

  private batch(operations: Operation[]): { status: number; body: unknown } {
    const results: Result[] = [];
    const refused = new Set<string>();
    let stopped = false;
    for (const operation of operations) {
      if (stopped) {
        results.push({ key: operation.key, status: 0, code: "not_tried" });
        continue;
      }
      const fault = String(operation.body?.mark).includes("poison") ? 500 : this.fault();
      if (fault) {
        results.push({ key: operation.key, ...problem(fault, "busy") });
        stopped = true;
        continue;
      }
      const result = this.once(operation, refused);
      const id = operation.path.split("/")[4] ?? String(operation.body?.id);
      if (operation.method === "POST" && !operation.path.split("/")[4] && result.status >= 300)
        refused.add(id);
      results.push(result);
    }
    return { status: 200, body: { results } };
  }

  private once(operation: Operation, refused: Set<string>): Result {
    const { key } = operation;
    const hash = JSON.stringify([operation.method, operation.path, operation.body]);
    const known = this.answers.get(key);
    if (known && known.hash !== hash) return { key, ...problem(422, "key_reused") };
    if (known) {
      const note = this.notes.get(known.id)?.note;
      // Why, was said in the first answer alone.
      if (known.status >= 300) {
        const again = problem(known.status, known.code ?? "");
        return { key, ...again, body: { ...again.body, detail: "refused before", replayed: true } };
      }
      if (known.status === 204) return { key, status: 204, body: null };
      if (!note || !this.holds(note.scope)) return { key, ...problem(404, "out_of_sight") };
      return { key, status: known.status, body: this.render(note) };
    }
    const id = operation.path.split("/")[4] ?? String(operation.body?.id);
    if (refused.has(id)) return { key, ...problem(424, "dependency_failed") };
    const { status, body, code } = this.apply(operation, id);
    this.answers.set(key, { hash, status, id, ...(code ? { code } : {}) });
    return { key, status, body, ...(code ? { code } : {}) };
  }

  private apply(
    { method, body = {} }: Operation,
    id: string,
  ): { status: number; body: unknown; code?: string } {
    const note = this.notes.get(id)?.note;
    if (String(body.title ?? body.mark ?? "").includes("refuse")) return problem(409, "state_conflict");
    if (method === "POST" && "title" in body) {
      if (this.notes.has(id)) return problem(409, "duplicate");
      const fresh: Note = {
        id,
        title: String(body.title),
        body: "",
        body_version: 1,
        marks: [],
        scope: "mine",
      };
      this.save(fresh);
      return { status: 201, body: this.render(fresh) };
    }
    if (!note || !this.holds(note.scope)) return problem(404, "not_found");
    if (method === "DELETE") {
      this.remove(id);
      return { status: 204, body: null };
    }
    if ("mark" in body) {
      const mark = String(body.mark);
      this.applied.push(mark);
      this.save({ ...note, marks: [...note.marks, mark] });
    } else if ("body" in body) {
      if (body.body_version !== note.body_version) {
        return problem(409, "edit_conflict", { body: note.body, body_version: note.body_version });
      }
      this.accepted.push(String(body.body));
      this.save({ ...note, body: String(body.body), body_version: note.body_version + 1 });
    } else this.save({ ...note, ...body });
    return { status: 200, body: this.render(this.notes.get(id)?.note as Note) };
  }

  private render(note: Note): object {
    return { ...note, revision: this.notes.get(note.id)?.revision };
  }

  private changes(query: URLSearchParams): { status: number; body: unknown } {
    const since = Number(query.get("since"));
    const only = query.get("scope");
    const watched = query.get("watch")?.split(",") ?? [];
    const limit = 3;
    if (only && !this.holds(only)) return problem(404, "not_found");
    if (!only && since > 0 && (since > this.revision || query.get("mark") !== this.mark(since)))
      return problem(410, "start_again");
    const items: FeedItem[] = [];
    for (const [id, { note, places }] of this.notes) {
      const here = [...places].filter(([scope]) => (only ? scope === only : this.follows(scope, watched)));
      const revision = Math.max(0, ...here.map(([, place]) => place.revision));
      if (revision <= since) continue;
      const item = { kind: "note", id, revision, object: null, scopes: [] };
      if (!note) items.push({ ...item, op: "gone" });
      else if (!here.some(([scope]) => scope === note.scope)) items.push({ ...item, op: "left" });
      else items.push({ ...item, op: "put", scopes: [note.scope], object: this.render(note) });
    }
    for (const [id, { held, revision }] of this.scopes) {
      if (only || revision <= since || (shownScopes.includes(id) && !watched.includes(id))) continue;
      const op = held ? "scope_in" : "scope_out";
      items.push({ kind: "scope", id, op, revision, scopes: null, object: null });
    }
    items.sort((a, b) => a.revision - b.revision);
    const more = items.length > limit;
    const page = items.slice(0, limit);
    const revision = page.at(-1)?.revision ?? since;
    return { status: 200, body: { revision, mark: this.mark(revision), items: page, more } };
  }
}

function problem(status: number, code: string, details?: unknown) {
  return { status, code, body: { status, code, title: code, detail: `refused: ${code}`, details } };
}
