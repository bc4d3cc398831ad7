import { backoff } from "../lib/backoff";
import type { Environment } from "./environment";

/** Hears from the server that there is something new. What it is must be asked for. */
export class News {
  /** What is heard; null: nothing, or not any more. */
  private path: string | null = null;
  private stop = () => {};
  private unwait = () => {};
  /** How often something else than the stream has answered since it last stood. */
  private unheard = 0;

  constructor(
    private env: Environment,
    private onNews: () => void,
  ) {}

  /** Hears this one from now on; nothing happens where it is heard already. */
  open(path: string): void {
    if (this.path === path) return;
    this.close();
    this.path = path;
    const heard = () => {
      this.unheard = 0;
      this.onNews();
    };
    this.stop = this.env.stream(path, heard, () => this.deaf());
  }

  close(): void {
    this.unwait();
    this.stop();
    this.path = null;
  }

  /** Without a stream nothing says what is new: it is read after a while, which tells what is the matter. */
  private deaf(): void {
    this.path = null;
    this.unwait = this.env.after(backoff(this.unheard++, this.env.random), this.onNews);
  }
}
