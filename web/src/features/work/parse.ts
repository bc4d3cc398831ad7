import { call } from "../../data/api";
import type { Level, Page, ParsedTask } from "../../types";

export const parseOnServer = async (
  text: string,
  owner_id: string,
  signal: AbortSignal,
): Promise<ParsedTask[]> =>
  (await call<Page<ParsedTask>>("POST", "/tasks/parse", { text, owner_id }, signal)).items;

export const levelOf = (parsed: ParsedTask): Level => (parsed.level || "medium") as Level;
