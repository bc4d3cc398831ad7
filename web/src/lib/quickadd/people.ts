import type { Reading } from "./reading";
import { cut, fold, hasLetter, quoted } from "./text";
import type { Word } from "./words";

/** The names that are looked up for one line. */
const maxMentions = 10;
/** The people that a doubtful name lists. */
const maxListed = 5;

/** Somebody whom an @name can mean. */
export interface Found {
  id: string;
  name: string;
  /** What to write after @ to mean this person and no other. */
  handle: string;
}

/** Gives everybody whom a name, without its @, can mean. */
export type Resolve = (name: string) => Found[];

interface Entry {
  person: Found;
  /** The address before its @. */
  local: string;
  /** The whole name without its spaces. */
  joined: string;
  words: string[];
}

/**
 * Finds people, in their order, by the first of these that anybody meets: the
 * address before its @, the whole name, the first name, another word of the
 * name, the beginning of any. Case, accents and the signs . - _ inside a name
 * don't matter. It is for those who may be given work: leave deactivated people out.
 */
export function directory(people: readonly { id: string; name: string; email: string }[]): Resolve {
  const locals = new Map<string, number>();
  const entries = people.map(({ id, name, email }): Entry => {
    const local = fold(cut(email, "@").before);
    const words = fold(name)
      .split(/\p{White_Space}+/u)
      .filter(Boolean);
    locals.set(local, (locals.get(local) ?? 0) + 1);
    return { person: { id, name, handle: local }, local, joined: words.join(""), words };
  });
  for (const { person, local, words } of entries) {
    if (local === "" || locals.get(local) !== 1) person.handle = words.join(".");
  }
  return (written) => {
    const name = fold(written);
    const joined = name.replace(/[.\-_]/g, "");
    if (joined === "") return [];
    const begins = (s: string) => s.startsWith(name);
    const longEnough = Array.from(name).length >= 2;
    const ways: ((e: Entry) => boolean)[] = [
      (e) => e.local === name,
      (e) => e.joined === joined,
      (e) => e.words[0] === name,
      (e) => e.words.includes(name),
      (e) => longEnough && (begins(e.local) || e.words.some(begins) || e.joined.startsWith(joined)),
    ];
    for (const meets of ways) {
      const found = entries.filter(meets);
      if (found.length > 0) return found.map((e) => e.person);
    }
    return [];
  };
}

/** Settles owner and mentioned people, and gives the words that name exactly one person. */
export function readMentions(r: Reading): number[] {
  const found: number[] = [];
  const { draft } = r;
  let looked = 0;
  let owned = false;
  for (const [i, word] of r.words.entries()) {
    const name = mentionName(word);
    if (name === null) continue;
    looked += 1;
    if (looked > maxMentions) {
      r.problem(word.core, `Only the first ${maxMentions} names of a line are looked up.`);
      break;
    }
    const people = r.resolve(name);
    const [person] = people;
    if (!person || people.length > 1) {
      r.problem(word.core, mendName(name, people));
      continue;
    }
    found.push(i);
    if (!owned) {
      owned = true;
      draft.owner_id = person.id;
      r.understand(i, i + 1, "owner", `${person.name} owns it`);
      continue;
    }
    r.understand(i, i + 1, "mention", `${person.name} is mentioned`);
    if (person.id !== draft.owner_id && !draft.mention_ids.includes(person.id)) {
      draft.mention_ids.push(person.id);
    }
  }
  return found;
}

/** Reads "@ana.silva"; null when a word is no name. */
export function mentionName(word: Word): string | null {
  const name = word.core.slice(1);
  if (word.literal || !word.core.startsWith("@") || !hasLetter(name)) return null;
  return /^[\p{L}\p{Nd}\p{Mn}.\-_]+$/u.test(name) ? name : null;
}

/** Says how to write a name that means nobody, or several people. */
function mendName(name: string, people: Found[]): string {
  if (people.length === 0) {
    return `Nobody here is called ${quoted(name)}. Write a first name, or the part of their address before the @.`;
  }
  const listed = people.slice(0, maxListed);
  const names = listed.map((person) => person.name);
  if (people.length > maxListed) names.push(`${people.length - maxListed} more`);
  return `${quoted(name)} can be ${either(names)}. Write ${either(listed.map((person) => `@${person.handle}`))}.`;
}

/** Makes "a, b or c". */
function either(items: string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} or ${last}`;
}
