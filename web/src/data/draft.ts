import { useState } from "react";
import { useMine } from "./mine";

const prefix = "cairn.draft.";

const keyOf = (person: string, name: string): string => `${prefix}${person}.${name}`;

interface DraftBox {
  text: string;
  write: (text: string) => void;
  /**
   * Empties the box at once: the words are a write of the copy now. If that could not be kept, they come
   * back.
   */
  sent: (kept: Promise<unknown>) => void;
}

/**
 * Words that are being written, kept letter by letter in this browser until they are sent or
 * cleared: through a killed tab, a reload, and a session that ends. `name` says where they stand,
 * such as `comment.<task id>`; the empty text is no draft. They belong to one person, and logging out
 * deletes them (`forgetDrafts`).
 */
export function useDraftBox(name: string): DraftBox {
  const { me } = useMine();
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
    sent(kept) {
      setKept({ key, text: "" });
      // From this moment the copy has them, whatever becomes of the tab; here they would be sent twice.
      keep(key, "");
      kept.catch(() => {
        // What was written in the box meanwhile is another text, and stays.
        if (localStorage.getItem(key)) return;
        keep(key, text);
        setKept((now) => (now.key === key && !now.text ? { key, text } : now));
      });
    },
  };
}

export function useDraft(name: string): [text: string, write: (text: string) => void] {
  const { text, write } = useDraftBox(name);
  return [text, write];
}

function keep(key: string, words: string): void {
  if (!words) localStorage.removeItem(key);
  else {
    try {
      localStorage.setItem(key, words);
    } catch {
      // No room on this device: the words stay on the screen, and are sent from there.
    }
  }
}

/** For words that were sent from elsewhere than their box. */
export function dropDraft(person: string, name: string): void {
  localStorage.removeItem(keyOf(person, name));
}

/** How many texts a person has begun and not sent in this browser. */
export function countDrafts(person: string): number {
  return draftKeys(person).length;
}

export function forgetDrafts(person: string): void {
  for (const key of draftKeys(person)) localStorage.removeItem(key);
}

function draftKeys(person: string): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(keyOf(person, "")));
}
