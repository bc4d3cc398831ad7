import type { Found, Resolve } from "../../lib/quickadd/people";

/** The people whom "@name" in a text means, each once; a name that several people have means nobody yet. */
export function mentionsIn(text: string, find: Resolve): Found[] {
  const found = new Map<string, Found>();
  for (const [, name = ""] of text.matchAll(/(?:^|[\s(])@([\p{L}\p{N}][\p{L}\p{N}._-]*)/gu)) {
    const people = find(name.replace(/[._-]+$/, ""));
    if (people.length === 1 && people[0]) found.set(people[0].id, people[0]);
  }
  return [...found.values()];
}
