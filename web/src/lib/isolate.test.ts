import { expect, test } from "vitest";
import { isolate } from "./isolate";

test("a name in right-to-left script is kept apart from the sentence, any other is left as it is", () => {
  expect(isolate("ليلى حدّاد")).toBe("\u2068ليلى حدّاد\u2069");
  expect(isolate("נועה")).toBe("\u2068נועה\u2069");
  for (const name of ["Ana Sousa", "Zoë Müller", "山田", "Łukasz"]) expect(isolate(name)).toBe(name);
});
