/**
 * A UUIDv7: made here, so that what is created offline has its final id, and
 * ids sort by the time they were made.
 */
export function uuidv7(now: number = Date.now(), random: () => number = secureRandom): string {
  const time = now.toString(16).padStart(12, "0");
  let rest = "";
  for (let i = 0; i < 5; i++) {
    rest += Math.floor(random() * 0x10000)
      .toString(16)
      .padStart(4, "0");
  }
  const variant = ((Number.parseInt(rest.charAt(3), 16) & 3) | 8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-${variant}${rest.slice(4, 7)}-${rest.slice(7, 19)}`;
}

/** In [0, 1). */
function secureRandom(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] as number) / 2 ** 32;
}
