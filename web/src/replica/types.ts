/** What the server says of one object, and the scopes through which this person reads it. */
export interface Row {
  kind: string;
  id: string;
  revision: number;
  scopes: string[];
  /** Replaced as a whole, never changed in place: screens compare objects by identity. */
  object: object;
}

/** A row in a write's answer; `object: null` says that the write deleted it. */
export interface AnsweredRow {
  kind: string;
  id: string;
  revision: number;
  object: object | null;
}

/**
 * What an edit of a long text was written on: the confirmed version, and the
 * last edit of the same text that was still queued and visible to the writer.
 */
export interface TextBase {
  version: number;
  after: string | null;
}

/** A queued write. It holds a name and data only, so that it survives a reload. */
export interface Entry {
  /** Order in the outbox across tabs; given by the database, absent until it is durable. */
  seq?: number;
  /** Idempotency key: the server applies a key once, however often it is sent. */
  key: string;
  name: string;
  input: unknown;
  /** When the person did it, epoch milliseconds. */
  at: number;
  text?: TextBase & { of: string };
  /** Keys of later edits of the same text that this one contains. */
  merged?: string[];
  /** May have reached the server: its body must not change any more under this key. */
  frozen?: boolean;
}

export interface Refusal {
  status: number;
  code: string;
  message: string;
  details: unknown;
  errors: { location: string; message: string }[];
  /** It was refused when it was sent before, and what was said then was lost on the way. */
  replayed?: boolean;
}

/** A write that was refused: rolled back on screen, its words kept until retried or discarded. */
export interface Failure extends Refusal {
  key: string;
  /** Its place in the outbox: several may have been done in one moment. */
  seq?: number;
  name: string;
  input: unknown;
  at: number;
  text?: TextBase & { of: string };
}

/** As they were done, the same in every tab and after a reload. */
export function inOrder(failed: readonly Failure[]): Failure[] {
  return [...failed].sort((a, b) => a.at - b.at || (a.seq ?? 0) - (b.seq ?? 0) || (a.key < b.key ? -1 : 1));
}

/** The database's own state. Every transaction raises `commit`, whoever makes it. */
export interface Head {
  commit: number;
  /** Raised by each new leader; a leader whose epoch has passed may write nothing. */
  epoch: number;
  /** The revision up to which the change feed has been applied. */
  since: number;
  /** The mark that came with it: it tells the server's history from one that a backup took back. */
  mark?: string;
  /** The last confirmed edit of each long text, oldest first. */
  texts: { of: string; tip: string; version: number }[];
  /** The scopes whose rows are held because a screen shows them; absent in a database of before. */
  watched?: string[];
}

/** What one transaction changed, so that every tab's memory can follow without reading. */
export interface Change {
  commit: number;
  put?: Row[];
  drop?: { kind: string; id: string }[];
  queued?: Entry[];
  settled?: string[];
  rewritten?: Entry[];
  failed?: Failure[];
  unfailed?: string[];
  /** The scopes that are held for screens from now on. */
  watched?: string[];
  /** What the server remarked on writes that it did; shown once, kept nowhere. */
  remarks?: string[];
  /** Too much changed to tell: read everything again. */
  reset?: boolean;
}

/** What mutators write to: the rows as the screen sees them. */
export interface Draft {
  get<T extends object>(kind: string, id: string): T | undefined;
  all<T extends object>(kind: string): T[];
  put(kind: string, id: string, object: object): void;
  drop(kind: string, id: string): void;
}

interface Request {
  method: string;
  path: string;
  body?: unknown;
}

/**
 * One kind of write, found by its name after a reload. All methods are pure;
 * `apply` may run many times, also on rows that already contain its effect, and
 * does nothing where its object is absent.
 */
export interface Mutator<Input> {
  apply(rows: Draft, input: Input): void;
  /** It makes what it is about: everything else that is about it needs this one to be done first. */
  makes?: boolean;
  /** `version` is the confirmed version of the long text, for mutators with `text`. */
  request(input: Input, version: number): Request;
  /**
   * The rows in a 2xx answer; without it the change feed alone brings them. The
   * answer is null when the object is out of this person's sight by now.
   */
  rows?(answer: unknown, input: Input): AnsweredRow[];
  /** What a 2xx answer remarks, in words for the person. */
  remarks?(answer: unknown): string[];
  /** Set on mutators that edit a long text: queued edits of one text are sent as one. */
  text?: {
    of(input: Input): string;
    /** One edit that says what both say. */
    merge(earlier: Input, later: Input): Input;
    /** The text's version in a 2xx answer. */
    version(answer: unknown): number;
  };
}

// biome-ignore lint/suspicious/noExplicitAny: each mutator knows its own input; the registry cannot.
export type Mutators = Record<string, Mutator<any>>;

/** One item of the change feed. */
export interface FeedItem {
  kind: string;
  id: string;
  op: "put" | "gone" | "left" | "scope_in" | "scope_out";
  revision: number;
  scopes: string[] | null;
  object: object | null;
}

/** How far the feed has been applied: a revision, and by which mark the server knows it. */
export interface Cursor {
  revision: number;
  mark: string;
}

export interface FeedPage extends Cursor {
  items: FeedItem[];
  more: boolean;
}

/** What screens show about the copy itself. */
export interface Status {
  /** `ended`: log in again to send. `other`: somebody else is logged in; nothing is sent. */
  session: "ok" | "ended" | "other";
  /** `waiting`: the server is out of reach and will be tried again; `full`: this device does not keep what it says. */
  link: "ok" | "waiting" | "full";
  /** The device's clock, by the server's. */
  clock: "right" | "ahead" | "behind";
  /** The first complete pull has been applied: an empty list is really empty. */
  complete: boolean;
  queued: number;
  failed: number;
  /** `closed`: logged out or deleted from another tab. */
  closed: boolean;
}
