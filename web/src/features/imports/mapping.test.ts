import { describe, expect, it } from "vitest";
import { readSheet } from "../../lib/csv";
import type { Person } from "../../types";
import { foundBy, guess, ownerMapCsv, ownersIn, proposed } from "./mapping";

describe("columns", () => {
  it("are guessed by their names", () => {
    expect(guess(["ID", "Task name", "Assignee", "Due Date", "Due Time (UTC)", "Priority"])).toEqual({
      title: "Task name",
      owner: "Assignee",
      due: "Due Date",
      due_time: "Due Time (UTC)",
      level: "Priority",
    });
  });

  it("leave a time without a date", () => {
    expect(guess(["What", "Time"]).due_time).toBe("");
  });
});

describe("owners", () => {
  const person = (id: string, name: string, email: string) => ({ id, name, email, active: true }) as Person;
  const people = [
    person("1", "Ana Sousa", "ana@example.com"),
    person("2", "Ben Okafor", "ben@example.com"),
    person("3", "Ana Lima", "lima@example.com"),
  ];

  it("are counted, whatever their case", () => {
    const sheet = readSheet("t,o\na,Ben\nb,ben \nc,Ana\n");
    expect(ownersIn(sheet, "o")).toEqual([
      { text: "Ben", rows: 2 },
      { text: "Ana", rows: 1 },
    ]);
  });

  it("are found by address or full name, in parts too", () => {
    expect(foundBy("ANA@example.com", people)?.id).toBe("1");
    expect(foundBy("QA / Ben Okafor", people)?.id).toBe("2");
    expect(foundBy("Ben", people)).toBeUndefined();
  });

  it("are proposed by a first name that one person has", () => {
    expect(proposed("Ben", people)?.id).toBe("2");
    expect(proposed("Ana", people)).toBeUndefined();
  });

  it("become a map with every field in quotation marks", () => {
    expect(ownerMapCsv(new Map([['Ben "B", QA', "2"]]), people)).toBe(
      'owner,email\n"Ben ""B"", QA","ben@example.com"\n',
    );
  });
});
