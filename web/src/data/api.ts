import { foreign, again as passing, refusalOf } from "../replica/refusal";
import type { Refusal } from "../replica/types";

const base = "/api/v1";

/** A refusal with a code of the API, or `unreachable` when no answer came. */
export class ApiError extends Error implements Refusal {
  readonly status: number;
  readonly code: string;
  readonly details: unknown;
  readonly errors: { location: string; message: string }[];
  readonly replayed: boolean;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.status = refusal.status;
    this.code = refusal.code;
    this.details = refusal.details;
    this.errors = refusal.errors;
    this.replayed = refusal.replayed ?? false;
  }
}

/** The code of a refusal to somebody whom the server does not know, or no more. */
export const nobodyHere = "unauthenticated";

type Listener = (pressed: boolean) => void;
const listeners = new Set<Listener>();

/** Hears when the session turns out to be over: `pressed` by somebody who waits for what they have sent. */
export function onSessionOver(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function sessionOver(pressed: boolean): void {
  for (const listener of listeners) listener(pressed);
}

/**
 * Asks the server directly: for reading what the replica does not hold, and for
 * writes that make no sense offline (log-in, invitations). Everything else is a
 * replica operation.
 */
export async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
  key: string = crypto.randomUUID(),
): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["Idempotency-Key"] = key;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const asked = fetch(base + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  try {
    return await answerOf<T>(asked, signal);
  } catch (error) {
    if (error instanceof ApiError && error.code === nobodyHere) sessionOver(false);
    throw error;
  }
}

const noAnswer = (status = 0): ApiError =>
  new ApiError({ status, code: "unreachable", message: "", details: null, errors: [] });

/** What a request brings, or its refusal. An answer that is cut off on its way is none, nor is one of a proxy. */
export async function answerOf<T>(asked: Promise<Response>, signal?: AbortSignal): Promise<T> {
  let response: Response | null = null;
  let answer: unknown = null;
  try {
    response = await asked;
    if (response.status !== 204) answer = await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    if (!response || response.ok) throw noAnswer();
  }
  const { status } = response;
  if (foreign({ status, body: answer })) throw noAnswer(passing(status) ? status : 0);
  if (!response.ok) throw new ApiError(refusalOf({ status, body: answer }));
  return answer as T;
}
