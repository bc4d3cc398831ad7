import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Stays } from "../ui/toast";
import { ApiError, call, nobodyHere, sessionOver } from "./api";

/** Sends one write; the same write again, after an answer that was lost, goes under the same key. */
export type Send = <T>(method: string, path: string, body?: unknown) => Promise<T>;

/**
 * The keys of what may have reached the server without our hearing of it. Sent again under its
 * key, a write that was done answers as it did, and is not done twice. What is changed to something else and back
 * is not sent again but meant anew; only of things to make several may be open.
 */
export function sender(request: typeof call = call): Send {
  const open = new Map<string, string>();
  const send: Send = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const intent = JSON.stringify([method, path, body]);
    const key = open.get(intent) ?? crypto.randomUUID();
    const making = JSON.stringify([method, path]).slice(0, -1);
    for (const other of open.keys())
      if (other !== intent && !(method === "POST" && other.startsWith(`${making},`))) open.delete(other);
    open.set(intent, key);
    try {
      const answer = await request<T>(method, path, body, undefined, key);
      open.delete(intent);
      return answer;
    } catch (reason) {
      // An answer that refuses ends the intent; no answer, or a fault's, leaves it open.
      if (reason instanceof ApiError && reason.status >= 400 && reason.status < 500) open.delete(intent);
      // Refused before, in an answer that was lost: why, is told to a new key.
      if (reason instanceof ApiError && reason.replayed) return send(method, path, body);
      throw reason;
    }
  };
  return send;
}

/** The server has it from the time before, whose answer was lost. */
export function orHadIt<T>(had: () => T | Promise<T>): (reason: unknown) => T | Promise<T> {
  return (reason) => {
    if (reason instanceof ApiError && reason.code === "duplicate") return had();
    throw reason;
  };
}

export interface Write {
  busy: boolean;
  error: ApiError | null;
  /** What the server says about a field, by its name in the request, and about what lies within it. */
  at: (field: string) => string | undefined;
  /** What it says about no field that the form shows. */
  words: string | undefined;
  /** Gives `undefined` when it was refused: then the form says why. */
  run: <T>(work: (send: Send) => Promise<T>) => Promise<T | undefined>;
  clear: () => void;
}

/** The server's sentences begin where a field's name ends; here they stand alone. */
export function capital(text: string): string {
  const alone = text.replace(/^(body: )?invalid: /, "");
  return alone.charAt(0).toUpperCase() + alone.slice(1);
}

const within = (location: string, field: string): boolean => {
  const at = location.replace(/^body\./, "");
  return at === field || at.startsWith(`${field}.`) || at.startsWith(`${field}[`);
};

/** One write of a form, straight to the server. `fields` are the names that the form shows messages at. */
export function useWrite(fields: readonly string[] = []): Write {
  const told = useTold();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const [send] = useState(() => sender());

  async function run<T>(work: (send: Send) => Promise<T>): Promise<T | undefined> {
    setBusy(true);
    setError(null);
    try {
      return await work(send);
    } catch (reason) {
      if (!(reason instanceof ApiError)) throw reason;
      setError(reason);
      if (reason.code === nobodyHere) sessionOver(true);
      return undefined;
    } finally {
      setBusy(false);
    }
  }

  function at(field: string): string | undefined {
    const said = error?.errors.filter((e) => within(e.location, field)).map((e) => capital(e.message));
    return said?.length ? [...new Set(said)].join(" · ") : undefined;
  }

  const words = error ? told(error, fields) : undefined;
  return { busy, error, at, words, run, clear: () => setError(null) };
}

/** What a refusal says about nothing that the form shows. */
function useTold(): (error: ApiError, fields?: readonly string[]) => string | undefined {
  const { t } = useLingui();
  return (error, fields = []) => {
    if (error.code === "unreachable")
      return t`No answer came from the server. Check your connection and try again; nothing is done twice.`;
    if (error.code === nobodyHere)
      return t`Your session has ended. Log in and try again; what you have written stays here.`;
    if (error.code === "shown_once")
      return t`It was made when you first pressed, and what is shown only once was lost on its way. Press once more for another.`;
    const elsewhere = error.errors.filter((e) => !fields.some((field) => within(e.location, field)));
    if (error.errors.length === 0) return capital(error.message) || t`That is too large to be sent.`;
    return elsewhere.length ? elsewhere.map((e) => capital(e.message)).join(" · ") : undefined;
  };
}

/**
 * Takes back what a form has done, straight at the server. The form may be gone by then: why it stays as it is, the
 * one who asks for it says.
 */
export function useTakeBack(): (work: (send: Send) => Promise<unknown>) => Promise<void> {
  const told = useTold();
  const [send] = useState(() => sender());
  return async (work) => {
    try {
      await work(send);
    } catch (reason) {
      if (!(reason instanceof ApiError)) throw reason;
      if (reason.code === nobodyHere) sessionOver(true);
      const passing = reason.status < 400 || reason.status >= 500 || reason.code === nobodyHere;
      throw new Stays(told(reason) ?? "", passing);
    }
  };
}
