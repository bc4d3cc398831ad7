-- +goose Up
-- Files of tasks that people bring in, and what became of each row.

CREATE TABLE import (
    id         TEXT NOT NULL PRIMARY KEY,
    person_id  TEXT NOT NULL REFERENCES person (id),
    -- running, done, failed
    state      TEXT NOT NULL,
    job_id     TEXT NOT NULL,
    done       INTEGER NOT NULL,
    total      INTEGER NOT NULL,
    -- the file and what is to be done with it, as JSON, until the end
    request    TEXT,
    -- why it failed
    why        TEXT NOT NULL,
    -- rows of the file with nothing in them
    blank      INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at   INTEGER
) STRICT;
CREATE INDEX import_person ON import (person_id, created_at);

CREATE TABLE import_row (
    import_id TEXT NOT NULL REFERENCES import (id),
    -- counts the rows that are not empty, from 0
    n         INTEGER NOT NULL,
    report    TEXT NOT NULL,
    PRIMARY KEY (import_id, n)
) STRICT, WITHOUT ROWID;

-- How a later import of the same file finds its tasks.
CREATE INDEX task_source_key ON task (source_key) WHERE source_key IS NOT NULL;
