/**
 * Everything the replica asks of the browser, so that a test can interleave,
 * delay, lose and crash each of them.
 */
export interface Environment {
  now(): number;
  /** In [0, 1). */
  random(): number;
  after(ms: number, run: () => void): () => void;
  /** Rejects when no answer came; any answer resolves. */
  request(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Answer>;
  /**
   * Calls `poke` when there is something to pull, also on each connect; a line that breaks is mended without a word.
   * `over`, once, when it will not come back by itself. Returns how to close it.
   */
  stream(path: string, poke: () => void, over: () => void): () => void;
  channel(name: string, receive: (message: unknown) => void): Channel;
  /** Holds an exclusive lock until `hold` settles; rejects when the lock was stolen. */
  lock(name: string, steal: boolean, hold: () => Promise<void>): Promise<void>;
  /** Small notes that are kept the moment they are written, whatever becomes of the tab. */
  notes: Notes;
  visible(): boolean;
  /** Calls `wake` when the tab becomes visible or the network comes back. */
  onWake(wake: () => void): () => void;
}

export interface Answer {
  status: number;
  body: unknown;
  retryAfterMs: number;
  /** When the server answered, by its clock; NaN where it does not say. */
  at: number;
}

interface Notes {
  /** False: there is no room. */
  set(name: string, text: string): boolean;
  get(name: string): string | null;
  remove(name: string): void;
  names(prefix: string): string[];
}

export interface Channel {
  post(message: unknown): void;
  close(): void;
}

export function browserEnvironment(): Environment {
  return {
    now: Date.now,
    random: Math.random,
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    async request(method, path, body, headers) {
      const response = await fetch(path, {
        method,
        headers: body === undefined ? headers : { ...headers, "Content-Type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        credentials: "same-origin",
        // A connection that hangs must not hold up the outbox for ever.
        signal: AbortSignal.timeout(30_000),
      });
      const text = await response.text();
      return {
        status: response.status,
        body: parse(text),
        retryAfterMs: Number(response.headers.get("Retry-After") ?? 0) * 1000 || 0,
        at: Date.parse(response.headers.get("Date") ?? ""),
      };
    },
    stream(path, poke, over) {
      const source = new EventSource(path);
      source.addEventListener("open", poke);
      source.addEventListener("poke", poke);
      // Any answer that is no stream is the last for a browser: a proxy's 502, or that the session has ended.
      source.addEventListener("error", () => source.readyState === EventSource.CLOSED && over());
      return () => source.close();
    },
    channel(name, receive) {
      const channel = new BroadcastChannel(name);
      channel.onmessage = (event) => receive(event.data);
      return { post: (message) => channel.postMessage(message), close: () => channel.close() };
    },
    async lock(name, steal, hold) {
      await navigator.locks.request(name, { steal }, hold);
    },
    notes: {
      set(name, text) {
        try {
          localStorage.setItem(name, text);
          return true;
        } catch {
          return false;
        }
      },
      get: (name) => localStorage.getItem(name),
      remove: (name) => localStorage.removeItem(name),
      names: (prefix) => Object.keys(localStorage).filter((name) => name.startsWith(prefix)),
    },
    visible: () => document.visibilityState === "visible",
    onWake(wake) {
      const shown = () => {
        if (document.visibilityState === "visible") wake();
      };
      document.addEventListener("visibilitychange", shown);
      window.addEventListener("online", wake);
      return () => {
        document.removeEventListener("visibilitychange", shown);
        window.removeEventListener("online", wake);
      };
    },
  };
}

/** A proxy's error page is not JSON; its status says enough. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
