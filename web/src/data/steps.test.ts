import { expect, test } from "vitest";
import { stepBack, stepped } from "./steps";

const a = { id: "a", text: "step a", done: false };
const b = { id: "b", text: "step b", done: true };
const c = { id: "c", text: "step c", done: false };

test("a step is changed for itself, and what is gone stays gone", () => {
  expect(stepped([a, b], { id: "a", done: true })).toEqual([{ ...a, done: true }, b]);
  expect(stepped([a, b], { id: "b", gone: true })).toEqual([a]);
  expect(stepped([a], { id: "b", done: false })).toEqual([a]);
  expect(stepped([a, b], c)).toEqual([a, b, c]);
  expect(stepped([a, b], { ...c, before: "b" })).toEqual([a, c, b]);
  expect(stepped([a, b], { ...c, before: "gone" })).toEqual([a, b, c]);
});

test("every change of a step can be taken back", () => {
  for (const step of [
    { id: "a", done: true },
    { id: "b", gone: true },
    { id: "c", gone: true },
  ])
    expect(stepped(stepped([a, b, c], step), stepBack([a, b, c], step))).toEqual([a, b, c]);
  const more = { id: "d", text: "one more", done: false };
  expect(stepped(stepped([a, b], more), stepBack([a, b], more))).toEqual([a, b]);
});
