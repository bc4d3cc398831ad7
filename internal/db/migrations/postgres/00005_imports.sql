-- +goose Up
-- Files of tasks that people bring in, and what became of each row.

CREATE TABLE import (
    id         TEXT NOT NULL PRIMARY KEY,
    person_id  TEXT NOT NULL REFERENCES person (id),
    -- running, done, failed
    state      TEXT NOT NULL,
    job_id     TEXT NOT NULL,
    done       BIGINT NOT NULL,
    total      BIGINT NOT NULL,
    -- the file and what is to be done with it, as JSON, until the end
    request    TEXT,
    -- why it failed
    why        TEXT NOT NULL,
    -- rows of the file with nothing in them
    blank      BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at   BIGINT
);
CREATE INDEX import_person ON import (person_id, created_at);

CREATE TABLE import_row (
    import_id TEXT NOT NULL REFERENCES import (id),
    -- counts the rows that are not empty, from 0
    n         BIGINT NOT NULL,
    report    TEXT NOT NULL,
    PRIMARY KEY (import_id, n)
);

-- How a later import of the same file finds its tasks.
CREATE INDEX task_source_key ON task (source_key) WHERE source_key IS NOT NULL;
