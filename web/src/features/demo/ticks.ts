import { useState } from "react";

const key = "cairn.try";

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

/** What was tried, kept in this browser alone and for all log-ins. */
export function useTicks(): [ticked: readonly string[], tick: (name: string, done: boolean) => void] {
  const [ticked, setTicked] = useState(read);
  return [
    ticked,
    (name, done) => {
      const now = read().filter((one) => one !== name);
      if (done) now.push(name);
      setTicked(now);
      localStorage.setItem(key, JSON.stringify(now));
    },
  ];
}
