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
import { ownMessages } from "./build/messages.ts";

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

/**
 * The page brings its style, so that it is painted with its first bytes; the server permits this style and no other.
 * The app comes beside the entry, not after it, and neither takes the line from the page.
 */
function wholePage(): Plugin {
  let taken = "";
  return {
    name: "cairn-whole-page",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle }) {
        if (!bundle) return html;
        const [link = "", file = ""] =
          /\n *<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/.exec(html) ?? [];
        const style = bundle[file];
        if (style?.type !== "asset") throw new Error("the page names no style");
        delete bundle[file];
        taken = file;
        // The entry itself is in the page already, or nothing but what it imports.
        const missing = [...firstLoad(bundle)].filter((name) => {
          const chunk = bundle[name];
          return !html.includes(`"/${name}"`) && chunk?.type === "chunk" && !chunk.isEntry;
        });
        const links = missing.map((name) => `    <link rel="modulepreload" crossorigin href="/${name}">\n`);
        return html
          .replace(link, "")
          .replace(/\n *<script/, (script) => `\n    <style>${style.source}</style>${script}`)
          .replace("  </head>", `${links.join("")}  </head>`)
          .replace(/<(script type="module"|link rel="modulepreload")/g, '$& fetchpriority="low"');
      },
    },
    writeBundle(_options, bundle) {
      for (const chunk of Object.values(bundle))
        if (chunk.type === "chunk" && chunk.code.includes(taken))
          this.error(`${chunk.fileName} asks for the style, which is in the page`);
    },
  };
}

/** What the log-in leads to: the shell, My list, and the copy. */
const insideModules = /\/src\/(app\/inside\.tsx|data\/open\.ts)$/;

/** The screens that are not in the first load, by the address under which a page may begin with them (Go's path.Match). */
const screens: Record<string, string> = {
  "/login": "login/screens",
  "/setup": "login/screens",
  "/join": "login/screens",
  "/reset": "login/screens",
  "/forgotten": "login/forgotten-screen",
  "/confirm": "login/address-screens",
  "/undo": "login/address-screens",
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
      const inside = new Set<string>();
      for (const { fileName, moduleIds } of chunks)
        if (moduleIds.some((id) => insideModules.test(id))) needed(bundle, fileName, inside);
      const beside = (more: Set<string>) =>
        [...more].filter((file) => !first.has(file)).map((file) => `/${file}`);
      // Everywhere else.
      const files: Record<string, string[]> = { "": beside(inside) };
      for (const [address, module] of Object.entries(screens)) {
        const ofModule = (id: string) => id.endsWith(`/src/features/${module}.tsx`);
        const chunk = chunks.find((c) => c.moduleIds.some(ofModule));
        if (!chunk) throw new Error(`there is no ${module}, which ${address} shows`);
        const own = needed(bundle, chunk.fileName);
        files[address] = beside(module.startsWith("login/") ? own : new Set([...inside, ...own]));
      }
      this.emitFile({ type: "asset", fileName: "screens.json", source: JSON.stringify(files) });
    },
  };
}

/** Writes the service worker with the names of all files that this build has written. */
function shellWorker(): Plugin {
  return {
    name: "cairn-shell-worker",
    apply: "build",
    closeBundle: {
      order: "pre",
      sequential: true,
      async handler() {
        const kept = (await readdir("public")).filter((f) => !f.startsWith(".")).sort();
        const assets = (await readdir(join(outDir, "assets"))).filter((f) => !f.endsWith(".gz")).sort();
        const files = [...kept, ...assets.map((f) => `assets/${f}`)].map((f) => `/${f}`);
        // The names of the assets tell their content; the others are read.
        const hash = createHash("sha256").update(files.join());
        for (const f of ["index.html", ...kept].map((name) => join(outDir, name)).concat("src/sw.js"))
          hash.update(await readFile(f));
        const build = hash.digest("hex").slice(0, 12);
        const source = await readFile("src/sw.js", "utf8");
        await writeFile(
          join(outDir, "sw.js"),
          source.replace("__BUILD__", build).replace('["__FILES__"]', JSON.stringify(files)),
        );
      },
    },
  };
}

export default defineConfig({
  plugins: [
    react(),
    // plugin-react has no Babel any more; Lingui's macros still need it.
    babel({ plugins: ["@lingui/babel-plugin-lingui-macro"], include: /\/src\/.*\.tsx?$/ }),
    lingui(),
    ownMessages(),
    tailwindcss(),
    wholePage(),
    screenFiles(),
    shellWorker(),
    precompress(),
  ],
  build: {
    outDir,
    emptyOutDir: true,
    target: "es2023",
    // Every browser with es2023 knows it.
    modulePreload: { polyfill: false },
    // A data: URL would need another word in the content security policy.
    assetsInlineLimit: 0,
    sourcemap: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Else there is a file for each set of screens that share something: fifteen before the first one.
          groups: [
            // It changes seldom: after an update of the app it is still in the browser.
            { name: "react", test: /node_modules\/(react|react-dom|scheduler)\//, priority: 3 },
            // What the entry needs before the app is here.
            {
              name: "begin",
              test: /vite\/preload-helper|\/src\/(main\.tsx|lib\/(first-page|idle)\.ts)$/,
              priority: 4,
            },
            // With all that they import: the frame, with what a log-in needs, and what those need who are inside.
            { name: "app", test: /\/src\/(app\/start|ui\/(fields|small))\.tsx$/, priority: 2 },
            { name: "inside", test: insideModules, priority: 1 },
            // What several screens share: one file instead of a dozen. The grammar is big, and only for who writes.
            { name: "parts", test: /\/src\/(?!lib\/quickadd\/)|\/lucide-react\//, minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8080" } },
  test: { include: ["src/**/*.test.ts", "test/**/*.test.ts"], environment: "node" },
});
