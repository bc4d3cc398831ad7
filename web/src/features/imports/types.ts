import type { TaskStatus } from "../../types";

export type RowResult = "imported" | "existing" | "date_changed" | "updated" | "not_imported";

export interface ReportRow {
  line: number;
  title: string;
  result: RowResult;
  why: string;
  task_id: string | null;
  status: TaskStatus | null;
  owner_id: string | null;
  owner: string;
  mentioned: string[];
  level: string | null;
  due: { date: string | null; time?: string; zone?: string } | null;
  due_passed: boolean;
  notes: string[];
}

interface Summary {
  rows: number;
  imported: number;
  existing: number;
  date_changed: number;
  updated: number;
  not_imported: number;
  in_triage: number;
  without_date: number;
  due_passed: number;
  blank: number;
}

export interface Report {
  dry_run: boolean;
  summary: Summary;
  rows: ReportRow[];
}

/** A file of tasks that is being, or was, brought in. */
export interface Import {
  id: string;
  state: "running" | "done" | "failed";
  done: number;
  total: number;
  why: string;
  report: Report | null;
  created_at: string;
}
