import { expect, it } from "vitest";
import { ApiError } from "./api";
import { sender } from "./write";

const refusal = (status: number) =>
  new ApiError({ status, code: status ? "x" : "unreachable", message: "", details: null, errors: [] });

it("sends a write whose answer was lost again under the same key, and the next one under its own", async () => {
  const keys: (string | undefined)[] = [];
  const answers: (ApiError | null)[] = [refusal(0), refusal(502), null, null, refusal(422), null];
  const send = sender(async (_method, _path, _body, _signal, key) => {
    keys.push(key);
    const answer = answers.shift();
    if (answer) throw answer;
    return null as never;
  });
  for (let i = 0; i < 6; i++) await send("POST", "/teams", { name: "Launch" }).catch(() => {});
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).toBe(keys[0]);
  expect(new Set(keys).size).toBe(4);
});

it("takes other words for another intent", async () => {
  const keys: (string | undefined)[] = [];
  const send = sender(async (_method, _path, _body, _signal, key) => {
    keys.push(key);
    throw refusal(0);
  });
  await send("POST", "/teams", { name: "Launch" }).catch(() => {});
  await send("POST", "/teams", { name: "Start" }).catch(() => {});
  await send("POST", "/teams", { name: "Launch" }).catch(() => {});
  expect(keys[1]).not.toBe(keys[0]);
  expect(keys[2]).toBe(keys[0]);
});

it("does not take a change for one of before, where another came between", async () => {
  const keys: (string | undefined)[] = [];
  const answers = [refusal(0), null, null];
  const send = sender(async (_method, _path, _body, _signal, key) => {
    keys.push(key);
    const answer = answers.shift();
    if (answer) throw answer;
    return null as never;
  });
  await send("PATCH", "/people/ana", { time_zone: "Europe/Lisbon" }).catch(() => {});
  await send("PATCH", "/people/ana", { time_zone: "Europe/Berlin" });
  // Under the key of the first it would be answered as done, and Berlin would stay.
  await send("PATCH", "/people/ana", { time_zone: "Europe/Lisbon" });
  expect(new Set(keys).size).toBe(3);
});

it("asks anew why, where the answer that refused was lost", async () => {
  const answers = [refusal(0), new ApiError({ ...refusal(409), message: "", replayed: true }), refusal(422)];
  const keys: (string | undefined)[] = [];
  const send = sender(async (_method, _path, _body, _signal, key) => {
    keys.push(key);
    throw answers.shift();
  });
  await send("POST", "/teams", { name: "Launch" }).catch(() => {});
  await expect(send("POST", "/teams", { name: "Launch" })).rejects.toMatchObject({ status: 422 });
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});
