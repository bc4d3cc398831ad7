/** The API's objects, written by hand until `npm run generate` makes api.gen.ts from the server's OpenAPI document. */

export type Level = "urgent" | "high" | "medium" | "low";
export type TaskStatus = "triage" | "todo" | "in_progress" | "blocked" | "done" | "canceled";
export type CancelReason = "no_longer_needed" | "duplicate" | "declined" | "withdrawn";
export type DueReason = "scope" | "slip" | "waiting" | "reprioritized";
type Day = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

export interface Person {
  id: string;
  name: string;
  email: string;
  title: string;
  role: "owner" | "admin" | "member";
  time_zone: string;
  working_hours: Record<Day, { start: string; end: string }[]>;
  focus: { days: Day[]; start: string; end: string }[];
  holiday_region: string;
  how_to_work: string;
  how_to_work_version: number;
  manager_id: string | null;
  team_ids: string[];
  active: boolean;
  revision: number;
  created_at: string;
  updated_at: string;
}

export interface Workspace {
  name: string;
  visibility: "pair" | "line" | "team" | "workspace";
  urgent_slots: number;
  high_slots: number;
  revision: number;
}

export interface Me {
  person: Person;
  workspace: Workspace;
  reports: string[];
  token_scopes: string[] | null;
}

export interface ChecklistItem {
  id: string;
  text: string;
  done: boolean;
}

export interface Task {
  id: string;
  title: string;
  body: string;
  body_version: number;
  /** Sanitized by the server; only in the answer of GET /tasks/{id}. */
  body_html?: string;
  owner_id: string;
  asked_by_id: string;
  status: TaskStatus;
  level: Level;
  /** null in triage and once closed. */
  rank: string | null;
  due_date: string | null;
  due_time: string | null;
  due_zone: string | null;
  due_at: string | null;
  overdue_at: string | null;
  due_reason: DueReason | null;
  agreed_due_date: string | null;
  labels: string[];
  checklist: ChecklistItem[];
  waiting_for: { text: string; person_id: string | null; task_ids: string[] } | null;
  outcome: { text: string; url: string; skipped: boolean } | null;
  cancel_reason: CancelReason | null;
  confidential: boolean;
  source_url: string | null;
  source_key: string | null;
  moved: { by_id: string; reason: string; at: string; level: Level; after_id: string | null } | null;
  comment_count: number;
  revision: number;
  created_at: string;
  updated_at: string;
  started_at: string | null;
  done_at: string | null;
}

export interface Comment {
  id: string;
  task_id: string;
  author_id: string;
  body: string;
  body_html?: string;
  mention_ids: string[];
  on: string;
  created_at: string | null;
  revision: number;
}

export interface HistoryEntry {
  revision: number;
  on: string;
  actor_id: string;
  verb: string;
  sentence: string;
}

export interface Invitation {
  id: string;
  email: string;
  name: string;
  link?: string;
  expires_at: string;
  created_at: string;
}

export interface ParsedTask {
  title: string;
  level: Level;
  due_date: string | null;
  due_time: string | null;
  due_zone: string | null;
  labels: string[];
  owner_id: string | null;
  mention_ids: string[];
  source_url: string | null;
  understood: { text: string; kind: string; meaning: string }[];
  problems: { text: string; message: string }[];
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}
