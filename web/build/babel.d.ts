// As much of Babel as the build asks for; it brings no types of its own.
declare module "@babel/core" {
  import type { Rolldown } from "vite";

  export function transformAsync(
    code: string,
    options: {
      filename: string;
      babelrc: false;
      configFile: false;
      plugins: string[];
      parserOpts: { sourceType: "module"; plugins: string[] };
      sourceMaps: boolean;
    },
  ): Promise<{ code: string; map: Rolldown.SourceMapInput } | null>;
}
