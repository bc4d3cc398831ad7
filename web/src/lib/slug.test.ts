import { describe, expect, test } from "vitest";
import { askedBy, askSlug, type Named, slugOf } from "./slug";

let next = 0;
const person = (name: string, active = true): Named => ({ id: `id-${next++}`, name, active });

test.each([
  ["Ana Sousa", "ana-sousa"],
  ["José María Álvarez", "jose-maria-alvarez"],
  ["Sinéad O’Connor", "sinead-oconnor"],
  ["Anne-Marie  Großmann", "anne-marie-grossmann"],
  ["Łukasz Øster Jr.", "lukasz-oster-jr"],
])("%s is asked at /ask/%s", (name, slug) => expect(slugOf(name)).toBe(slug));

test.each([
  "فاطمة الزهراء",
  "李小龙",
  "Оля Иванова",
  "  ",
  "Karl-Theodor Maria Nikolaus Freiherr von und zu Donaudampfschifffahrt",
])("%s has no plain name for a link", (name) => expect(slugOf(name)).toBe(""));

describe("an ask link", () => {
  const ana = person("Ana Sousa");
  const ben = person("Ben Okafor");
  const other = person("Ana Ferreira");
  const fatima = person("فاطمة الزهراء");
  const gone = person("Ben Former", false);

  test("is the first name while nobody else has it", () => {
    expect(askSlug(ana, [ana, ben])).toBe("ana");
    expect(askSlug(ben, [ana, ben, gone])).toBe("ben");
  });

  test("is the whole name when two share the first, and the id when they share both", () => {
    expect(askSlug(ana, [ana, ben, other])).toBe("ana-sousa");
    const twin = person("Ana Sousa");
    expect(askSlug(ana, [ana, twin])).toBe(ana.id);
    expect(askedBy(ana.id, [ana, twin])).toEqual([ana]);
  });

  test("is the id for a name in other letters", () => expect(askSlug(fatima, [fatima])).toBe(fatima.id));

  test("of a short name still means that person when a longer one comes to it", () => {
    const short = person("Ana");
    expect(askedBy(askSlug(short, [short, ana]), [short, ana])).toEqual([short]);
  });

  test("asks which one, when a link from earlier fits several by now", () => {
    expect(askedBy("ana", [ana, ben, other])).toEqual([ana, other]);
  });

  test("always leads back to whom it was made for", () => {
    const people = [ana, ben, other, fatima, gone, person("Ana"), person("Åsa Öberg"), person("Asa Oberg")];
    for (const one of people.filter((p) => p.active))
      expect(askedBy(askSlug(one, people), people)).toEqual([one]);
  });

  test("of nobody finds nobody", () => expect(askedBy("kenji", [ana, ben])).toEqual([]));
});
