import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const src = fileURLToPath(new URL("../../src", import.meta.url));

/** Folders in their order; a file imports from its own folder and from folders named before it. */
const order = ["", "lib", "ui", "replica", "data", "parts", "features", "app"];
/** The page's entry wires all of it and is no part of the order. */
const entry = "main.tsx";

interface Import {
  file: string;
  of: string;
}

function imports(): Import[] {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((f) => /\.tsx?$/.test(f));
  return files
    .filter((file) => file !== entry)
    .flatMap((file) => {
      const text = readFileSync(join(src, file), "utf8");
      const named = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].map(
        (found) => found[1] ?? "",
      );
      return named.map((name) => ({
        file,
        of: name.startsWith(".") ? relative(src, resolve(src, file, "..", name)) : `package ${name}`,
      }));
    });
}

const folderOf = (path: string): string =>
  !path.startsWith("package ") && path.includes("/") ? (path.split("/")[0] ?? "") : "";

describe("imports of the web app go one way", () => {
  const all = imports();

  test("they are found at all", () => expect(all.length).toBeGreaterThan(200));

  test("every folder has its place in the order", () => {
    const folders = new Set(all.map(({ file }) => folderOf(file)));
    expect([...folders].filter((folder) => !order.includes(folder))).toEqual([]);
  });

  test("no folder imports from one that stands after it", () => {
    const against = all.filter(({ file, of }) => order.indexOf(folderOf(of)) > order.indexOf(folderOf(file)));
    expect(against).toEqual([]);
  });

  test("features never import each other", () => {
    const feature = (path: string) => path.split("/")[1];
    const across = all.filter(
      ({ file, of }) =>
        file.startsWith("features/") && of.startsWith("features/") && feature(file) !== feature(of),
    );
    expect(across).toEqual([]);
  });

  test("ui knows no data", () => {
    const data = all.filter(({ file, of }) => file.startsWith("ui/") && /^(replica|data|api)\b/.test(of));
    expect(data).toEqual([]);
  });

  test("the replica knows no React", () => {
    const react = all.filter(
      ({ file, of }) => file.startsWith("replica/") && /^package .*(react|wouter|lingui)/.test(of),
    );
    expect(react).toEqual([]);
  });
});
