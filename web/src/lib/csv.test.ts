import { describe, expect, it } from "vitest";
import { openText, readSheet } from "./csv";

describe("a sheet", () => {
  it("is split by what separates the most columns", () => {
    expect(readSheet("a;b, c;d\n1;2;3\n")).toEqual({ header: ["a", "b, c", "d"], rows: [["1", "2", "3"]] });
  });

  it("keeps separators, breaks and marks within quotation marks", () => {
    expect(readSheet('Task,Who\r\n"Say ""hi"", twice\nat least",Ana\r\n').rows).toEqual([
      ['Say "hi", twice at least', "Ana"],
    ]);
  });

  it("passes over empty rows and a byte order mark", () => {
    expect(readSheet("\uFEFFTask\tWho\n\t\nx\ty")).toEqual({ header: ["Task", "Who"], rows: [["x", "y"]] });
  });

  it("is opened in either usual encoding", async () => {
    expect(await openText(new Blob([new Uint8Array([0x4c, 0xe9, 0x61])]))).toEqual({
      text: "Léa",
      converted: true,
    });
    expect(await openText(new Blob(["Léa"]))).toEqual({ text: "Léa", converted: false });
  });
});
