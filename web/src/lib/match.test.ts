import { describe, expect, test } from "vitest";
import { almost, best, score, wordsOf } from "./match";

const found = (typed: string, text: string) => score(wordsOf(typed), wordsOf(text)) > 0;
const ranked = (typed: string, texts: string[]) =>
  best(
    wordsOf(typed),
    texts,
    (text) => wordsOf(text),
    () => 0,
    10,
  ).map(({ item }) => item);

describe("what is typed finds", () => {
  test.each([
    ["jose", "José Álvarez"],
    ["strasse", "Königstraße"],
    ["lodz", "Łódź"],
    ["оля", "Оля Иванова"],
    ["فاطمة", "فاطمة الزهراء"],
    ["price page", "Review the pricing page"],
    ["page pric", "Review the pricing page"],
    ["reviwe", "Review the pricing page"],
    ["pricng", "Review the pricing page"],
    ["forcast", "Forecast update"],
    ["forecastt", "Forecast update"],
    ["ecast", "Forecast update"],
  ])("%s in %s", (typed, text) => expect(found(typed, text)).toBe(true));

  test.each([
    ["cat", "car"],
    ["ana ben", "Ana Sousa"],
    ["invoice", "Invite somebody"],
    ["done", "One family of icons"],
    ["done", "Why does it ring?"],
    ["done", "Team clock zones"],
    ["clock", "Block the date"],
    ["1:1", "On call, since 02:10"],
  ])("not %s in %s", (typed, text) => expect(found(typed, text)).toBe(false));
});

test("the same word before its beginning, before its middle, before a slip", () => {
  expect(ranked("plan", ["Exlpan it", "Explanation", "The planning day", "The plan"])).toEqual([
    "The plan",
    "The planning day",
    "Explanation",
  ]);
  expect(ranked("level", ["Lebel of detail", "Raise the level", "Level: high"])).toEqual([
    "Level: high",
    "Raise the level",
    "Lebel of detail",
  ]);
});

test("one slip is one letter", () => {
  expect(almost("teh", "the")).toBe(true);
  expect(almost("abcd", "abcd")).toBe(true);
  expect(almost("abcd", "acbd")).toBe(true);
  expect(almost("abcd", "abd")).toBe(true);
  expect(almost("abcd", "abxcd")).toBe(true);
  expect(almost("abcd", "abxyd")).toBe(false);
  expect(almost("abcd", "badc")).toBe(false);
});

test("nothing typed finds nothing", () => expect(score([], ["a"])).toBe(0));
