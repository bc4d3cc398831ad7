import type { Mutators } from "../../src/replica/types";
import type { Note } from "./server";

function change(id: string, patch: (note: Note) => Partial<Note>) {
  return (rows: Parameters<Mutators[string]["apply"]>[0]) => {
    const note = rows.get<Note>("note", id);
    if (note) rows.put("note", id, { ...note, ...patch(note) });
  };
}

const answered = (answer: unknown) => {
  const note = answer as (Note & { revision: number }) | null;
  if (!note) return [];
  return [{ kind: "note", id: note.id, revision: note.revision, object: note }];
};

/** The writes of the test's domain. `append` tells how often and in what order writes were applied. */
export const notes: Mutators = {
  create: {
    makes: true,
    apply(rows, { id, title }) {
      if (rows.get("note", id)) return;
      rows.put("note", id, { id, title, body: "", body_version: 1, marks: [], scope: "mine" });
    },
    request: (input) => ({ method: "POST", path: "/notes", body: input }),
    rows: answered,
  },
  append: {
    apply: (rows, { id, mark }) =>
      change(id, ({ marks }) => ({ marks: marks.includes(mark) ? marks : [...marks, mark] }))(rows),
    request: ({ id, mark }) => ({ method: "POST", path: `/notes/${id}/marks`, body: { mark } }),
    rows: answered,
  },
  rename: {
    apply: (rows, { id, title }) => change(id, () => ({ title }))(rows),
    request: ({ id, title }) => ({ method: "PATCH", path: `/notes/${id}`, body: { title } }),
    rows: answered,
  },
  write: {
    apply: (rows, { id, body }) => change(id, () => ({ body }))(rows),
    request: ({ id, body }, version) => ({
      method: "PATCH",
      path: `/notes/${id}`,
      body: { body, body_version: version },
    }),
    rows: answered,
    text: {
      of: ({ id }) => `note ${id}`,
      merge: (_earlier, later) => later,
      version: (answer) => (answer as Note).body_version,
    },
  },
  remove: {
    apply: (rows, { id }) => rows.drop("note", id),
    request: ({ id }) => ({ method: "DELETE", path: `/notes/${id}` }),
    rows: (_answer, { id }) => [{ kind: "note", id, revision: Number.MAX_SAFE_INTEGER, object: null }],
  },
};
