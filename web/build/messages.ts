import { resolve } from "node:path";
import type { Plugin } from "vite";

const shelf = resolve("src/lib/messages.ts");
/** How Lingui names a message in a module that has been compiled. */
const name = /["'`]([\w+/]{6})["'`]/g;

async function compiled(): Promise<Map<string, unknown>> {
  const { createCompiledCatalog, getCatalogs } = await import("@lingui/cli/api");
  const { getConfig } = await import("@lingui/conf");
  const config = getConfig();
  const [catalog] = await getCatalogs(config);
  if (!catalog) throw new Error("there is no catalogue");
  const locale = config.sourceLocale ?? "en";
  const { messages } = await catalog.getTranslations(locale, {
    fallbackLocales: config.fallbackLocales ?? {},
    sourceLocale: locale,
  });
  const { source } = createCompiledCatalog(locale, messages, { namespace: "json" });
  return new Map(Object.entries(JSON.parse(source).messages));
}

/**
 * Gives every module the messages that it names: a screen brings its own texts, and none of another's. While
 * developing nothing is needed, the texts then stand in the modules.
 */
export function ownMessages(): Plugin {
  let catalogue = new Map<string, unknown>();
  const given = new Set<string>();
  return {
    name: "cairn-own-messages",
    apply: "build",
    enforce: "post",
    async buildStart() {
      given.clear();
      catalogue = await compiled();
    },
    transform(code, id) {
      if (!/\/src\/.*\.tsx?$/.test(id)) return;
      const own = [...code.matchAll(name)].map(([, found = ""]) => found).filter((one) => catalogue.has(one));
      if (!own.length) return;
      for (const one of own) given.add(one);
      const texts = Object.fromEntries([...new Set(own)].map((one) => [one, catalogue.get(one)]));
      return {
        code: `import { catalogue as texts$ } from ${JSON.stringify(shelf)};\nObject.assign(texts$, ${JSON.stringify(texts)});\n${code}`,
        map: null,
      };
    },
    generateBundle() {
      const lost = [...catalogue.keys()].filter((one) => !given.has(one));
      if (lost.length) this.error(`no module names these messages: ${lost.join(" ")}`);
    },
  };
}
