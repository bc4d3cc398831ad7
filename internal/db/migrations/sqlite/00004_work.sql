-- +goose Up
-- The worklist: tasks, what they wait for, and the words about them.

-- One row a person; its lock orders all writes to the list, and its version is
-- the list revision that an impact was shown for (W5).
CREATE TABLE worklist (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    version   INTEGER NOT NULL
) STRICT;

CREATE TABLE task (
    -- keeps the text index and the row together when the file is compacted
    seq               INTEGER PRIMARY KEY,
    id                TEXT NOT NULL UNIQUE,
    title             TEXT NOT NULL,
    body              TEXT NOT NULL,
    body_version      INTEGER NOT NULL,
    owner_id          TEXT NOT NULL REFERENCES person (id),
    asked_by_id       TEXT NOT NULL REFERENCES person (id),
    status            TEXT NOT NULL,
    -- 1 urgent, 2 high, 3 medium, 4 low
    level             INTEGER NOT NULL,
    -- a fractional index; none in triage and when closed
    rank              TEXT,
    due_date          TEXT,
    due_time          TEXT,
    -- set: the instant is fixed and does not follow the owner
    due_zone          TEXT,
    due_at            INTEGER,
    overdue_at        INTEGER,
    due_reason        TEXT,
    due_owner_agrees  INTEGER NOT NULL,
    due_asker_agrees  INTEGER NOT NULL,
    agreed_due_date   TEXT,
    -- words in lower case, separated by spaces
    labels            TEXT NOT NULL,
    checklist         TEXT NOT NULL,
    -- what or whom it waits for, as JSON; task_wait has the tasks too
    waiting_for       TEXT,
    outcome           TEXT,
    cancel_reason     TEXT,
    -- people whom a comment brought to the task, as a JSON array
    mention_ids       TEXT NOT NULL,
    confidential      INTEGER NOT NULL,
    source_url        TEXT,
    source_key        TEXT,
    -- a manager's move that the owner can put back (W15)
    moved             TEXT,
    -- the request that it is a part of (W10), what that asks, and the answer
    request_id        TEXT,
    request           TEXT,
    answer            TEXT,
    comment_count     INTEGER NOT NULL,
    revision          INTEGER NOT NULL,
    created_at        INTEGER NOT NULL,
    updated_at        INTEGER NOT NULL,
    started_at        INTEGER,
    done_at           INTEGER,
    -- since when its owner has it to decide, and from when that is unanswered (W4)
    triage_at         INTEGER,
    unanswered_at     INTEGER,
    -- put off by its owner until that working day, which begins then
    snoozed_until     TEXT,
    snooze_ends_at    INTEGER,
    -- the owner's question that the asker has not answered, as JSON
    question          TEXT,
    -- the open offer of another date or level, as JSON
    proposal          TEXT,
    duplicate_of_id   TEXT,
    -- owner, manager and asker were told that it is unanswered (W4)
    unanswered_told   INTEGER NOT NULL DEFAULT 0,
    -- when the last date agreed before it passed turns overdue (W8)
    promised_at       INTEGER,
    -- the last act of its owner or asker, and of its asker alone; from when on that
    -- is too long ago, how often they have kept it, and from when on the owner may
    -- let it go (W9)
    touched_at        INTEGER,
    needed_at         INTEGER,
    doubt_at          INTEGER,
    keeps             INTEGER NOT NULL DEFAULT 0,
    let_go_at         INTEGER,
    -- since when it is urgent, as last confirmed (W3)
    urgent_at         INTEGER,
    -- why a talk is proposed about it, as JSON, and with whom its owner is to talk (C7)
    talk              TEXT,
    talk_with_id      TEXT,
    -- by which rule it comes again, as JSON (W11)
    repeat            TEXT,
    -- when the clock has something to do with it, at the earliest
    wake_at           INTEGER
) STRICT;
-- The order of a worklist, and the proof that it is total (W2).
CREATE UNIQUE INDEX task_rank ON task (owner_id, level, rank) WHERE rank IS NOT NULL;
CREATE INDEX task_owner_status ON task (owner_id, status, id);
CREATE INDEX task_asked_by ON task (asked_by_id, status, id);
-- Lists across owners, in the order of the due dates, undated tasks last.
CREATE INDEX task_due ON task (coalesce(due_at, 9007199254740991), id);
CREATE INDEX task_request ON task (request_id, status) WHERE request_id IS NOT NULL;
CREATE INDEX task_done ON task (owner_id, done_at) WHERE done_at IS NOT NULL;
CREATE INDEX task_duplicate ON task (duplicate_of_id) WHERE duplicate_of_id IS NOT NULL;
CREATE INDEX task_unanswered ON task (unanswered_at) WHERE unanswered_at IS NOT NULL;
CREATE INDEX task_wake ON task (wake_at, id) WHERE wake_at IS NOT NULL;
CREATE INDEX task_doubt ON task (asked_by_id) WHERE doubt_at IS NOT NULL;
CREATE INDEX task_talk ON task (owner_id) WHERE talk IS NOT NULL;
CREATE INDEX task_talk_with ON task (talk_with_id) WHERE talk_with_id IS NOT NULL;
CREATE UNIQUE INDEX task_source ON task (owner_id, asked_by_id, source_key) WHERE source_key IS NOT NULL;

-- Which tasks a task waits for; never a circle (W12).
CREATE TABLE task_wait (
    task_id      TEXT NOT NULL REFERENCES task (id),
    waits_for_id TEXT NOT NULL REFERENCES task (id),
    PRIMARY KEY (task_id, waits_for_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_wait_for ON task_wait (waits_for_id);

CREATE TABLE comment (
    id         TEXT NOT NULL PRIMARY KEY,
    task_id    TEXT NOT NULL REFERENCES task (id),
    author_id  TEXT NOT NULL REFERENCES person (id),
    body       TEXT NOT NULL,
    mentions   TEXT NOT NULL,
    deleted    INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX comment_task ON comment (task_id, id);

CREATE VIRTUAL TABLE task_text USING fts5 (
    title, body, content = 'task', content_rowid = 'seq', tokenize = 'unicode61 remove_diacritics 2'
);
-- +goose StatementBegin
CREATE TRIGGER task_text_insert AFTER INSERT ON task BEGIN
    INSERT INTO task_text (rowid, title, body) VALUES (new.seq, new.title, new.body);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER task_text_update AFTER UPDATE OF title, body ON task BEGIN
    INSERT INTO task_text (task_text, rowid, title, body) VALUES ('delete', old.seq, old.title, old.body);
    INSERT INTO task_text (rowid, title, body) VALUES (new.seq, new.title, new.body);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER task_text_delete AFTER DELETE ON task BEGIN
    INSERT INTO task_text (task_text, rowid, title, body) VALUES ('delete', old.seq, old.title, old.body);
END;
-- +goose StatementEnd
