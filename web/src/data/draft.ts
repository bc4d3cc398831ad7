import { useMemo, useState } from "react";
import { uuidv7 } from "../lib/uuid";
import { type KeptForm, useKeptForm } from "../ui/kept-form";
import { useMine } from "./mine";

const prefix = "cairn.draft.";

const keyOf = (person: string, name: string): string => `${prefix}${person}.${name}`;

interface DraftBox {
  text: string;
  write: (text: string) => void;
  /**
   * Empties the box at once, but for what is left to write: the words are a write of the copy now. If that
   * could not be kept, they come back.
   */
  sent: (kept: Promise<unknown>, left?: string) => void;
}

/**
 * Words that are being written, kept letter by letter in this browser until they are sent or
 * cleared: through a killed tab, a reload, and a session that ends. `name` says where they stand,
 * such as `comment.<task id>`; the empty text is no draft. They belong to one person, and logging out
 * deletes them (`forgetDrafts`).
 */
export function useDraftBox(name: string): DraftBox {
  const { me, replica } = useMine();
  const key = keyOf(me.person.id, name);
  const [kept, setKept] = useState(() => ({ key, text: localStorage.getItem(key) ?? "" }));
  // Another name is another draft: what stands in the box belongs to the one before it.
  const text = kept.key === key ? kept.text : (localStorage.getItem(key) ?? "");
  return {
    text,
    write(words) {
      setKept({ key, text: words });
      keep(key, words);
    },
    sent(kept, left = "") {
      setKept({ key, text: left });
      void handOver(localStorage, key, { text, left, safe: replica.safe(), kept }).then((back) => {
        if (back) setKept((now) => (now.key === key && now.text === left ? { key, text } : now));
      });
    },
  };
}

export function useDraft(name: string): [text: string, write: (text: string) => void] {
  const { text, write } = useDraftBox(name);
  return [text, write];
}

/**
 * What is chosen rather than written, such as hours, kept like words until it is saved or undone; `none` is nothing
 * to keep. Its shape is stored: under another shape it needs another name.
 */
export function useKept<T>(name: string, none: T): [value: T, set: (value: T) => void] {
  const { me } = useMine();
  const key = keyOf(me.person.id, name);
  const nothing = JSON.stringify(none);
  const [text, setText] = useState(() => localStorage.getItem(key) ?? nothing);
  const value = useMemo(() => (text === nothing ? none : parsed(text, none)), [text, nothing, none]);
  return [
    value,
    (next) => {
      const words = JSON.stringify(next);
      setText(words);
      keep(key, words === nothing ? "" : words);
    },
  ];
}

function parsed<T>(text: string, none: T): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    return none;
  }
}

/** The same for a form whose boxes have names; passwords are never kept. */
export function useFormDraft(name: string): KeptForm {
  const { me } = useMine();
  return useKeptForm(keyOf(me.person.id, `form.${name}`));
}

/** Under which id something was sent and not answered yet is no text that one has begun. */
const ownIds = "id.";

/**
 * The id of what a form makes. The same words have the same id, also from a page that was loaded anew: where the
 * answer to them was lost, the server has it already and says so. `drop` when it has answered.
 */
export function useOwnId(name: string): { idOf: (body: object) => string; drop: () => void } {
  const { me } = useMine();
  const key = keyOf(me.person.id, ownIds + name);
  return {
    idOf(body) {
      const words = JSON.stringify(body);
      const kept = parsed<{ words?: string; id?: string }>(localStorage.getItem(key) ?? "{}", {});
      if (kept.words === words && kept.id) return kept.id;
      const id = uuidv7();
      keep(key, JSON.stringify({ words, id }));
      return id;
    },
    drop: () => keep(key, ""),
  };
}

type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

interface HandOver {
  text: string;
  /** What stays in the box. */
  left: string;
  /** Whether a kill of the tab would lose nothing from this moment on. */
  safe: boolean;
  kept: Promise<unknown>;
}

/**
 * Gives the words of a draft over to the copy. Where it holds them at once they go from here, or they would be
 * sent twice; where it had no room for that, they stay until the database has them. Tells whether they are back.
 */
export async function handOver(
  shelf: Shelf,
  key: string,
  { text, left, safe, kept }: HandOver,
): Promise<boolean> {
  if (safe) keep(key, left, shelf);
  // What was written in the box meanwhile is another text, and stays.
  const standing = shelf.getItem(key) ?? "";
  const untouched = () => (shelf.getItem(key) ?? "") === standing;
  try {
    await kept;
    if (!safe && untouched()) keep(key, left, shelf);
    return false;
  } catch {
    if (!untouched()) return false;
    keep(key, text, shelf);
    return true;
  }
}

function keep(key: string, words: string, shelf: Shelf = localStorage): void {
  if (!words) shelf.removeItem(key);
  else {
    try {
      shelf.setItem(key, words);
    } catch {
      // No room on this device: the words stay on the screen, and are sent from there.
    }
  }
}

/** For words that were sent from elsewhere than their box. */
export function dropDraft(person: string, name: string): void {
  localStorage.removeItem(keyOf(person, name));
}

/** Figures that one only tries out are kept, and are nothing to send. */
const triedOut = "figures.";

const nothingToSend = [triedOut, ownIds];

/** How many texts a person has begun and not sent in this browser. */
export function countDrafts(person: string): number {
  const begun = (key: string) => !nothingToSend.some((name) => key.startsWith(keyOf(person, name)));
  return draftKeys(person).filter(begun).length;
}

export function forgetDrafts(person: string): void {
  for (const key of draftKeys(person)) localStorage.removeItem(key);
}

function draftKeys(person: string): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(keyOf(person, "")));
}
