// A small in-memory server of the API's contract, to look at the web app apart from the real one.
import { randomUUID } from "node:crypto";
import { seed } from "./fake-company.mjs";

const levels = ["urgent", "high", "medium", "low"];
const capacity = { urgent: 1, high: 3 };
const zone = "Europe/Lisbon";
const week = Object.fromEntries(
  ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day, at) => [
    day,
    at < 5 ? [{ start: "09:00", end: "17:30" }] : [],
  ]),
);

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A fraction between two; null is one. */
function midway(low, high) {
  for (let at = 0, mid = ""; ; at++) {
    const a = digits.indexOf(low[at] ?? "0");
    const b = high === null ? digits.length : digits.indexOf(high[at] ?? "0");
    if (b - a > 1) return mid + digits[(a + b) >> 1];
    mid += digits[a];
    if (a < b) high = null;
  }
}

export function fakeApi({ empty = false } = {}) {
  const state = {
    revision: 0,
    needed: empty,
    tasks: new Map(),
    people: new Map(),
    comments: [],
    history: [],
    answers: new Map(),
  };
  const sessions = new Map();
  const pokes = new Set();
  const bump = () => {
    for (const poke of pokes) poke();
    return ++state.revision;
  };
  const now = () => new Date().toISOString();
  const inDays = (days) => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10);

  const person = (id, name, email, title, manager_id, time_zone = zone, role = "member") => {
    state.people.set(id, {
      id,
      name,
      email,
      title,
      role,
      time_zone,
      working_hours: week,
      focus: [],
      holiday_region: "PT",
      how_to_work: "",
      how_to_work_version: 1,
      manager_id,
      team_ids: [],
      active: true,
      revision: bump(),
      created_at: now(),
      updated_at: now(),
    });
  };
  const task = (id, title, more = {}) => {
    const made = {
      id,
      title,
      body: "",
      body_version: 1,
      owner_id: "ana",
      asked_by_id: "ana",
      status: "todo",
      level: "medium",
      rank: `a0${state.tasks.size.toString(36).padStart(3, "0")}1`,
      due_date: null,
      due_time: null,
      due_zone: null,
      due_at: null,
      overdue_at: null,
      due_reason: null,
      agreed_due_date: null,
      labels: [],
      checklist: [],
      waiting_for: null,
      outcome: null,
      cancel_reason: null,
      confidential: false,
      source_url: null,
      source_key: null,
      moved: null,
      comment_count: 0,
      revision: bump(),
      created_at: now(),
      updated_at: now(),
      started_at: null,
      done_at: null,
      ...more,
    };
    state.tasks.set(id, made);
    return made;
  };
  const tell = (id, actor_id, verb, sentence) =>
    state.history.unshift({ task: id, revision: state.revision, on: inDays(0), actor_id, verb, sentence });

  if (!empty) seed({ state, person, task, tell, inDays, now });

  const workspace = () => ({
    name: state.workspace ?? "Estrela",
    visibility: "line",
    urgent_slots: 1,
    high_slots: 3,
    revision: 1,
  });
  const reports = (id) => [...state.people.values()].filter((p) => p.manager_id === id).map((p) => p.id);
  const me = (id) => ({
    person: state.people.get(id),
    workspace: workspace(),
    reports: reports(id),
    token_scopes: null,
  });
  const problem = (status, code, detail, details) => ({
    status,
    body: { type: "about:blank", title: code, status, detail, code, errors: [], details },
  });
  const ok = (body, status = 200) => ({ status, body });
  const list = (items) => ok({ items, next_cursor: null });
  const sorted = (owner) =>
    [...state.tasks.values()]
      .filter((t) => t.owner_id === owner && ["todo", "in_progress", "blocked"].includes(t.status))
      .sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || (a.rank < b.rank ? -1 : 1));
  const held = (self, t) => [self, ...reports(self)].includes(t.owner_id);
  const save = (t, patch) => {
    Object.assign(t, patch, { revision: bump(), updated_at: now() });
    return ok({ ...t, notices: [] });
  };
  // One row is written, as the real server does: all ranks here are "a0" and a fraction.
  const place = (t, level, { before_id, after_id }) => {
    const others = sorted(t.owner_id).filter((o) => o.level === level && o.id !== t.id);
    let at = others.findIndex((o) => o.id === before_id);
    if (at < 0) at = others.findIndex((o) => o.id === after_id) + 1 || others.length;
    const fraction = (o, end) => (o ? o.rank.slice(2) : end);
    t.rank = `a0${midway(fraction(others[at - 1], ""), fraction(others[at], null))}`;
  };
  const full = (t, level, down = []) => {
    const there = sorted(t.owner_id).filter(
      (o) => o.level === level && o.status !== "blocked" && o.id !== t.id && !down.includes(o.id),
    );
    return capacity[level] !== undefined && there.length >= capacity[level] ? there : null;
  };

  function act(self, t, verb, body) {
    switch (verb) {
      case "move":
      case "accept": {
        const level = body.level ?? t.level;
        const there = full(t, level, body.step_down_ids);
        if (there)
          return problem(409, "slot_full", `${level} is full`, {
            occupants: there.map(({ id, title }) => ({ id, title })),
          });
        for (const id of body.step_down_ids ?? []) {
          const down = state.tasks.get(id);
          const below = levels[levels.indexOf(down.level) + 1];
          place(down, below, { before_id: sorted(t.owner_id).find((o) => o.level === below)?.id });
          save(down, { level: below });
        }
        place(t, level, body);
        const moved =
          self !== t.owner_id && body.reason
            ? { by_id: self, reason: body.reason, at: now(), level: t.level, after_id: null }
            : t.moved;
        return save(t, { level, moved, ...(verb === "accept" ? { status: "todo" } : {}) });
      }
      case "decline":
        return save(t, { status: "canceled", cancel_reason: "declined" });
      case "start":
        return save(t, { status: "in_progress" });
      case "stop":
      case "unblock":
        return save(t, { status: "todo", waiting_for: null });
      case "block":
        return save(t, { status: "blocked", waiting_for: body.waiting_for });
      case "complete":
        return save(t, { status: "done", rank: null, outcome: body.outcome ?? null });
      case "cancel":
        return save(t, { status: "canceled", rank: null, cancel_reason: body.reason });
      case "reopen":
        place(t, t.level, {});
        return save(t, { status: "todo", outcome: null, cancel_reason: null });
      case "put-back":
        place(t, t.moved.level, {});
        return save(t, { level: t.moved.level, moved: null });
      default:
        return problem(404, "not_found", "no such act");
    }
  }

  function parse(text, self) {
    return text
      .split("\n")
      .filter(Boolean)
      .map((line) => {
        const understood = [];
        let title = line,
          level = "medium",
          due_date = null,
          due_time = null;
        const take = (pattern, read) => {
          const found = title.match(pattern);
          if (found) {
            title = title.replace(found[0], " ");
            read(found);
          }
        };
        take(/\s(urgent|high|medium|low)\b/, ([text, word]) => {
          level = word;
          understood.push({ text, kind: "level", meaning: word[0].toUpperCase() + word.slice(1) });
        });
        take(/\s(?:by )?(today|tomorrow|fri)\b(?: (\d+)pm)?/, ([text, day, hour]) => {
          due_date = inDays(day === "today" ? 0 : day === "tomorrow" ? 1 : (5 - new Date().getDay() + 7) % 7);
          if (hour) due_time = `${12 + Number(hour)}:00`;
          understood.push({
            text,
            kind: "due",
            meaning: `due ${day === "fri" ? "Friday" : day}${due_time ? ` ${due_time}` : ""}`,
          });
        });
        const labels = [];
        take(/\s#(\w+)/, ([text, label]) => {
          labels.push(label);
          understood.push({ text, kind: "label", meaning: `#${label}` });
        });
        return {
          title: title.replace(/\s+/g, " ").trim(),
          level,
          due_date,
          due_time,
          due_zone: null,
          labels,
          owner_id: self,
          mention_ids: [],
          source_url: null,
          understood,
          problems: [],
        };
      });
  }

  function changes(self, query) {
    const since = Number(query.get("since"));
    const scope = (t) => [`worklist:${t.owner_id}`];
    const items = [
      ...[...state.people.values()].map((o) => ({
        kind: "person",
        id: o.id,
        op: "put",
        revision: o.revision,
        scopes: ["workspace"],
        object: o,
      })),
      ...[...state.tasks.values()]
        .filter((t) => held(self, t))
        .map((o) => ({
          kind: "task",
          id: o.id,
          op: o.deleted ? "gone" : "put",
          revision: o.revision,
          scopes: scope(o),
          object: o.deleted ? null : o,
        })),
    ]
      .filter((item) => item.revision > since)
      .sort((a, b) => a.revision - b.revision);
    return ok({ revision: items.at(-1)?.revision ?? since, items, more: false });
  }

  function html(text) {
    return `<p>${text
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>")
      .replace(/\n\n- /g, "</p><ul><li>")
      .replace(/\n- /g, "</li><li>")}`;
  }

  /** `self` is who is logged in, or null. */
  function handle(method, path, body, self) {
    const url = new URL(path, "http://fake");
    const parts = url.pathname.replace("/api/v1/", "").split("/");
    const [noun, id, verb] = parts;
    if (noun === "setup" && method === "GET") return ok({ needed: state.needed });
    if (noun === "setup") {
      state.needed = false;
      state.workspace = body.workspace;
      person("me", body.name, body.email, "", null, body.time_zone, "owner");
      return { ...ok(me("me"), 201), login: "me" };
    }
    if (noun === "session" && method === "POST") {
      const found = [...state.people.values()].find((p) => p.email === body.email);
      if (!found || body.password === "wrong")
        return problem(401, "bad_credentials", "Email and password do not match.");
      return { ...ok(me(found.id), 201), login: found.id };
    }
    if (noun === "invitations" && id === "open")
      return ok({ workspace: workspace().name, name: "Maya", email: "maya@example.com" });
    if (noun === "invitations" && id === "accept") {
      person("maya", body.name, "maya@example.com", "", "ben", body.time_zone);
      return { ...ok(me("maya"), 201), login: "maya" };
    }
    if (noun === "password-resets" && id === "use") return ok(null, 204);
    if (!self) return problem(401, "unauthenticated", "Log in first.");
    if (noun === "session") return { ...ok(null, 204), logout: true };
    if (noun === "me" && id === "password") return ok(null, 204);
    if (noun === "me") return ok(me(self));
    if (noun === "changes") return changes(self, url.searchParams);
    if (noun === "batch")
      return ok({ results: body.operations.map((o) => ({ key: o.key, ...once(o, self) })) });
    if (noun === "invitations")
      return ok(
        {
          id: randomUUID(),
          email: body.email,
          name: body.name,
          link: "https://cairn.example.com/join#b7Qm2x9T4vJkD1sWcR8yLz",
          expires_at: now(),
          created_at: now(),
        },
        201,
      );
    if (noun === "people" && verb === "worklist") return list(sorted(id));
    if (noun !== "tasks") return problem(404, "not_found", "No such thing.");
    if (id === "parse") return list(parse(body.text, body.owner_id ?? self));
    if (!id && method === "POST") {
      const owner = body.owner_id ?? self;
      const straight = owner === self || reports(self).includes(owner);
      const t = task(body.id ?? randomUUID(), body.title, {
        owner_id: owner,
        asked_by_id: self,
        level: body.level ?? "medium",
        status: straight ? "todo" : "triage",
        due_date: body.due_date ?? null,
        due_time: body.due_time ?? null,
        labels: body.labels ?? [],
      });
      const done = straight ? act(self, t, "move", body) : ok(t);
      if (done.status === 409 && body.on_full === "lower") t.level = "medium";
      tell(t.id, self, "created", `${state.people.get(self).name.split(" ")[0]} added this`);
      if (done.status !== 409 || body.on_full === "lower") return ok(t, 201);
      state.tasks.delete(t.id);
      return done;
    }
    const t = state.tasks.get(id);
    if (!t || t.deleted) return problem(404, "not_found", "There is no such task.");
    if (verb === "comments" && method === "GET") return list(state.comments.filter((c) => c.task_id === id));
    if (verb === "comments") {
      const comment = {
        id: body.id ?? randomUUID(),
        task_id: id,
        author_id: self,
        body: body.body,
        body_html: html(body.body),
        mention_ids: [],
        on: inDays(0),
        created_at: now(),
        revision: bump(),
      };
      state.comments.push(comment);
      save(t, { comment_count: t.comment_count + 1 });
      return ok(comment, 201);
    }
    if (verb === "history") return list(state.history.filter((h) => h.task === id));
    if (method === "GET") return ok({ ...t, body_html: html(t.body) });
    if (method === "DELETE") {
      save(t, { deleted: true });
      return ok(null, 204);
    }
    if (method === "PATCH") {
      if ("body" in body && body.body_version !== t.body_version)
        return problem(409, "edit_conflict", "These words were changed meanwhile.", {
          body: t.body,
          body_version: t.body_version,
        });
      if ("body" in body) return save(t, { body: body.body, body_version: t.body_version + 1 });
      return save(t, body);
    }
    return act(self, t, verb, body ?? {});
  }

  function once({ key, method, path, body }, self) {
    const known = state.answers.get(key);
    if (known) return known;
    const { status, body: answer } = handle(method, path, body, self);
    state.answers.set(key, { status, body: answer });
    return { status, body: structuredClone(answer) };
  }

  return { handle, sessions, pokes, state, act };
}
