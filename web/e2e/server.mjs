// The real binary with a data folder of its own. Nothing here waits for a time, only for conditions.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const binary = process.env.CAIRN_TEST_BINARY ?? fileURLToPath(new URL("../../bin/cairn", import.meta.url));

/** All servers that run now: a journey that fails tells what they said. */
export const servers = new Set();

/** The server; it can be killed and started again on the same address with the same data. */
export class Server {
  #process = null;
  #folder = "";
  /** All that it has said. */
  log = "";
  url = "";
  setupLink = "";

  /** More of what it is told by its environment; the demo company instead of an empty server. */
  constructor(told = {}, command = ["serve"]) {
    Object.assign(this, { told, command });
  }

  async start() {
    this.#folder ||= await mkdtemp(join(tmpdir(), "cairn-e2e-"));
    const address = this.url ? new URL(this.url).host : "127.0.0.1:0";
    const env = { ...process.env, ...this.told, CAIRN_ADDR: address, CAIRN_DATA: this.#folder };
    this.#process = spawn(binary, this.command, { env, stdio: ["ignore", "pipe", "pipe"] });
    servers.add(this);
    let said = "";
    await new Promise((resolve, reject) => {
      const hear = (chunk) => {
        said += chunk;
        this.log += chunk;
        const at = /Cairn is at (http:\/\/[\d.:]+)/.exec(said);
        const link = /(http\S+\/setup#\S+)\s/.exec(said);
        if (!at || (this.command[0] === "serve" && !this.url && !link)) return;
        this.url = at[1];
        if (link) this.setupLink = link[1];
        resolve();
      };
      this.#process.stdout.on("data", hear);
      this.#process.stderr.on("data", (chunk) => {
        said += chunk;
        this.log += chunk;
      });
      this.#process.on("exit", (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
    });
    await until("the server answers", async () =>
      fetch(`${this.url}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      ),
    );
  }

  get up() {
    return this.#process?.exitCode === null && this.#process.signalCode === null;
  }

  async kill() {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill("SIGKILL");
    await ended;
  }

  /** The data as they are now, while it does not run; `restore` brings them back, like a backup. */
  async backup() {
    await cp(this.#folder, `${this.#folder}.backup`, { recursive: true });
  }

  async restore() {
    await rm(this.#folder, { recursive: true, force: true });
    await cp(`${this.#folder}.backup`, this.#folder, { recursive: true });
  }

  async stop() {
    await this.kill();
    servers.delete(this);
    for (const folder of [this.#folder, `${this.#folder}.backup`])
      await rm(folder, { recursive: true, force: true });
  }

  /** Asks the API, past every browser. Gives what was answered and the session's cookie, if there is one. */
  async ask(method, path, body, cookie = "") {
    const headers = {
      "Idempotency-Key": crypto.randomUUID(),
      "Content-Type": "application/json",
      ...(cookie ? { Cookie: cookie } : {}),
    };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${this.url}/api/v1${path}`, { method, headers, ...sent });
    const text = await answer.text();
    const given = answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    return { status: answer.status, body: text ? JSON.parse(text) : null, cookie: given };
  }
}

/** Asks again until it is so; the one place that looks at a clock. */
export async function until(what, check, ms = 20_000) {
  for (const end = Date.now() + ms; Date.now() < end; ) {
    if (await check()) return;
    await new Promise((resolve) => setImmediate(() => setTimeout(resolve, 20)));
  }
  assert.fail(`never: ${what}`);
}
