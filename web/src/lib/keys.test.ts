import { expect, test } from "vitest";
import { keyLabel, keyOf } from "./keys";

const press = (key: string, held: { ctrlKey?: boolean; metaKey?: boolean; shiftKey?: boolean } = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...held,
});

test("a key press has one name on every keyboard", () => {
  expect(keyOf(press("j"), false)).toBe("j");
  expect(keyOf(press("J", { shiftKey: true }), false)).toBe("Shift+J");
  // Shift makes another sign of most keys, and is then part of it.
  expect(keyOf(press("?", { shiftKey: true }), false)).toBe("?");
  expect(keyOf(press("k", { ctrlKey: true }), false)).toBe("Mod+k");
  expect(keyOf(press("k", { metaKey: true }), true)).toBe("Mod+k");
});

test("the system's own modifier never runs a single key's command", () => {
  expect(keyOf(press("k", { metaKey: true }), false)).toBe("");
  expect(keyOf(press("k", { ctrlKey: true }), true)).toBe("");
});

test("keys read as they are printed on the keyboard at hand", () => {
  expect(keyLabel("Mod+k", true)).toBe("⌘K");
  expect(keyLabel("Mod+k", false)).toBe("Ctrl K");
  expect(keyLabel("Shift+J")).toBe("⇧J");
  expect(keyLabel("Enter")).toBe("↵");
});
