const firstWaitMs = 1000;
const longestWaitMs = 60_000;

/**
 * How long to wait, in milliseconds, after `tries` attempts that failed: a second, doubling, up to a minute. Half of it is
 * random, so that a company's tabs don't all return in one second.
 */
export function backoff(tries: number, random: () => number = Math.random): number {
  return Math.min(longestWaitMs, firstWaitMs * 2 ** tries) * (0.5 + random() / 2);
}
