import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Task, Today, TodayEntry } from "../types";
import { ApiError, call } from "./api";
import { useAll, useMine, useTasks } from "./mine";
import { useRetry } from "./retry";
import { keepToday, keptToday } from "./today-kept";
import { type Mark, markKey, type Rated } from "./today-operations";

export interface MyToday {
  /** Null until the first answer is here, where nothing was kept either. */
  today: Today | null;
  error: ApiError | null;
  settle: (entry: TodayEntry, undo?: boolean) => Promise<unknown>;
  rate: (rated: Rated) => Promise<unknown>;
}

type Known<T> = ReadonlyMap<string, T>;

/** Decided where the task itself is, also while the server has not heard of it. */
function decidedElsewhere(entry: TodayEntry, task: Task | undefined): boolean {
  if (!task) return false;
  const closed = task.status === "done" || task.status === "canceled";
  if (entry.code === "task.may_let_go") return closed;
  if (entry.section !== "decide") return false;
  switch (entry.code) {
    case "task.arrived":
      return task.status !== "triage" || task.proposal?.answer_by_id === task.asked_by_id || asleep(task);
    case "task.answer_proposed":
      return closed || !task.request?.proposed;
    case "task.question":
      return closed || task.question === null;
    case "task.proposed":
    case "task.countered":
      return closed || task.proposal === null;
    case "task.date_to_agree":
      return closed || task.agree_by_id === null;
    case "task.still_needed":
      return closed || task.doubt_at === null;
    case "task.still_urgent":
      return closed || task.level !== "urgent";
    case "task.talk":
      return closed || task.talk === null;
    default:
      return closed;
  }
}

/** Put off, or a question about it is with its asker. */
const asleep = (task: Task): boolean =>
  task.question !== null || (task.snooze_ends_at !== null && Date.now() < Date.parse(task.snooze_ends_at));

const begun = ({ words }: TodayEntry): number => Math.min(...words.map(({ seq }) => seq));

/** Where it stands among the others: what must be decided first, first; then in the order in which it happened. */
function placeOf(entry: TodayEntry, open: readonly TodayEntry[]): number {
  const by = (one: TodayEntry) => (one.decide_by ? Date.parse(one.decide_by) : Number.MAX_SAFE_INTEGER);
  const at = open.findIndex(
    (one) =>
      one.section === entry.section &&
      (by(one) > by(entry) || (by(one) === by(entry) && begun(one) > begun(entry))),
  );
  return at < 0 ? open.length : at;
}

/** What the server says, with what was done here since. */
function shownOf(today: Today, marks: Known<Mark>, rated: Known<Rated>, tasks: Known<Task>): Today {
  const open: TodayEntry[] = [];
  const settled: TodayEntry[] = [];
  for (const entry of [...today.decide, ...today.changed, ...today.good_to_know, ...today.settled]) {
    const { thread, seq, code } = entry;
    const said = [marks.get(thread), marks.get(markKey({ thread, codes: [code] }))].filter(
      (mark) => mark && mark.seq >= seq && (mark.codes?.includes(code) ?? true),
    );
    if (said.length ? said.every((mark) => mark?.undo) : entry.settled === "") {
      if (decidedElsewhere(entry, tasks.get(entry.object_id)))
        settled.push({ ...entry, settled: "elsewhere" });
      else if (entry.settled === "") open.push(entry);
      // It comes back to where it was.
      else open.splice(placeOf(entry, open), 0, { ...entry, settled: "" });
    } else settled.push({ ...entry, settled: entry.settled || "done" });
  }
  const section = (name: TodayEntry["section"]) => open.filter((entry) => entry.section === name);
  return {
    ...today,
    decide: section("decide"),
    changed: section("changed"),
    good_to_know: section("good_to_know"),
    settled,
    rate: today.rate.filter(({ id }) => !rated.has(id)),
  };
}

