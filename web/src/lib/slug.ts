import { fold } from "./match";

export interface Named {
  id: string;
  name: string;
  active: boolean;
}

/** A link longer than this is one that nobody reads. */
const longest = 48;

/** "ana-sousa"; empty where the name can't be written with the letters of a plain address, or only too long. */
export function slugOf(name: string): string {
  const plain = fold(name).trim();
  if (/[^a-z0-9\s'’.\-_]/.test(plain)) return "";
  const slug = plain
    .replace(/['’.]/g, "")
    .replace(/[\s\-_]+/g, "-")
    .replace(/^-|-$/g, "");
  return slug.length > longest ? "" : slug;
}

const firstOf = (name: string): string => slugOf(name.trim().split(/\s+/)[0] ?? "");

/** What stands for a person in their ask link: the first name where it is theirs alone, the whole name, or the id. */
export function askSlug(person: Named, people: readonly Named[]): string {
  const active = people.filter((one) => one.active || one.id === person.id);
  const first = firstOf(person.name);
  const alone = (slug: string, of: (name: string) => string) =>
    slug !== "" && active.every((one) => one.id === person.id || of(one.name) !== slug);
  if (alone(first, firstOf)) return first;
  const whole = slugOf(person.name);
  return alone(whole, slugOf) ? whole : person.id;
}

/** Whom an ask link can mean: one person, several of one name, or nobody. */
export function askedBy<P extends Named>(slug: string, people: readonly P[]): P[] {
  const wanted = slug.toLowerCase();
  const byId = people.filter((person) => person.id === wanted);
  if (byId.length) return byId;
  const active = people.filter((person) => person.active);
  const byName = active.filter((person) => slugOf(person.name) === wanted);
  return byName.length ? byName : active.filter((person) => firstOf(person.name) === wanted);
}
