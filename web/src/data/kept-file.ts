import { useDraft } from "./draft";

export interface KeptFile {
  name: string;
  text: string;
}

/**
 * A file that was chosen, kept through a reload until what it is for has begun. It is a draft as words
 * are: it belongs to one person, and logging out deletes it.
 */
export function useKeptFile(name: string): [file: KeptFile, keep: (file: KeptFile) => void] {
  const [kept, write] = useDraft(name);
  const end = kept.indexOf("\n");
  const file = end < 0 ? { name: "", text: "" } : { name: kept.slice(0, end), text: kept.slice(end + 1) };
  return [file, (next) => write(next.text ? `${next.name}\n${next.text}` : "")];
}
