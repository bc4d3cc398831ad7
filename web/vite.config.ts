import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { lingui } from "@lingui/vite-plugin";
import babel from "@rolldown/plugin-babel";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { Plugin, Rolldown } from "vite";
import { defineConfig } from "vitest/config";

const outDir = "../internal/webui/dist";

/** Compresses once at build time, so that the server starts fast and never compresses. */
function precompress(): Plugin {
  return {
    name: "cairn-precompress",
    apply: "build",
    async closeBundle() {
      for (const file of await readdir(outDir, { recursive: true })) {
        if (!/\.(js|css|html|svg|webmanifest)$/.test(file)) continue;
        const path = join(outDir, file);
        await writeFile(`${path}.gz`, gzipSync(await readFile(path), { level: 9 }));
      }
    },
  };
}

type Bundle = Rolldown.OutputBundle;

/** A file with all that it imports. */
function needed(bundle: Bundle, file: string, known = new Set<string>()): Set<string> {
  const chunk = bundle[file];
  if (chunk?.type !== "chunk" || known.has(file)) return known;
  known.add(file);
  for (const imported of chunk.imports) needed(bundle, imported, known);
  return known;
}

/** The files that come before any screen: the entry, and the app, which it asks for once something is painted. */
function firstLoad(bundle: Bundle): Set<string> {
  const first = new Set<string>();
  for (const chunk of Object.values(bundle)) {
    if (chunk.type !== "chunk") continue;
    if (chunk.isEntry || chunk.moduleIds.some((id) => id.endsWith("/src/app/start.tsx")))
      needed(bundle, chunk.fileName, first);
  }
  return first;
}

/** The app comes beside the entry, not after it. */
function appBeside(): Plugin {
  return {
    name: "cairn-app-beside",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle }) {
        if (!bundle) return html;
        const missing = [...firstLoad(bundle)].filter((file) => !html.includes(`"/${file}"`));
        const links = missing.map((file) => `    <link rel="modulepreload" crossorigin href="/${file}">\n`);
        return html.replace("  </head>", `${links.join("")}  </head>`);
      },
    },
  };
}

/** The style first: nothing is painted before it has come, and a browser has few lines to an HTTP/1.1 server. */
function styleFirst(): Plugin {
  return {
    name: "cairn-style-first",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html) {
        const style = /\n *<link rel="stylesheet"[^>]*>/.exec(html)?.[0] ?? "";
        return html.replace(style, "").replace(/\n *<script/, `${style}$&`);
      },
    },
  };
}

/** The screens that are not in the first load, by the address under which a page may begin with them (Go's path.Match). */
const screens: Record<string, string> = {
  "/login": "login/screens",
  "/setup": "login/screens",
  "/join": "login/screens",
  "/reset": "login/screens",
  "/tasks/*": "work/task-screen",
  "/people": "people/people-screen",
  "/people/*/between": "people/between-screen",
  "/people/*/about": "people/about-screen",
  "/settings": "settings/settings-screen",
  "/settings/*": "settings/settings-screen",
  "/settings/*/*": "settings/settings-screen",
  "/ask/*": "ask/ask-screen",
  "/start": "start/start-screen",
  "/how-we-ask": "start/how-we-ask-screen",
  "/imports": "imports/imports-screen",
  "/imports/*": "imports/import-screen",
  "/try": "demo/try-screen",
};

/** Tells the server which files each address needs beyond the first load, so that they come beside it and not after it. */
function screenFiles(): Plugin {
  return {
    name: "cairn-screen-files",
    apply: "build",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const first = firstLoad(bundle);
      const files: Record<string, string[]> = {};
      for (const [address, module] of Object.entries(screens)) {
        const ofModule = (id: string) => id.endsWith(`/src/features/${module}.tsx`);
        const chunk = chunks.find((c) => c.moduleIds.some(ofModule));
        if (!chunk) throw new Error(`there is no ${module}, which ${address} shows`);
        files[address] = [...needed(bundle, chunk.fileName)]
          .filter((file) => !first.has(file))
          .map((file) => `/${file}`);
      }
      this.emitFile({ type: "asset", fileName: "screens.json", source: JSON.stringify(files) });
    },
  };
}

/** Writes the service worker with the names of all files of this build. */
function shellWorker(): Plugin {
  return {
    name: "cairn-shell-worker",
    apply: "build",
    async generateBundle(_options, bundle) {
      const kept = (await readdir("public")).filter((f) => !f.startsWith(".")).sort();
      const files = [
        "/",
        ...kept.map((f) => `/${f}`),
        ...Object.keys(bundle)
          .filter((f) => f.startsWith("assets/"))
          .map((f) => `/${f}`),
      ];
      // The names of the assets tell their content; the others are read.
      const hash = createHash("sha256").update(files.join());
      for (const f of kept) hash.update(await readFile(join("public", f)));
      const build = hash.digest("hex").slice(0, 12);
      const source = await readFile("src/sw.js", "utf8");
      this.emitFile({
        type: "asset",
        fileName: "sw.js",
        source: source.replace("__BUILD__", build).replace('["__FILES__"]', JSON.stringify(files)),
      });
    },
  };
}

export default defineConfig({
  plugins: [
    react(),
    // plugin-react has no Babel any more; Lingui's macros still need it.
    babel({ plugins: ["@lingui/babel-plugin-lingui-macro"], include: /\/src\/.*\.tsx?$/ }),
    lingui(),
    tailwindcss(),
    styleFirst(),
    appBeside(),
    screenFiles(),
    shellWorker(),
    precompress(),
  ],
  build: {
    outDir,
    emptyOutDir: true,
    target: "es2023",
    // A data: URL would need another word in the content security policy.
    assetsInlineLimit: 0,
    sourcemap: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Else there is a file for each set of screens that share something: fifteen before the first one.
          groups: [
            // It changes seldom: after an update of the app it is still in the browser.
            { name: "react", test: /node_modules\/(react|react-dom|scheduler)\//, priority: 1 },
            // What the entry needs before the app is here.
            {
              name: "begin",
              test: /rolldown\/runtime|vite\/preload-helper|\/src\/lib\/first-page\.ts$/,
              priority: 2,
            },
            // With all that it imports.
            { name: "app", test: /\/src\/app\/start\.tsx$/ },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8080" } },
  test: { include: ["src/**/*.test.ts", "test/**/*.test.ts"], environment: "node" },
});
