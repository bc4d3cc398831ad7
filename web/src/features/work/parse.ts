import { call } from "../../api";
import type { Page, ParsedTask } from "../../types";

/** Reads "review pricing page by fri 3pm high #launch"; one task for each line. */
export type Parse = (text: string, owner: string, signal: AbortSignal) => Promise<ParsedTask[]>;

export const parseOnServer: Parse = async (text, owner_id, signal) => {
  const page = await call<Page<ParsedTask>>("POST", "/tasks/parse", { text, owner_id }, signal);
  return page.items;
};

/** What can be said without the grammar: the words are the title. Nothing typed is ever refused. */
export function parsePlainly(text: string): ParsedTask[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((title) => ({
      title,
      level: "medium",
      due_date: null,
      due_time: null,
      due_zone: null,
      labels: [],
      owner_id: null,
      mention_ids: [],
      source_url: null,
      understood: [],
      problems: [],
    }));
}
