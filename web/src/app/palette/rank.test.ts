import { describe, expect, test } from "vitest";
import type { Command } from "../../data/commands";
import type { Person, Task } from "../../types";
import { type Hit, rank } from "./rank";

const command = (name: string, also?: string): Command => ({
  id: name,
  name,
  also,
  group: "app",
  run: () => {},
});
const person = (name: string, more: Partial<Person> = {}) =>
  ({ id: name, name, title: "", email: "", active: true, ...more }) as Person;
const task = (title: string, more: Partial<Task> = {}) =>
  ({ id: title, title, labels: [], status: "todo", ...more }) as unknown as Task;

const commands = [command("Done"), command("Dark", "theme"), command("Invite somebody", "add person")];
const people = [
  person("Ana Sousa", { email: "asousa@harbour.example" }),
  person("Ben Okafor"),
  person("Dora Gone", { active: false }),
  person("Me Myself"),
];
const tasks = [
  task("Analyse the churn", { status: "done" }),
  task("Analyse the market"),
  task("Call Ana about the done deal"),
];

const words = (hit: Hit): string =>
  hit.kind === "command"
    ? hit.command.name
    : hit.kind === "task"
      ? hit.task.title
      : `${hit.kind} ${hit.person.name}`;
const search = (typed: string) =>
  rank(typed, {
    commands,
    people,
    tasks,
    self: "Me Myself",
    addWords: ["add", "to", "list"],
    nowWords: ["interrupt", "now"],
  }).map(words);

describe("the palette answers", () => {
  test("a name with the person first, then their list, then the work", () => {
    expect(search("ana").slice(0, 2)).toEqual(["person Ana Sousa", "add Ana Sousa"]);
    expect(search("ana")).toContain("Call Ana about the done deal");
  });

  test("what is open before what has ended", () => {
    expect(search("analyse")).toEqual(["Analyse the market", "Analyse the churn"]);
  });

  test("an action before a task that has its word", () => {
    expect(search("done")[0]).toBe("Done");
  });

  test("a person by their address, and nobody by its domain", () => {
    expect(search("asousa@harbour.example")[0]).toBe("person Ana Sousa");
    expect(search("harbour")).toEqual([]);
  });

  test("an action by another word for it", () => expect(search("theme")).toEqual(["Dark"]));

  test("“add” and a name with the line of their list", () => {
    expect(search("add ben")).toEqual(["add Ben Okafor"]);
  });

  test("“interrupt” and a name with that", () => {
    expect(search("interr ben")).toEqual(["interrupt Ben Okafor"]);
  });

  test("nobody who has left, and not oneself", () => {
    expect(search("dora")).toEqual([]);
    expect(search("myself")).toEqual([]);
  });
});
