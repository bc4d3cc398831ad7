import { call } from "../../data/api";
import type { AnsweredLine, Level, Page, ParsedTask } from "../../types";

export const parseOnServer = async (
  text: string,
  owner_id: string,
  signal: AbortSignal,
): Promise<ParsedTask[]> =>
  (await call<Page<AnsweredLine>>("POST", "/tasks/parse", { text, owner_id }, signal)).items.map((line) => ({
    ...line,
    level: line.level ?? "",
    due_date: line.due_date ?? "",
    due_time: line.due_time ?? "",
    repeat: line.repeat ?? "",
    source_url: line.source_url ?? "",
  }));

export const levelOf = (parsed: ParsedTask): Level => parsed.level || "medium";
