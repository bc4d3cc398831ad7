import { getDayOfWeek, today } from "@internationalized/date";
import { useState } from "react";
import { useDraftBox } from "../../data/draft";
import { uuidv7 } from "../../lib/uuid";
import { localZone } from "../../lib/zones";
import type { AnswerKind, Level, Targets } from "../../types";

/** A request while it is written. */
export interface Form {
  /** What it will be known by: kept with the words, so that an answer that was lost makes no second one. */
  id: string;
  title: string;
  why: string;
  body: string;
  people: string[];
  teams: string[];
  reports: boolean;
  below: boolean;
  kind: AnswerKind;
  choices: string;
  /** "" is: no date. */
  date: string;
  time: string;
  level: Level;
  open: boolean;
  enough: string;
  joiners: boolean;
}

const friday = 5;

/** The Friday that leaves at least two days. */
export function comingFriday(): string {
  const now = today(localZone());
  const ahead = (friday - getDayOfWeek(now, "en-US") + 7) % 7;
  return now.add({ days: ahead < 2 ? ahead + 7 : ahead }).toString();
}

const emptyForm = (id: string): Form => ({
  id,
  title: "",
  why: "",
  body: "",
  people: [],
  teams: [],
  reports: false,
  below: false,
  kind: "done",
  choices: "",
  date: comingFriday(),
  time: "",
  level: "medium",
  open: false,
  enough: "",
  joiners: false,
});

/** What is being written, kept letter by letter; null empties it. */
export function useForm(): [form: Form, change: (part: Partial<Form> | null) => void] {
  const box = useDraftBox("request.new");
  const [fresh] = useState(uuidv7);
  const form = { ...emptyForm(fresh), ...parsed(box.text) };
  return [form, (part) => box.write(part ? JSON.stringify({ ...form, ...part }) : "")];
}

function parsed(text: string): Partial<Form> {
  try {
    return text ? (JSON.parse(text) as Partial<Form>) : {};
  } catch {
    return {};
  }
}

function targetsOf(form: Form): Targets {
  return {
    ...(form.people.length ? { person_ids: form.people } : {}),
    ...(form.teams.length ? { team_ids: form.teams } : {}),
    ...(form.reports ? { reports: true } : {}),
    ...(form.below ? { everyone_below: true } : {}),
  };
}

const choicesOf = (form: Form): string[] =>
  form.choices
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

export const asksSomebody = (form: Form): boolean =>
  form.people.length > 0 || form.teams.length > 0 || form.reports || form.below;

/** As the API takes it. */
export function bodyOf(form: Form) {
  return {
    to: targetsOf(form),
    title: form.title.trim(),
    why: form.why.trim(),
    body: form.body,
    kind: form.kind,
    ...(form.kind === "choice" ? { choices: choicesOf(form) } : {}),
    due_date: form.date || null,
    ...(form.date && form.time ? { due_time: form.time } : {}),
    level: form.level,
    open: form.open,
    enough: Number.parseInt(form.enough, 10) || 0,
    late_joiners: form.joiners,
  };
}
