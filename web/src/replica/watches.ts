import type { Environment } from "./environment";

/** A scope is followed for this long after the last tab has said that it shows it: going back to a list is instant. */
export const lingerMs = 120_000;
/** How often a tab says again what it shows; a hidden tab's timers fire once a minute. */
const sayAgainMs = 45_000;
/** The server follows 50 scopes at a time; what was left longest ago goes first. */
const mostWatched = 40;

/**
 * Which scopes the open screens of all tabs show beside those that this person
 * follows anyway. Each tab says what its own screens show; the leader hears
 * them all, and asks when it begins. A tab that dies says nothing any more, and
 * what it showed is let go.
 */
export class Watches {
  private mine = new Map<string, number>();
  /** When each scope was last said to be shown, by any tab. */
  private heard = new Map<string, number>();
  private stopSaying: (() => void) | null = null;
  private closed = false;

  constructor(
    private env: Environment,
    private post: (wanted: string[]) => void,
    private changed: () => void,
  ) {}

  /** From now until the returned function is called. */
  watch(scope: string): () => void {
    this.mine.set(scope, (this.mine.get(scope) ?? 0) + 1);
    this.say();
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      const count = (this.mine.get(scope) ?? 0) - 1;
      if (count > 0) this.mine.set(scope, count);
      else this.mine.delete(scope);
      this.heard.set(scope, this.env.now());
    };
  }

  /** Tells the leader, wherever it is, and goes on telling while anything is shown here. */
  say(): void {
    if (this.closed) return;
    this.stopSaying?.();
    this.stopSaying = null;
    if (!this.mine.size) return;
    this.post([...this.mine.keys()]);
    this.hear([...this.mine.keys()]);
    this.stopSaying = this.env.after(sayAgainMs, () => this.say());
  }

  hear(wanted: readonly string[]): void {
    // Not by `wanted`: it has what is shown here from the moment it is shown.
    const fresh = wanted.some((scope) => !this.recently(scope));
    for (const scope of wanted) this.heard.set(scope, this.env.now());
    if (fresh) this.changed();
  }

  /** What was followed before this tab became the leader, until the tabs have had time to speak. */
  inherit(scopes: readonly string[]): void {
    for (const scope of scopes) if (!this.heard.has(scope)) this.heard.set(scope, this.env.now());
  }

  wanted(): Set<string> {
    for (const scope of this.heard.keys()) if (!this.recently(scope)) this.heard.delete(scope);
    const latest = [...this.heard].sort((a, b) => b[1] - a[1]).map(([scope]) => scope);
    return new Set([...this.mine.keys(), ...latest].slice(0, mostWatched));
  }

  private recently(scope: string): boolean {
    const at = this.heard.get(scope);
    return at !== undefined && this.env.now() - at < lingerMs;
  }

  close(): void {
    this.closed = true;
    this.stopSaying?.();
  }
}
