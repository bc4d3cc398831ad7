import { expect, test } from "vitest";
import { isLink, wholeLink } from "./link";

test.each([
  ["wiki.fjord.example/ir-oct", "https://wiki.fjord.example/ir-oct"],
  [" wiki.fjord.example ", "https://wiki.fjord.example"],
  ["wiki.fjord.example:8443/a b", "https://wiki.fjord.example:8443/a b"],
  ["http://10.0.0.4/notes", "http://10.0.0.4/notes"],
  ["notes of monday", "notes of monday"],
  ["mailto:ana@fjord.example", "mailto:ana@fjord.example"],
  ["ana@fjord.example", "ana@fjord.example"],
  ["", ""],
])("“%s” is meant as “%s”", (typed, meant) => expect(wholeLink(typed)).toBe(meant));

test("only a page of the web is a link", () => {
  expect(isLink("https://wiki.fjord.example/ir-oct")).toBe(true);
  for (const other of ["notes of monday", "mailto:ana@fjord.example", "https://wiki.fjord.example/a b", ""])
    expect(isLink(other)).toBe(false);
});
