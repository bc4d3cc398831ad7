-- +goose Up
-- Requests: one ask to one or many people (W10). What it is to each of them is
-- a task; here is what was asked, and whom.

CREATE TABLE request (
    id             TEXT NOT NULL PRIMARY KEY,
    asked_by_id    TEXT NOT NULL REFERENCES person (id),
    title          TEXT NOT NULL,
    why            TEXT NOT NULL,
    body           TEXT NOT NULL,
    -- done, seen, text, link, number, choice
    kind           TEXT NOT NULL,
    -- a JSON array
    choices        TEXT NOT NULL,
    -- a local date of each one's own zone
    due_date       TEXT,
    due_time       TEXT,
    level          TEXT NOT NULL,
    -- those who are asked see all answers
    open           INTEGER NOT NULL,
    -- so many answers are enough; 0: all
    enough         INTEGER NOT NULL,
    -- who comes into what was named until it is due is asked too
    late_joiners   INTEGER NOT NULL,
    -- whom was named, as JSON: people, teams, the reporting line
    targets        TEXT NOT NULL,
    -- a JSON array: the ids of those of them who have no row of their own yet
    unlisted       TEXT NOT NULL DEFAULT '[]',
    -- sending, open, closing, closed
    state          TEXT NOT NULL,
    -- why it ended: enough, withdrawn
    ended          TEXT,
    -- the task that it was passed on from
    parent_task_id TEXT,
    asked          INTEGER NOT NULL,
    -- when to look whether the asker is to be told what came of it; null: there is
    -- no date, or they have been told
    sum_up_at      INTEGER,
    summed_up      INTEGER NOT NULL,
    revision       INTEGER NOT NULL,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX request_asked_by ON request (asked_by_id, id);
CREATE INDEX request_sum_up ON request (sum_up_at) WHERE sum_up_at IS NOT NULL;
CREATE INDEX request_parent ON request (parent_task_id) WHERE parent_task_id IS NOT NULL;
CREATE INDEX request_joiners ON request (id) WHERE late_joiners AND state IN ('open', 'sending');

CREATE TABLE request_person (
    request_id     TEXT NOT NULL REFERENCES request (id),
    person_id      TEXT NOT NULL REFERENCES person (id),
    -- as it is in lists; names change, the order of this one need not
    sort_name      TEXT NOT NULL,
    task_id        TEXT NOT NULL,
    -- the task is on their list
    sent           INTEGER NOT NULL,
    -- the working day of theirs for which the asker last asked how it stands
    state_asked_on TEXT,
    PRIMARY KEY (request_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_person_task ON request_person (task_id);
CREATE INDEX request_person_order ON request_person (request_id, sort_name, person_id);
-- Whose tasks are still to be made.
CREATE INDEX request_person_unsent ON request_person (request_id, sort_name, person_id) WHERE NOT sent;
