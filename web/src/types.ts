/** The API's objects, under the names that the app uses; api.gen.ts is generated from the server. */
import type { components } from "./api.gen";

type Schemas = components["schemas"];

export type Person = Schemas["Person"];
export type Workspace = Schemas["Workspace"];
export type Me = Schemas["Me"];
export type SetupState = Schemas["SetupState"];
export type DemoLogIns = NonNullable<Schemas["DemoLogIns"]>;
export type DemoLogIn = Schemas["LogIn"];
export type DemoProgress = Schemas["Progress"];
export type Invitation = Schemas["Invitation"];

export type Task = Schemas["Task"];
/** With what only the task's own page needs. */
export type WholeTask = Schemas["WholeTask"];
export type ChecklistItem = Schemas["ChecklistItem"];
export type Level = Task["level"];
export type TaskStatus = Task["status"];
export type CancelReason = NonNullable<Task["cancel_reason"]>;
export type DueReason = NonNullable<Task["due_reason"]>;
export type Comment = Schemas["CommentHTML"];
export type HistoryEntry = Schemas["Event"];
export type Notice = Schemas["Notice"];

/** What a request asks, as each of its tasks carries it. */
export type Asked = NonNullable<Task["request"]>;
export type AnswerKind = Asked["kind"];
export type Answer = NonNullable<Schemas["Answer"]>;
/** What a request is to who reads one of its tasks. */
export type RequestPart = NonNullable<WholeTask["request_part"]>;
/** A request with what came of it. */
export type RollUp = Schemas["WholeRequest"];
export type RollUpRow = Schemas["Row"];
export type RequestSummary = Schemas["Summary"];
export type RequestPreview = Schemas["Preview"];
export type PreviewRow = Schemas["PreviewRow"];
export type Targets = Schemas["Targets"];

/** What a rule by which something comes again says, with its next dates. */
export type RepeatPreview = Schemas["RepeatPreview"];
/** A request that is sent again and again. */
export type RequestTemplate = Schemas["Template"];

export type Impact = Schemas["Impact"];
export type Occupant = Schemas["Occupant"];
export type FullLevel = NonNullable<Schemas["FullLevel"]>;
export type ForecastPage = Schemas["ForecastPage"];
/** As the server reads a line: null is what was not said. */
export type AnsweredLine = Schemas["ParsedTask"];
/** The same as the grammar on this device reads it: "" is what was not said. */
export type ParsedTask = {
  [K in keyof AnsweredLine]: null extends AnsweredLine[K]
    ? NonNullable<AnsweredLine[K]> | ""
    : AnsweredLine[K];
};

export type Today = Schemas["Today"];
/** All that happened about one thing. */
export type TodayEntry = Schemas["Entry"];
export type TodayWord = Schemas["Word"];
export type Interruption = Schemas["Interruption"];
export type Notifications = Schemas["Reaching"];
/** What it costs to interrupt somebody, and whether one may now. */
export type Budget = Schemas["Budget"];
/** The ledger of interruptions, one's own or a team's. */
export type FocusKept = Schemas["FocusKept"];
/** One's own chat and devices, and what goes by which way. */
export type WaysOut = Schemas["WaysOut"];

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}
