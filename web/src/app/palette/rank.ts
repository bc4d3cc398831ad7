import type { Command } from "../../data/commands";
import { best, wordsOf } from "../../lib/match";
import type { Person, Task } from "../../types";

/** What the palette can show; `score` says how well it answers. */
export type Hit =
  | { kind: "command"; command: Command; score: number }
  | { kind: "person"; person: Person; score: number }
  | { kind: "add"; person: Person; score: number }
  | { kind: "interrupt"; person: Person; score: number }
  | { kind: "task"; task: Task; score: number };

/** Beyond these one types another letter. */
const mostHits = 40;
const mostOfAKind = 25;
/** For how many of the people found "Add to … list" stands below them. */
const addsBelow = 3;

/** Objects are replaced when they change, so the words of each are taken apart once. */
const known = new WeakMap<object, string[]>();

function wordsFor(object: object, text: () => string): string[] {
  let words = known.get(object);
  if (!words) {
    words = wordsOf(text());
    known.set(object, words);
  }
  return words;
}

const wordsOfTask = (task: Task) => wordsFor(task, () => `${task.title} ${task.labels.join(" ")}`);
// Most of a workspace has the same after the @.
const wordsOfPerson = (person: Person) =>
  wordsFor(person, () => `${person.name} ${person.title} ${person.email.split("@")[0]}`);
const wordsOfCommand = (command: Command) => wordsOf(`${command.name} ${command.also ?? ""}`);

const ended = (task: Task) => task.status === "done" || task.status === "canceled";

export interface Known {
  commands: readonly Command[];
  people: readonly Person[];
  tasks: readonly Task[];
  self: string;
  /** "Add to … list" without the name: typed words of it ask for that action. */
  addWords: readonly string[];
  /** The same of "Interrupt …". */
  nowWords: readonly string[];
}

/** What answers the words that were typed, best first: actions a little before people, people before tasks. */
export function rank(search: string, { commands, people, tasks, self, addWords, nowWords }: Known): Hit[] {
  const typed = wordsOf(search.replace(/(\S)@\S*/g, "$1"));
  const others = people.filter((person) => person.active && person.id !== self);
  const hits: Hit[] = [];
  for (const { item, score } of best(typed, commands, wordsOfCommand, () => 0.4, mostOfAKind))
    hits.push({ kind: "command", command: item, score });
  const persons = best(typed, others, wordsOfPerson, () => 0.3, mostOfAKind);
  for (const [at, { item, score }] of persons.entries()) {
    hits.push({ kind: "person", person: item, score });
    if (at < addsBelow) hits.push({ kind: "add", person: item, score: score - 0.001 });
  }
  for (const [kind, asks] of [
    ["add", addWords],
    ["interrupt", nowWords],
  ] as const) {
    const names = typed.filter((word) => !asks.some((one) => one.startsWith(word)));
    if (!names.length || names.length === typed.length) continue;
    for (const { item, score } of best(names, others, wordsOfPerson, () => 0.3, mostOfAKind))
      hits.push({ kind, person: item, score });
  }
  for (const { item, score } of best(
    typed,
    tasks,
    wordsOfTask,
    (task) => (ended(task) ? -1 : 0),
    mostOfAKind,
  ))
    hits.push({ kind: "task", task: item, score });
  return hits.sort((a, b) => b.score - a.score).slice(0, mostHits);
}
