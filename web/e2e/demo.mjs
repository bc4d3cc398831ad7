// Serves the built app over the fake API: npm run demo, then http://127.0.0.1:4173
// (ana@example.com or ben@example.com, any password but "wrong").
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fakeApi } from "./fake-api.mjs";

const dist = fileURLToPath(new URL("../../internal/webui/dist", import.meta.url));
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};

/** The same policy as internal/webui, so that what it breaks is seen here. */
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "manifest-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; " +
  "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types cairn";

/** Resolves to the server, its address and the fake API behind it; `down` makes it unreachable. */
export async function serve({ port = 0, empty = false } = {}) {
  const api = fakeApi({ empty });
  const control = { down: false, delayMs: 0 };
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://fake").pathname;
    if (!path.startsWith("/api/")) return file(path, response);
    if (control.down) return request.socket.destroy();
    const cookie = /cairn=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1];
    const self = api.sessions.get(cookie) ?? null;
    if (path === "/api/v1/stream") {
      response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
      const poke = () => response.write("event: poke\ndata: \n\n");
      poke();
      api.pokes.add(poke);
      request.on("close", () => api.pokes.delete(poke));
      return;
    }
    let text = "";
    for await (const chunk of request) text += chunk;
    if (control.delayMs) await new Promise((resolve) => setTimeout(resolve, control.delayMs));
    const answer = api.handle(request.method, request.url, text ? JSON.parse(text) : undefined, self);
    const headers = { "Content-Type": "application/json" };
    if (answer.login) {
      const id = randomUUID();
      api.sessions.set(id, answer.login);
      headers["Set-Cookie"] = `cairn=${id}; Path=/; HttpOnly; SameSite=Lax`;
    }
    if (answer.logout) api.sessions.delete(cookie);
    response.writeHead(answer.status, headers);
    response.end(answer.status === 204 ? undefined : JSON.stringify(answer.body));
  });

  async function file(path, response) {
    const body = await readFile(join(dist, path)).catch(() => null);
    const found =
      body && path !== "/"
        ? { body, name: path }
        : { body: await readFile(join(dist, "index.html")), name: "index.html" };
    response.writeHead(200, {
      "Content-Type": types[extname(found.name)] ?? "application/octet-stream",
      "Content-Security-Policy": policy,
    });
    response.end(found.body);
  }

  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { api, control, url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await serve({ port: 4173, empty: process.argv.includes("--empty") });
  console.log(`Cairn's web app over a fake API: ${url}`);
}
