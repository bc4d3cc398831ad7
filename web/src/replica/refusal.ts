import { curly } from "../lib/quotes";
import type { Refusal } from "./types";

/** Reads the problem details of a refusal; a body that is none still gives a status. */
export function refusalOf(result: { status: number; body?: unknown; code?: string }): Refusal {
  const problem = (result.body ?? {}) as Record<string, unknown>;
  const errors = Array.isArray(problem.errors) ? (problem.errors as Refusal["errors"]) : [];
  return {
    status: result.status,
    code: String(problem.code ?? result.code ?? "invalid"),
    message: curly(String(problem.detail ?? problem.title ?? "")),
    details: problem.details ?? null,
    errors: errors.map((one) => ({ ...one, message: curly(one.message) })),
    replayed: problem.replayed === true,
  };
}

/** Statuses that say nothing about the write itself: it stays queued and is sent again. */
export function again(status: number): boolean {
  return status < 200 || [401, 408, 425, 429].includes(status) || status >= 500;
}

/**
 * The server tells by a code why it refuses. Without one something on the way has answered, a proxy or a hotel's
 * log-in, which knows nothing of what was asked: only that it is too large.
 */
export function foreign({ status, body }: { status: number; body?: unknown }): boolean {
  return status >= 400 && status !== 413 && !(body as { code?: string } | null)?.code;
}
