// A mail server of a journey's own, the one of the Go tests.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterwards, until } from "./rig.mjs";

const python = process.env.CAIRN_TEST_SMTPD ?? "/usr/bin/python3";
const script = fileURLToPath(new URL("../../internal/testkit/smtpd.py", import.meta.url));

/** Starts the server; it ends with the journey. */
export async function mailServer() {
  const folder = await mkdtemp(join(tmpdir(), "cairn-e2e-mail-"));
  const child = spawn(python, [script, folder, "0"], { stdio: ["pipe", "pipe", "inherit"] });
  afterwards(async () => {
    child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });
  let port = 0;
  const mails = [];
  createInterface({ input: child.stdout }).on("line", async (line) => {
    const said = JSON.parse(line);
    if (said.port) port = said.port;
    if (said.file) mails.push({ to: said.to[0], ...parts(await readFile(join(folder, said.file), "utf8")) });
  });
  await until("the mail server listens", () => port > 0);
  return {
    env: { CAIRN_SMTP_URL: `smtp://127.0.0.1:${port}`, CAIRN_MAIL_FROM: "Cairn <cairn@example.com>" },
    /** What the server answers from now on; see smtpd.py. */
    answer: (what, reply) => (reply ? writeFile(join(folder, what), reply) : rm(join(folder, what))),
    /** The nth mail to somebody. */
    async mailTo(address, nth = 1) {
      const found = () => mails.filter(({ to }) => to === address)[nth - 1];
      await until(`${address} has mail ${nth}`, () => found() !== undefined, 90_000);
      return found();
    },
  };
}

function decoded(body) {
  const bytes = body
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** The headers, the plain text and the HTML of a mail. */
function parts(raw) {
  const lines = raw.replaceAll("\r\n", "\n");
  const headers = lines.slice(0, lines.indexOf("\n\n")).replace(/\n[ \t]+/g, " ");
  const boundary = /boundary="?([^";\n]+)/.exec(headers)[1];
  const bodies = lines.split(`--${boundary}`);
  const of = (type) => {
    const part = bodies.find((one) => one.includes(`Content-Type: ${type}`) && !one.includes("multipart/"));
    return decoded(part.slice(part.indexOf("\n\n", 1)).trim());
  };
  return { headers, text: of("text/plain"), html: of("text/html") };
}
