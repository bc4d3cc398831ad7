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
  };
}
