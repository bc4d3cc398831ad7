import type { Environment } from "./environment";

/** A leader that leaves a ping unanswered for this long is frozen, and loses the lock. */
const patienceMs = 1000;

/**
 * Decides which tab talks to the server: the one that holds a Web Lock. A tab in
 * the background may be frozen while it holds the lock, so a visible tab pings
 * it and steals the lock when it hears nothing. What a deposed leader still does
 * is harmless: the database refuses its epoch, the server knows its keys.
 */
export class Election {
  leading = false;
  private started = false;
  private closed = false;
  private release: (() => void) | null = null;
  private stopWaiting: (() => void) | null = null;

  constructor(
    private env: Environment,
    private lock: string,
    private post: (message: "ping" | "pong") => void,
    private begin: () => void,
    private end: () => void,
  ) {}

  start(): void {
    this.started = true;
    void this.queue(false);
  }

  /** Asks whether the leader is alive, and takes its place if not. */
  challenge(): void {
    if (!this.started || this.leading || this.closed || this.stopWaiting || !this.env.visible()) return;
    this.post("ping");
    this.stopWaiting = this.env.after(patienceMs, () => {
      this.stopWaiting = null;
      if (!this.leading && !this.closed) void this.queue(true);
    });
  }

  hear(message: "ping" | "pong"): void {
    if (message === "ping" && this.leading) this.post("pong");
    if (message === "pong") this.stopAsking();
  }

  close(): void {
    this.closed = true;
    this.stopAsking();
    this.stepDown();
  }

  private async queue(steal: boolean): Promise<void> {
    try {
      await this.env.lock(this.lock, steal, () => this.hold());
    } catch {
      // Stolen by a tab that did not hear from this one in time.
      this.stepDown();
      if (!this.closed) void this.queue(false);
    }
  }

  private hold(): Promise<void> {
    // A tab may be granted the lock twice: once by its place in the queue, once by stealing.
    if (this.closed || this.leading) return Promise.resolve();
    this.stopAsking();
    this.leading = true;
    const held = new Promise<void>((resolve) => {
      this.release = resolve;
    });
    this.begin();
    return held;
  }

  private stepDown(): void {
    if (!this.leading) return;
    this.leading = false;
    this.release?.();
    this.release = null;
    this.end();
  }

  private stopAsking(): void {
    this.stopWaiting?.();
    this.stopWaiting = null;
  }
}
