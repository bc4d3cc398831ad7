-- +goose Up
-- The ground under every noun: the workspace, the revision counter, the
-- activity log, the scopes with who reads them, idempotency keys, jobs.

CREATE TABLE workspace (
    id           INTEGER  NOT NULL PRIMARY KEY CHECK (id = 1),
    name         TEXT  NOT NULL,
    -- how far a worklist is read: 0 pair, 1 line, 2 team, 3 workspace
    visibility   INTEGER  NOT NULL,
    urgent_slots INTEGER  NOT NULL,
    high_slots   INTEGER  NOT NULL,
    -- where emergencies go, in a line that everybody reads
    emergencies  TEXT  NOT NULL DEFAULT '',
    -- what counts as an interruption here, in a line that everybody reads
    interruptions TEXT NOT NULL DEFAULT '',
    -- when digests come to who has chosen nothing
    digest_hour  TEXT NOT NULL DEFAULT '09:00',
    -- the working days after which silence about an ask is told (W4)
    answer_days  INTEGER NOT NULL DEFAULT 3,
    -- the zone data with which the stored due instants were computed
    zone_data    TEXT NOT NULL DEFAULT '',
    -- whether this is the demo company
    demo         INTEGER NOT NULL DEFAULT 0,
    -- the revision of the last change of visibility
    feed_floor   INTEGER  NOT NULL DEFAULT 0,
    revision     INTEGER  NOT NULL,
    created_at   INTEGER  NOT NULL,
    updated_at   INTEGER  NOT NULL
) STRICT;

-- One row. Its lock is taken last in every write, so revisions are in the
-- order of the commits.
CREATE TABLE counter (
    id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL,
    -- This database's own, told to nobody: without it a mark of the feed says nothing of its act.
    salt     TEXT NOT NULL
) STRICT;
INSERT INTO counter (id, revision, salt) VALUES (1, 0, lower(hex(randomblob(32))));

-- What happened, in order; identifiers and codes, never free text.
CREATE TABLE activity (
    revision  INTEGER NOT NULL PRIMARY KEY,
    at        INTEGER NOT NULL,
    actor_id  TEXT NOT NULL,
    verb      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    object_id TEXT NOT NULL,
    -- the person whom an act of administration concerns
    about_id  TEXT,
    data      TEXT
) STRICT;
CREATE INDEX activity_object ON activity (object_id, revision);
CREATE INDEX activity_about ON activity (about_id, revision) WHERE about_id IS NOT NULL;

-- In which scopes each object is, or was: the change feed of every scope.
CREATE TABLE object_scope (
    kind     TEXT NOT NULL,
    id       TEXT NOT NULL,
    scope    TEXT NOT NULL,
    revision INTEGER NOT NULL,
    -- in, left (moved to other scopes), gone (deleted)
    state    TEXT NOT NULL,
    PRIMARY KEY (kind, id, scope)
) STRICT, WITHOUT ROWID;
CREATE INDEX object_scope_feed ON object_scope (scope, revision);

-- Which groups read a scope, and from which visibility of the workspace on.
CREATE TABLE audience (
    scope    TEXT NOT NULL,
    grp      TEXT NOT NULL,
    breadth  INTEGER NOT NULL,
    active   INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (scope, grp)
) STRICT, WITHOUT ROWID;
CREATE INDEX audience_grp ON audience (grp, breadth);
CREATE INDEX audience_revision ON audience (revision);

-- Who is in a group. Ended memberships stay, so that the feed can tell of them.
CREATE TABLE member (
    grp       TEXT NOT NULL,
    person_id TEXT NOT NULL,
    active    INTEGER NOT NULL,
    revision  INTEGER NOT NULL,
    PRIMARY KEY (grp, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_person ON member (person_id, revision);

-- What was answered to a write that named a key (rule W14).
CREATE TABLE idempotency (
    person_id  TEXT NOT NULL,
    key        TEXT NOT NULL,
    hash       TEXT NOT NULL,
    -- the code of a refusal; empty when the write was done
    code       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    object_id  TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (person_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_age ON idempotency (created_at);

-- Work to be done after the write that caused it, by any node.
CREATE TABLE job (
    id          TEXT NOT NULL PRIMARY KEY,
    kind        TEXT NOT NULL,
    -- at most one waiting job of a kind has the same key
    unique_key  TEXT,
    payload     TEXT NOT NULL,
    -- waiting, running, done, dead
    state       TEXT NOT NULL,
    run_at      INTEGER NOT NULL,
    -- counts the leases; a worker's writes name the attempt they belong to
    attempt     INTEGER NOT NULL,
    lease_until INTEGER,
    -- since the job last got on
    failures    INTEGER NOT NULL,
    last_error  TEXT,
    -- how much of it is done, for whoever waits for it
    steps_done  INTEGER NOT NULL,
    steps       INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    ended_at    INTEGER
) STRICT;
CREATE UNIQUE INDEX job_unique ON job (kind, unique_key) WHERE unique_key IS NOT NULL AND state = 'waiting';
CREATE INDEX job_due ON job (run_at, id) WHERE state IN ('waiting', 'running');
CREATE INDEX job_ended ON job (ended_at) WHERE ended_at IS NOT NULL;

-- What the clock was to do and could not, until when it is left alone.
CREATE TABLE setback (
    -- tasks, digests, requests
    work     TEXT NOT NULL,
    id       TEXT NOT NULL,
    -- in a row
    failures INTEGER NOT NULL,
    again_at INTEGER NOT NULL,
    PRIMARY KEY (work, id)
) STRICT, WITHOUT ROWID;
