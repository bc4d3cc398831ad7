// A line between a browser and the server that is as long and as bad as a journey
// needs: it delays, breaks, hangs, refuses, and loses answers to what was done.
// The browser believes it is online all the while.
import http from "node:http";

const kept = new Set(["connection", "keep-alive", "transfer-encoding"]);

/** One thing that goes wrong on the line, with the first requests that it fits. */
class Fault {
  #tell;
  #free;
  /** The requests that it has met. */
  met = 0;
  /** Resolves when it has met the first one: for `lose`, `half` and `hold` the server has done it by then. */
  reached = new Promise((resolve) => {
    this.#tell = resolve;
  });
  /** Resolves when what is held may go on. */
  released = new Promise((resolve) => {
    this.#free = resolve;
  });

  constructor(kind, fits, more) {
    Object.assign(this, { kind, fits, times: 1, status: 503, retryAfter: 0, ...more });
  }

  here(line) {
    return this.fits instanceof RegExp ? this.fits.test(line) : line.startsWith(this.fits);
  }

  meet() {
    this.#tell();
  }

  release() {
    this.#free();
  }
}

export class Line {
  #target;
  #server;
  #sockets = new Set();
  #state = "open";
  #faults = [];
  /** Milliseconds each way; a new connection costs a way there and back before its first request. */
  delay;
  /** What went over it, in order: "POST /api/v1/batch". */
  requests = [];
  url = "";

  constructor(delay = 0) {
    this.delay = delay;
  }

  /** `target` gives the server's address at the time: it may be another after a restart. */
  async start(target) {
    this.#target = target;
    this.#server = http.createServer((request, response) => {
      this.#pass(request, response).catch(() => request.socket.destroy());
    });
    // A browser's idle connection must not be closed under it by the line.
    this.#server.keepAliveTimeout = 0;
    this.#server.on("connection", (socket) => {
      if (this.#state === "cut") return socket.destroy();
      socket.setNoDelay(true);
      socket.on("error", () => {});
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
    await new Promise((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
    return this;
  }

  async stop() {
    this.#drop();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** All is well again; what hung breaks. */
  open() {
    const before = this.#state;
    this.#state = "open";
    for (const fault of this.#faults) fault.release();
    this.#faults = [];
    if (before === "hang") this.#drop();
  }

  /** Nothing gets through, and the browser is told so at once. */
  cut() {
    this.#state = "cut";
    this.#drop();
  }

  /** Connections stand, and no answer comes. */
  hang() {
    this.#state = "hang";
  }

  /**
   * What becomes of the next `times` requests that fit ("POST /api/v1/batch"):
   * `drop` breaks before the server has it, `lose` after the server has done it,
   * `half` after half of the answer; `hold` keeps the answer until `release()`;
   * `busy` answers in the server's place: 503 with Retry-After, or another `status`.
   */
  next(kind, fits, more) {
    const fault = new Fault(kind, fits, more);
    this.#faults.push(fault);
    return fault;
  }

  #drop() {
    for (const socket of this.#sockets) socket.destroy();
  }

  #faultFor(line) {
    const fault = this.#faults.find((one) => one.here(line) && one.met < one.times);
    if (fault) fault.met += 1;
    return fault;
  }

  async #pass(request, response) {
    const { socket } = request;
    const line = `${request.method} ${request.url}`;
    this.requests.push(line);
    const body = await all(request);
    await wait(socket.greeted ? this.delay : 3 * this.delay);
    socket.greeted = true;
    if (this.#state === "hang" || socket.destroyed) return;
    const fault = this.#faultFor(line);
    if (fault?.kind === "drop") {
      fault.meet();
      return socket.destroy();
    }
    if (fault?.kind === "busy") {
      await wait(this.delay);
      response.writeHead(fault.status, {
        "Retry-After": String(fault.retryAfter),
        "Content-Type": "text/html",
      });
      response.end("<h1>Be back soon</h1>");
      return fault.meet();
    }
    const answer = await this.#ask(request, body, response);
    const headers = answer.rawHeaders.flatMap((name, at, raw) =>
      at % 2 === 0 && !kept.has(name.toLowerCase()) ? [name, raw[at + 1]] : [],
    );
    if (!fault) return this.#stream(answer, headers, socket, response);
    const bytes = await all(answer);
    fault.meet();
    if (fault.kind === "lose") return socket.destroy();
    if (fault.kind === "hold") await fault.released;
    else await wait(this.delay);
    if (socket.destroyed) return;
    response.writeHead(answer.statusCode, headers);
    if (fault.kind === "half") response.write(bytes.subarray(0, bytes.length / 2), () => socket.destroy());
    else response.end(bytes);
  }

  #ask(request, body, response) {
    const { hostname, port } = new URL(this.#target());
    const { method, url: path, headers } = request;
    return new Promise((resolve, reject) => {
      // A connection for each: a server that was killed leaves no dead one behind.
      const options = { hostname, port, method, path, headers: { ...headers, connection: "close" } };
      const asked = http.request({ ...options, agent: false }, resolve);
      asked.on("error", reject);
      response.on("close", () => asked.destroy());
      asked.end(body);
    });
  }

  /** Passes an answer on piece by piece, so that event streams go through. */
  #stream(answer, headers, socket, response) {
    const later = (run) =>
      setTimeout(() => {
        if (this.#state !== "hang" && !socket.destroyed) run();
      }, this.delay);
    later(() => {
      response.writeHead(answer.statusCode, headers);
      response.flushHeaders();
    });
    answer.on("data", (bytes) => later(() => response.write(bytes)));
    answer.on("end", () => later(() => response.end()));
    answer.on("error", () => socket.destroy());
  }
}

async function all(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

const wait = (ms) => (ms ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined);