const byId = <T extends { id: string }>(list: readonly T[]): Known<T> =>
  new Map(list.map((one) => [one.id, one]));

/**
 * Today lives at the server; the feed tells when a digest has come, or was dealt with on another device. What is
 * done here is on the screen at once, and stays until an answer that was asked for afterwards.
 */
export function useToday(all: boolean): MyToday {
  const { me, replica } = useMine();
  const self = me.person.id;
  const digests = useAll<{ id: string; revision: number }>("digest");
  const interruptions = useAll<{ id: string; revision: number }>("interruption");
  const queued = useAll<Mark>("mark");
  const ratings = useAll<Rated>("rated");
  const list = useTasks();
  const [heard, setHeard] = useState<Today | null>(() => keptToday(self));
  const [error, setError] = useState<ApiError | null>(null);
  const [done, setDone] = useState<Known<Mark>>(new Map());
  const [given, setGiven] = useState<Known<Rated>>(new Map());

  // What is on its way counts on until an answer that knows of it.
  useEffect(() => {
    setDone((now) => {
      const more = queued.filter((mark) => now.get(markKey(mark)) !== mark);
      return more.length ? new Map([...now, ...more.map((mark) => [markKey(mark), mark] as const)]) : now;
    });
  }, [queued]);
  const tasks = useMemo(() => byId(list), [list]);
  const marks = useMemo(
    () => new Map([...done, ...queued.map((mark) => [markKey(mark), mark] as const)]),
    [done, queued],
  );
  const rated = useMemo(() => new Map([...given, ...byId(ratings)]), [given, ratings]);
  const subjects = heard
    ? [...heard.decide, ...heard.changed, ...heard.good_to_know, ...heard.settled].map(
        ({ object_id }) => tasks.get(object_id)?.revision ?? 0,
      )
    : [];
  // Anything that may have changed the answer.
  const fresh = JSON.stringify([
    digests.map(({ id, revision }) => [id, revision]),
    interruptions.map(({ id, revision }) => [id, revision]),
    subjects,
    all,
  ]);
  // While something is on its way, an answer would not know of it.
  const sending = queued.length + ratings.length > 0;
  const latest = useRef(done);
  latest.current = done;
  const [turn, setTurn] = useState(0);

  const again = useCallback(() => setTurn((n) => n + 1), []);
  useRetry(error, again);
  useEffect(() => {
    // Without the stream's word, for a page in the background may be frozen: what came meanwhile.
    const seen = () => document.visibilityState === "visible" && again();
    addEventListener("online", again);
    document.addEventListener("visibilitychange", seen);
    return () => {
      removeEventListener("online", again);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [again]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `fresh` and `turn` are there to read again.
  useEffect(() => {
    if (sending) return;
    const stop = new AbortController();
    const known = new Set(latest.current.values());
    call<Today>("GET", all ? "/today?all=true" : "/today", undefined, stop.signal).then(
      (answer) => {
        setHeard(answer);
        keepToday(self, answer);
        setError(null);
        setDone((now) => new Map([...now].filter(([, mark]) => !known.has(mark))));
      },
      (reason) => {
        if (reason instanceof ApiError) setError(reason);
      },
    );
    return () => stop.abort();
  }, [self, all, fresh, turn, sending]);

  const settle = useCallback(
    (entry: TodayEntry, undo = false) => {
      const mark: Mark = { thread: entry.thread, seq: entry.seq, undo };
      setDone((now) => new Map(now).set(entry.thread, mark));
      return replica.mutate("today.settle", mark);
    },
    [replica],
  );
  const rate = useCallback(
    (one: Rated) => {
      setGiven((now) => new Map(now).set(one.id, one));
      return replica.mutate("interruption.rate", one);
    },
    [replica],
  );
  const today = useMemo(() => heard && shownOf(heard, marks, rated, tasks), [heard, marks, rated, tasks]);
  return { today, error, settle, rate };
}
