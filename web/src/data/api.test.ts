import { expect, test } from "vitest";
import { ApiError, answerOf } from "./api";

/** An answer whose head has come and whose body is still on its way. */
function halfWay(status = 200) {
  let cut: (reason: unknown) => void = () => {};
  const body = new ReadableStream({
    start(control) {
      control.enqueue(new TextEncoder().encode('{"decide": ['));
      cut = (reason) => control.error(reason);
    },
  });
  return { asked: Promise.resolve(new Response(body, { status })), cut };
}

test("an answer that is cut off is no answer", async () => {
  const { asked, cut } = halfWay();
  const answer = answerOf(asked);
  cut(new TypeError("network error"));
  await expect(answer).rejects.toMatchObject({ code: "unreachable", status: 0 });
});

test("who gives a question up gets no answer to it", async () => {
  const stop = new AbortController();
  const { asked, cut } = halfWay();
  const answer = answerOf(asked, stop.signal);
  stop.abort();
  cut(stop.signal.reason);
  await expect(answer).rejects.toBe(stop.signal.reason);
});

test("a refusal without its words is no answer, and is asked for again", async () => {
  const { asked, cut } = halfWay(503);
  const answer = answerOf(asked);
  cut(new TypeError("network error"));
  const error = await answer.catch((error: unknown) => error);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 503, code: "unreachable" });
});

test("what a proxy says of the page does not say that there is no such thing", async () => {
  const page = new Response("<h1>404 · default backend</h1>", { status: 404 });
  await expect(answerOf(Promise.resolve(page))).rejects.toMatchObject({ status: 0, code: "unreachable" });
  const ours = new Response(JSON.stringify({ code: "not_found", detail: "no such task" }), { status: 404 });
  await expect(answerOf(Promise.resolve(ours))).rejects.toMatchObject({ status: 404, code: "not_found" });
});

test("what has nothing to say says nothing", async () => {
  expect(await answerOf(Promise.resolve(new Response(null, { status: 204 })))).toBeNull();
});
