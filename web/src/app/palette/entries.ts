import { useLingui } from "@lingui/react/macro";
import { useEffect, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { type Command, commandsNow, type Group, runCommand } from "../../data/commands";
import { useAll, useMine, useTasks } from "../../data/mine";
import { recentPlaces } from "../../data/recent";
import { isolate } from "../../lib/isolate";
import { wordsOf } from "../../lib/match";
import { useInterrupt } from "../../parts/interrupt";
import type { Person, Task } from "../../types";
import { useFound } from "./found";
import { type Hit, rank } from "./rank";

export interface Entry {
  id: string;
  name: string;
  /** Beside the name, quieter: whose, on what. */
  note?: string | undefined;
  /** What it is, in a word, where it is no action. */
  kind?: string;
  keys?: readonly string[] | undefined;
  run: () => void;
}

export interface Section {
  /** Nothing over what answers a search. */
  heading: string | null;
  entries: Entry[];
}

const mostRecent = 5;

/** What the palette shows: what answers the search, and without one what was open lately and can be done here. */
export function useSections(search: string): Section[] {
  const { t } = useLingui();
  const { me } = useMine();
  const self = me.person.id;
  const people = useAll<Person>("person");
  const tasks = useTasks();
  const found = useFound(search);
  const [, navigate] = useLocation();
  const interrupt = useInterrupt();
  // As it was when the palette opened: behind it the page goes on living.
  const [commands] = useState(() => commandsNow().filter((one) => one.ready !== false && !one.keyOnly));
  const [recent] = useState(() => recentPlaces(self).filter((path) => path !== location.pathname));

  // Before the first letter is typed, every word has been taken apart.
  useEffect(() => {
    rank("warm", { commands, people, tasks, self, addWords: [], nowWords: [] });
  }, [commands, people, tasks, self]);

  return useMemo(() => {
    const byId = new Map(people.map((person) => [person.id, person]));
    const whose = (task: Task) => {
      if (task.owner_id === self) return t`My list`;
      const name = byId.get(task.owner_id)?.name ?? "";
      return name && t`${isolate(name)}’s list`;
    };
    const stateOf = (task: Task) =>
      task.status === "done" ? t`Task, done` : task.status === "canceled" ? t`Task, canceled` : t`Task`;
    const ofCommand = (command: Command): Entry => ({
      id: command.id,
      name: command.name,
      note: command.on,
      keys: command.keys,
      run: () => runCommand(command.id),
    });
    const ofPerson = (person: Person): Entry => ({
      id: `person ${person.id}`,
      name: person.name,
      note: person.title || undefined,
      kind: t`Person`,
      run: () => navigate(`/people/${person.id}`),
    });
    const ofTask = (task: Task, kind: string): Entry => ({
      id: `task ${task.id}`,
      name: task.title,
      note: whose(task),
      kind,
      run: () => navigate(`/tasks/${task.id}`),
    });
    const entryOf = (hit: Hit): Entry => {
      if (hit.kind === "command") return ofCommand(hit.command);
      if (hit.kind === "task") return ofTask(hit.task, stateOf(hit.task));
      if (hit.kind === "person") return ofPerson(hit.person);
      const { id } = hit.person;
      const name = isolate(hit.person.name);
      if (hit.kind === "interrupt")
        return {
          id: `interrupt ${id}`,
          name: t`Interrupt ${name}…`,
          run: () => void interrupt({ person: hit.person }),
        };
      return { id: `add ${id}`, name: t`Add to ${name}’s list`, run: () => navigate(`/people/${id}?add`) };
    };

    if (search.trim()) {
      const addWords = wordsOf(t`add to list task for`);
      const nowWords = wordsOf(t`interrupt now`);
      const hits = rank(search, { commands, people, tasks, self, addWords, nowWords });
      const here = new Set(tasks.map((task) => task.id));
      const more = found.filter((task) => !here.has(task.id));
      const once = new Map(hits.map((hit) => entryOf(hit)).map((entry) => [entry.id, entry]));
      return [
        { heading: null, entries: [...once.values()] },
        { heading: t`On the server`, entries: more.map((task) => ofTask(task, stateOf(task))) },
      ].filter(({ entries }) => entries.length);
    }

    const taskById = new Map(tasks.map((task) => [task.id, task]));
    const lately = recent.flatMap((path): Entry[] => {
      const id = path.split("/")[2] ?? "";
      const task = path.startsWith("/tasks/") && taskById.get(id);
      const person = path.startsWith("/people/") && byId.get(id);
      return task ? [ofTask(task, t`Task`)] : person ? [ofPerson(person)] : [];
    });
    const group = (name: Group) => commands.filter((one) => one.group === name).map(ofCommand);
    return [
      // The title once, over all that can be done to it.
      {
        heading: commands.find((one) => one.group === "task")?.on ?? t`The task`,
        entries: group("task").map((entry) => ({ ...entry, note: undefined })),
      },
      { heading: t`This page`, entries: group("here") },
      { heading: t`Lately`, entries: lately.slice(0, mostRecent) },
      { heading: t`Go to`, entries: group("go") },
      { heading: t`Everywhere`, entries: group("app") },
    ].filter(({ entries }) => entries.length);
  }, [search, people, tasks, found, commands, recent, self, navigate, interrupt, t]);
}
