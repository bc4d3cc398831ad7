import { expect, test } from "vitest";
import { curly } from "./quotes";

test("a sentence of the server has the quotes that stand in a book", () => {
  expect(curly("you don't use it any more; a team's ledger is for its people")).toBe(
    "you don’t use it any more; a team’s ledger is for its people",
  );
  expect(curly('"sam" can be Sam Lee ("sam1") or Sam Ortiz.')).toBe(
    "“sam” can be Sam Lee (“sam1”) or Sam Ortiz.",
  );
  expect(curly("the owners' lists")).toBe("the owners’ lists");
  expect(curly('a date is a text such as "2026-12-01"')).toBe("a date is a text such as “2026-12-01”");
  expect(curly('ערב: "טוב"')).toBe("ערב: “טוב”");
  for (const words of ["Nothing to say", "“as it is”, isn’t it"]) expect(curly(words)).toBe(words);
});
