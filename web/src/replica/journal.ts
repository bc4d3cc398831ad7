import type { Environment } from "./environment";
import type { Entry } from "./types";

/**
 * What was just written, until the database has it. The database needs a few
 * turns of the tab for that, in which the tab may be killed; this needs none.
 * What a killed tab leaves behind is taken over by the next one that looks.
 */
export class Journal {
  private readonly prefix: string;
  private readonly mine: string;
  private written = 0;
  private names = new Map<string, string>();
  /** Written while there was no room for them here. */
  private homeless = new Set<string>();
  /** Tabs whose end is waited for, to take over what they leave. */
  private awaited = new Set<string>();
  private end: () => void = () => {};

  constructor(
    private env: Environment,
    private person: string,
    private tab: string,
  ) {
    this.prefix = `cairn.written.${person}.`;
    this.mine = `${this.prefix}${tab}.`;
  }

  /** Holds this tab's lock as long as it lives: who gets it knows that the tab is gone. */
  start(): void {
    const alive = new Promise<void>((resolve) => {
      this.end = resolve;
    });
    this.env.lock(this.lockOf(this.tab), false, () => alive).catch(() => {});
  }

  close(): void {
    this.end();
  }

  /** Returns when the write can no longer be lost, or at once where there is no room for it. */
  write(entry: Entry): void {
    this.written += 1;
    const name = `${this.mine}${String(this.written).padStart(8, "0")}`;
    if (this.env.notes.set(name, JSON.stringify(entry))) this.names.set(entry.key, name);
    else this.homeless.add(entry.key);
  }

  /** Whether it has all that the database has not: until then a killed tab loses what stands nowhere else. */
  get whole(): boolean {
    return this.homeless.size === 0;
  }

  /** The database has it, or the person knows that it could not be kept. */
  done(key: string): void {
    const name = this.names.get(key);
    this.names.delete(key);
    this.homeless.delete(key);
    if (name) this.env.notes.remove(name);
  }

  /** Log-out: nothing of this person stays. */
  clear(): void {
    for (const name of this.env.notes.names(this.prefix)) this.env.notes.remove(name);
  }

  /** Hands what other tabs have left, in order, to `take`; of a tab that lives, when it has ended. */
  inherit(take: (entries: Entry[]) => Promise<void>): void {
    for (const name of this.env.notes.names(this.prefix)) {
      const tab = name.slice(this.prefix.length).split(".")[0] ?? "";
      if (tab === this.tab || this.awaited.has(tab)) continue;
      this.awaited.add(tab);
      this.env
        .lock(this.lockOf(tab), false, async () => {
          this.awaited.delete(tab);
          const names = this.env.notes.names(`${this.prefix}${tab}.`).sort();
          const entries = names.map((name) => JSON.parse(this.env.notes.get(name) ?? "null") as Entry | null);
          await take(entries.filter((entry) => entry !== null));
          for (const name of names) this.env.notes.remove(name);
        })
        // The database could not take it: it stays for the next one that looks.
        .catch(() => {});
    }
  }

  private lockOf(tab: string): string {
    return `cairn-tab-${this.person}-${tab}`;
  }
}
