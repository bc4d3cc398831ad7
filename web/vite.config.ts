import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { lingui } from "@lingui/vite-plugin";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { Plugin, Rolldown } from "vite";
import { defineConfig } from "vitest/config";
import { macros } from "./build/macros.ts";
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

/** What the log-in leads to: the shell and the copy. */
const insideModules = /\/src\/(app\/inside\.tsx|data\/open\.ts)$/;
const list = "work/worklist-screen";
const index = "settings/settings-screen";

/**
 * The features' modules that a page needs at once, by the address under which it may begin with them (Go's
 * path.Match; the very address counts before a pattern). Elsewhere it is the app without a screen.
 */
const screens: Record<string, string[]> = {
  "/login": ["login/screens"],
  "/setup": ["login/screens"],
  "/join": ["login/screens"],
  "/reset": ["login/screens"],
  "/forgotten": ["login/forgotten-screen"],
  "/confirm": ["login/address-screens"],
  "/undo": ["login/address-screens"],
  "/": [list],
  "/people/*": [list],
  "/tasks/*": ["work/task-screen"],
  "/people": ["people/people-screen"],
  "/people/*/between": ["people/between-screen"],
  "/people/*/about": ["people/about-screen"],
  "/today": ["today/today-screen"],
  "/interruptions/*": ["today/interruption-screen"],
  "/requests": ["requests/requests-screen"],
  "/requests/new": ["requests/compose-screen"],
  "/requests/repeating": ["requests/repeating-screen"],
  "/requests/*": ["requests/answers-screen"],
  "/team/clock": ["team/clock-screen"],
  "/team/focus": ["team/focus-screen"],
  "/settings": [index],
  "/settings/hours": [index, "settings/hours"],
  "/settings/time-off": [index, "settings/time-off"],
  "/settings/notifications": [index, "settings/notifications"],
  "/settings/access": [index, "settings/access"],
  "/settings/tokens": [index, "settings/tokens"],
  "/settings/acts": [index, "settings/acts"],
  "/settings/workspace": [index, "settings/workspace"],
  "/settings/people": [index, "settings/people"],
  "/settings/people/import": [index, "settings/people-import"],
  "/settings/people/*": [index, "settings/manage-person"],
  "/settings/teams": [index, "settings/teams"],
  "/settings/holidays": [index, "settings/holidays"],
  "/settings/mail": [index, "settings/mail"],
  "/ask/*": ["ask/ask-screen"],
  "/do/*/*": ["letter/do-screen"],
  "/start": ["start/start-screen"],
  "/how-we-ask": ["start/how-we-ask-screen"],
  "/imports": ["imports/imports-screen"],
  "/imports/*": ["imports/import-screen"],
  "/try": ["demo/try-screen"],
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
      const beside = (...more: Set<string>[]) =>
        [...new Set(more.flatMap((files) => [...files]))].filter((file) => !first.has(file));
      const files: Record<string, string[]> = { "": beside(inside) };
      for (const [address, modules] of Object.entries(screens)) {
        const own = modules.map((module) => {
          const ofModule = (id: string) => id.endsWith(`/src/features/${module}.tsx`);
          const chunk = chunks.find((c) => c.moduleIds.some(ofModule));
          if (!chunk) throw new Error(`there is no ${module}, which ${address} shows`);
          return needed(bundle, chunk.fileName);
        });
        const door = modules.every((module) => module.startsWith("login/"));
        files[address] = door ? beside(...own) : beside(inside, ...own);
        if (door && beside(inside).some((file) => files[address]?.includes(file)))
          throw new Error(`${address} waits for what is behind the log-in`);
      }
      for (const [address, names] of Object.entries(files)) files[address] = names.map((name) => `/${name}`);
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
    macros(),
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
            // What the entry needs before the app is here.
            {
              name: "begin",
              test: /vite\/preload-helper|\/src\/(main\.tsx|(lib\/(first-page|idle)|replica\/refusal)\.ts)$/,
              priority: 9,
            },
            // From here on each has all that it imports, but for what stands above it.
            { name: "copy", test: /\/src\/data\/open\.ts$/, priority: 8 },
            // It changes seldom: after an update of the app it is still in the browser.
            { name: "react", test: /node_modules\/(react|react-dom|scheduler)\//, priority: 7 },
            // The frame, with what a log-in needs.
            { name: "app", test: /\/src\/(app\/start|ui\/(fields|kept-form|small))\.tsx$/, priority: 6 },
            { name: "login", test: /\/src\/features\/login\//, priority: 5 },
            // What those need who are inside.
            {
              name: "inside",
              test: /\/src\/(app\/inside|data\/(due|repeat)|lib\/given-name|ui\/(menu|printing))\.tsx?$|\/virtua\/|\/lucide-react\/.*\/(ellipsis|x)\.mjs$/,
              priority: 4,
            },
            // What a list and a task have in common, and a list.
            {
              name: "work",
              test: /\/src\/features\/work\/(actions|answer-label|commands|forecast|matters|return|rights)\.tsx?$/,
              priority: 3,
            },
            { name: "list", test: /\/src\/features\/work\/worklist-screen\.tsx$/, priority: 2 },
            // What several pages share: one file instead of a dozen. The grammar is big, and only for who writes.
            {
              name: "parts",
              test: /\/src\/(lib\/(?!quickadd\/)|ui\/|data\/|parts\/)|\/lucide-react\//,
              minShareCount: 2,
              priority: 1,
            },
            { name: "task", test: /\/src\/features\/work\/(task-screen|due-dialog)\.tsx$/ },
            { name: "settings", test: /\/src\/features\/settings\/settings-screen\.tsx$/ },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8080" } },
  test: { include: ["src/**/*.test.ts", "test/**/*.test.ts"], environment: "node" },
});
