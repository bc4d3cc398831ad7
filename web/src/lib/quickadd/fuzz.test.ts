import { expect, test } from "vitest";
import { seeded } from "../../../test/fake/random";
import { directory } from "./people";
import { maxLineBytes, maxLines, parse, type Setting } from "./quickadd";
import { inUtf16 } from "./utf16";

const people = [
  { id: "me", name: "Mia Berg", email: "mia@example.com" },
  { id: "ana", name: "Ana Silva", email: "ana.silva@example.com" },
  { id: "joao", name: "João Costa", email: "jcosta@example.com" },
  { id: "sam1", name: "Sam Lee", email: "sam.lee@example.com" },
  { id: "sam2", name: "Sam Ortiz", email: "sam.ortiz@example.com" },
];

const setting: Setting = {
  ownerId: "me",
  resolve: directory(people),
  calendar: (id) => ({
    now: () => ({ date: "2026-11-25", time: "10:00" }),
    isWorkingDay: (date) => id !== "joao" && new Date(date).getUTCDay() % 6 !== 0,
  }),
};

const codePoints = (text: string) => Array.from(text.replace(/\p{Surrogate}/gu, "\uFFFD"));

/** What is wrong with how a text was read, of all that is true of any text; "" for nothing. */
function faultIn(text: string): string {
  const drafts = parse(text, setting);
  if (drafts.length > maxLines + 1) return "too many drafts";
  const all = codePoints(text);
  let line = 0;
  let reached = 0;
  for (const draft of drafts) {
    if (draft.line <= line) return "lines out of order";
    line = draft.line;
    if (draft.title.trim() === "" && draft.problems.length === 0) return "no title and no problem";
    if (/[\p{Cc}\p{Surrogate}]/u.test(draft.title)) return `title ${JSON.stringify(draft.title)}`;
    if (draft.source_url === "" && !isSubsequence(draft.title, all)) return `invented in ${draft.title}`;
    if (!/^(\d{4}-\d\d-\d\d)?$/.test(draft.due_date)) return `date ${draft.due_date}`;
    if (!/^(([01]\d|2[0-3]):[0-5]\d)?$/.test(draft.due_time)) return `time ${draft.due_time}`;
    if (draft.repeat !== "" && (draft.due_date === "" || draft.no_date))
      return `${draft.repeat} without a date`;
    const shown = inUtf16(text, draft.understood).map((s) => codePoints(text.slice(s.start, s.end)).join(""));
    for (const [i, span] of draft.understood.entries()) {
      const { start, end } = span;
      const inside = reached <= start && start < end && end <= all.length;
      if (!inside || all.slice(start, end).join("") !== span.text || shown[i] !== span.text) {
        return `span ${JSON.stringify(span)}`;
      }
      reached = end;
    }
  }
  return "";
}

/** A title never has a letter that the text had not. */
function isSubsequence(title: string, all: string[]): boolean {
  let from = 0;
  for (const c of title.replaceAll(" ", "")) {
    const at = all.indexOf(c, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}

function check(text: string): void {
  const fault = faultIn(text);
  if (fault) expect.fail(`${JSON.stringify(text)}: ${fault}`);
}

const vocabulary = (
  "plan the doc by due on until at for in next this end of day week month year fri mon dec 1 3 1st 15th 31st 2026-12-01 " +
  "12/1 3pm 3 p.m. 15:00 noon eod eow today tomorrow no date high low !urgent priority #a #Größe @ana @João @zoe @sam " +
  'working days workday every each other weekday last first till a two and is , : - — . "x " “x ” https://e.com/a https://e.com/%zz http://[::1]/ [x] 1. • 🚀 \ud800 e\u0301 \x07 \n \r'
).split(" ");

/** Far more than is needed, for a machine that does much else. */
const patienceMs = 60_000;

function picker(seed: number) {
  const random = seeded(seed);
  const below = (n: number) => Math.floor(random() * n);
  return { random, below, pick: (list: readonly string[]) => list[below(list.length)] ?? "" };
}

test("5,000 lines of the grammar's own words, in any order", { timeout: patienceMs }, () => {
  const { below, pick } = picker(11);
  for (let i = 0; i < 5_000; i++) {
    check(Array.from({ length: 1 + below(14) }, () => pick(vocabulary)).join(" "));
  }
});

test("5,000 texts of any characters", { timeout: patienceMs }, () => {
  const { random, below, pick } = picker(12);
  const signs = Array.from('ab1 @#!".,:-/[]\n\r\t\u00a0İΣ🚀“”\ud83d\ude80');
  for (let i = 0; i < 5_000; i++) {
    const units = Array.from({ length: below(40) }, () =>
      random() < 0.8 ? pick(signs) : String.fromCharCode(below(0x10000)),
    );
    check(units.join(""));
  }
});

test("what nothing was understood of is read the same again", { timeout: patienceMs }, () => {
  const { below, pick } = picker(13);
  let plain = 0;
  for (let i = 0; i < 5_000; i++) {
    const text = `plan ${Array.from({ length: 1 + below(4) }, () => pick(vocabulary)).join(" ")}`;
    const [first] = parse(text, setting);
    if (!first || first.understood.length > 0 || first.problems.length > 0) continue;
    plain += 1;
    const again = parse(first.title, setting);
    if (again.length !== 1 || again[0]?.title !== first.title) expect.fail(JSON.stringify(text));
  }
  expect(plain).toBeGreaterThan(500);
});

test("a paste has its limits, and the rest is read", () => {
  const drafts = parse("plan by fri\n".repeat(maxLines + 3), setting);
  expect(drafts).toHaveLength(maxLines + 1);
  expect(drafts[maxLines - 1]?.due_date).toBe("2026-11-27");
  expect(drafts.at(-1)).toMatchObject({ line: maxLines + 1, title: "" });
  expect(drafts.at(-1)?.problems[0]?.message).toBe(
    "Only the first 200 lines were read. Paste the other 3 afterwards.",
  );
  const [long, next] = parse(`${"é".repeat(maxLineBytes / 2 + 1)}\nplan`, setting);
  expect(long?.problems[0]?.message).toMatch(/^This line has 2002 bytes, and 2000 is the most\./);
  expect(next?.title).toBe("plan");
});

test("positions in UTF-16 point at the same words", () => {
  const text = "emoji 🚀🚀 by fri #ship";
  const [draft] = parse(text, setting);
  const spans = draft?.understood ?? [];
  expect(spans.map(({ start, end }) => [start, end])).toEqual([
    [9, 15],
    [16, 21],
  ]);
  expect(inUtf16(text, spans).map(({ start, end }) => text.slice(start, end))).toEqual(["by fri", "#ship"]);
});
