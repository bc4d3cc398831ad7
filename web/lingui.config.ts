import { defineConfig } from "@lingui/cli";

export default defineConfig({
  sourceLocale: "en",
  locales: ["en"],
  catalogs: [{ path: "<rootDir>/src/messages/{locale}", include: ["src"] }],
  // Line numbers would change the catalogue with every edit of a screen.
  format: "po",
  formatOptions: { lineNumbers: false },
});
