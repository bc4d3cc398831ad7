import { expect, test } from "vitest";
import { handOver } from "./draft";

/** A browser's shelf with so much room. */
function shelf(words: Record<string, string>, room = Number.POSITIVE_INFINITY) {
  const kept = new Map(Object.entries(words));
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    removeItem: (key: string) => void kept.delete(key),
    setItem(key: string, text: string) {
      if (text.length > room) throw new Error("no room");
      kept.set(key, text);
    },
  };
}

const never = new Promise<void>(() => {});

test("words that the copy holds at once are on the shelf no more", () => {
  const box = shelf({ comment: "so be it" });
  void handOver(box, "comment", { text: "so be it", left: "", safe: true, kept: never });
  expect(box.getItem("comment")).toBeNull();
});

test("words that nothing else holds yet stay until the database has them", async () => {
  const box = shelf({ comment: "so be it" });
  let done = () => {};
  const kept = new Promise<void>((resolve) => {
    done = resolve;
  });
  const over = handOver(box, "comment", { text: "so be it", left: "", safe: false, kept });
  // A tab that is killed here finds them again.
  expect(box.getItem("comment")).toBe("so be it");
  done();
  expect(await over).toBe(false);
  expect(box.getItem("comment")).toBeNull();
});

test("words that could not be kept are back, but for those written meanwhile", async () => {
  for (const safe of [true, false]) {
    const box = shelf({ add: "one\ntwo" });
    const failed = Promise.reject(new Error("full"));
    expect(await handOver(box, "add", { text: "one\ntwo", left: "two", safe, kept: failed })).toBe(true);
    expect(box.getItem("add")).toBe("one\ntwo");
    let fail = () => {};
    const late = new Promise<void>((_, reject) => {
      fail = () => reject(new Error("full"));
    });
    const over = handOver(box, "add", { text: "one\ntwo", left: "", safe, kept: late });
    box.setItem("add", "three");
    fail();
    expect(await over).toBe(false);
    expect(box.getItem("add")).toBe("three");
  }
});
