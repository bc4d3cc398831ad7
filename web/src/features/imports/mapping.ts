import { quoted, type Sheet } from "../../lib/csv";
import type { Person } from "../../types";

/** What a column can be. */
export type Field = "title" | "owner" | "due" | "due_time" | "level";

export type Columns = Record<Field, string>;

const names: Record<Field, RegExp[]> = {
  title: [/^(title|task|summary|subject|what|action( item)?)$/, /title|task|summary|to.?do|description|name/],
  owner: [/^(owner|assignee|responsible|who)$/, /owner|assign|responsible|person|dri/],
  due: [/^(due|due date|deadline|date)$/, /due|deadline|target|by when|finish|end date/],
  due_time: [/^(due time|time)$/, /time|hour/],
  level: [/^(priority|level|urgency|importance)$/, /priorit|level|urgen|importan/],
};

/** Guesses by the names of the columns: what is named exactly first, each column once. */
export function guess(header: readonly string[]): Columns {
  const columns: Columns = { title: "", owner: "", due: "", due_time: "", level: "" };
  const taken = new Set<string>();
  for (const round of [0, 1]) {
    for (const field of Object.keys(names) as Field[]) {
      if (columns[field]) continue;
      const pattern = names[field][round];
      const found = header.find(
        (name) => !taken.has(name) && pattern?.test(name.toLowerCase().replace(/[_-]/g, " ")),
      );
      if (!found) continue;
      columns[field] = found;
      taken.add(found);
    }
  }
  // A time without a date says nothing.
  if (!columns.due) columns.due_time = "";
  return columns;
}

export interface OwnerText {
  text: string;
  rows: number;
}

/** The owners as the file writes them, the most frequent first. */
export function ownersIn(sheet: Sheet, column: string): OwnerText[] {
  const at = sheet.header.indexOf(column);
  if (at < 0) return [];
  const counts = new Map<string, OwnerText>();
  for (const row of sheet.rows) {
    const text = row[at] ?? "";
    if (!text) continue;
    const known = counts.get(fold(text));
    if (known) known.rows++;
    else counts.set(fold(text), { text, rows: 1 });
  }
  return [...counts.values()].sort((a, b) => b.rows - a.rows || a.text.localeCompare(b.text));
}

function fold(text: string): string {
  return text.replace(/\s+/g, " ").trim().toLowerCase();
}

/** Whom the server will find without help: by email or full name, as a whole or in parts. */
export function foundBy(text: string, people: readonly Person[]): Person | undefined {
  const parts = [text, ...text.split(/\s*[/,&]\s*|\s+and\s+/i)];
  for (const part of parts) {
    const email = people.filter((p) => p.active && p.email === fold(part));
    const named = people.filter((p) => p.active && fold(p.name) === fold(part));
    const found = email.length ? email : named;
    if (found.length === 1) return found[0];
  }
  return undefined;
}

/** A first name that only one person has: worth proposing, not worth deciding. */
export function proposed(text: string, people: readonly Person[]): Person | undefined {
  const word = fold(text).split(" ")[0] ?? "";
  if (!word) return undefined;
  const found = people.filter((p) => p.active && fold(p.name).split(" ").includes(word));
  return found.length === 1 ? found[0] : undefined;
}

/** The owner map as the API takes it. */
export function ownerMapCsv(map: ReadonlyMap<string, string>, people: readonly Person[]): string {
  const lines = [...map].flatMap(([text, id]) => {
    const email = people.find((p) => p.id === id)?.email;
    return email ? [`${quoted(text)},${quoted(email)}`] : [];
  });
  return lines.length ? `owner,email\n${lines.join("\n")}\n` : "";
}
