import type { Person } from "../../types";

/** So long a past the demo is made with (`weeks` in internal/demo/demo.go): everybody joined at its beginning. */
const pastMs = 52 * 7 * 86_400_000;

/** When the demo was made; null as long as nobody is known. What visitors do in it changes nothing about that. */
export function madeAt(people: readonly Pick<Person, "created_at">[]): number | null {
  return people.length ? Math.min(...people.map((one) => Date.parse(one.created_at))) + pastMs : null;
}
