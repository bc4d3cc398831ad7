import { transformAsync } from "@babel/core";
import type { Plugin } from "vite";

/** Lingui's macros still need Babel, which plugin-react has no more. */
export function macros(): Plugin {
  return {
    name: "cairn-macros",
    enforce: "pre",
    transform: {
      filter: { id: /\/src\/.*\.tsx?$/ },
      async handler(code, id) {
        const done = await transformAsync(code, {
          filename: id,
          babelrc: false,
          configFile: false,
          plugins: ["@lingui/babel-plugin-lingui-macro"],
          parserOpts: { sourceType: "module", plugins: id.endsWith("x") ? ["typescript", "jsx"] : ["typescript"] },
          sourceMaps: true,
        });
        return done?.code ? { code: done.code, map: done.map } : null;
      },
    },
  };
}
