// A server between a browser and Cairn that can do what a deploy does: bring another build.
import http from "node:http";

/** Passes everything on; while `next` is set, the service worker is that of a newer build. */
export class Deploys {
  #server = null;
  next = false;
  url = "";

  async start(behind) {
    const { hostname, port } = new URL(behind);
    this.#server = http.createServer((request, response) => {
      const { method, url, headers } = request;
      // Whole and uncompressed, so that it can be changed on the way.
      const plain = { ...headers };
      if (url === "/sw.js") {
        plain["accept-encoding"] = "identity";
        delete plain["if-none-match"];
      }
      const onward = http.request({ hostname, port, method, path: url, headers: plain }, async (answer) => {
        if (url !== "/sw.js" || !this.next) {
          response.writeHead(answer.statusCode, answer.headers);
          answer.pipe(response);
          return;
        }
        let script = "";
        for await (const chunk of answer) script += chunk;
        response.writeHead(200, { "Content-Type": "text/javascript", "Cache-Control": "no-cache" });
        response.end(script.replace(/"cairn-[0-9a-f]+"/, '"cairn-newer"'));
      });
      onward.on("error", () => response.destroy());
      response.on("close", () => onward.destroy());
      request.pipe(onward);
    });
    await new Promise((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
