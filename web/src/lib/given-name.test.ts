import { expect, test } from "vitest";
import { givenName } from "./given-name";

test("nobody is called by a title", () => {
  expect(givenName("Beatriz Nogueira")).toBe("Beatriz");
  expect(givenName("Dr. Friederike-Charlotte von Hohenlohe")).toBe("Friederike-Charlotte");
  expect(givenName("Prof. Dr. Anna Müller")).toBe("Anna");
  expect(givenName("  ليلى حدّاد")).toBe("ليلى");
  expect(givenName("Ng")).toBe("Ng");
  expect(givenName("Dr.")).toBe("Dr.");
  expect(givenName("")).toBe("");
});
