-- +goose Up
-- Word of things: what people are told, when, and what may interrupt them.

-- One thing that one person is to be told. Its sequence is a revision, so it is
-- in the order of the commits.
CREATE TABLE notification (
    seq        BIGINT NOT NULL PRIMARY KEY,
    person_id  TEXT NOT NULL REFERENCES person (id),
    -- empty: Cairn itself
    actor_id   TEXT NOT NULL,
    code       TEXT NOT NULL,
    -- decide, changed, good_to_know
    section    TEXT NOT NULL,
    kind       TEXT NOT NULL,
    object_id  TEXT NOT NULL,
    -- what it folds under
    thread     TEXT NOT NULL,
    -- identifiers and codes; never free text
    data       TEXT,
    -- digest, quiet; and the rule that decided (N1)
    lane       TEXT NOT NULL,
    rule       TEXT NOT NULL,
    -- until when it must be decided
    decide_by  BIGINT,
    -- a colleague's deliberate act within the person's working time (N6)
    avoided    BOOLEAN NOT NULL,
    -- empty; done (by the person), elsewhere, no_longer_needed
    settled    TEXT NOT NULL,
    digest_id  TEXT,
    -- a question of Cairn's own (N8)
    question   BOOLEAN NOT NULL DEFAULT FALSE,
    at         BIGINT NOT NULL
);
CREATE INDEX notification_waiting ON notification (person_id, seq) WHERE digest_id IS NULL AND settled = '';
CREATE INDEX notification_thread ON notification (person_id, thread, seq);
CREATE INDEX notification_person ON notification (person_id, seq);
CREATE INDEX notification_digest ON notification (digest_id, seq) WHERE digest_id IS NOT NULL;
CREATE INDEX notification_avoided ON notification (person_id, at) WHERE avoided;
CREATE INDEX notification_question ON notification (person_id, seq) WHERE question;

-- What a person has chosen; no row: the defaults.
CREATE TABLE notification_settings (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    settings  TEXT NOT NULL,
    revision  BIGINT NOT NULL
);

-- One row a person. It only says when to look; what there is to tell is in
-- notification.
CREATE TABLE digest_schedule (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    -- 0: what it was computed from has changed, look at once
    next_at   BIGINT NOT NULL,
    -- the digest hours up to this instant are over
    past      BIGINT NOT NULL
);
CREATE INDEX digest_schedule_next ON digest_schedule (next_at, person_id);
INSERT INTO digest_schedule (person_id, next_at, past) SELECT id, 0, created_at FROM person;

CREATE TABLE digest (
    id          TEXT NOT NULL PRIMARY KEY,
    person_id   TEXT NOT NULL REFERENCES person (id),
    -- the notifications that it took
    first_seq   BIGINT NOT NULL,
    last_seq    BIGINT NOT NULL,
    -- which hour it is, and by which rule it came when it did
    local_date  TEXT NOT NULL,
    hour        TEXT NOT NULL,
    rule        TEXT NOT NULL,
    -- what happened while the person was away, as JSON
    away        TEXT,
    -- of its mail, whenever and however often that is sent (N5)
    message_id  TEXT NOT NULL,
    composed_at BIGINT NOT NULL,
    revision    BIGINT NOT NULL,
    UNIQUE (person_id, first_seq)
);
CREATE INDEX digest_person ON digest (person_id, composed_at, id);

CREATE TABLE interruption (
    id           TEXT NOT NULL PRIMARY KEY,
    sender_id    TEXT NOT NULL REFERENCES person (id),
    recipient_id TEXT NOT NULL REFERENCES person (id),
    task_id      TEXT,
    reason       TEXT NOT NULL,
    cannot_wait  BOOLEAN NOT NULL,
    -- right_call, digest_would_do; for the recipient's eyes
    rating       TEXT NOT NULL,
    rated_at     BIGINT,
    at           BIGINT NOT NULL,
    revision     BIGINT NOT NULL
);
CREATE INDEX interruption_recipient ON interruption (recipient_id, at, id);
CREATE INDEX interruption_sender ON interruption (sender_id, at, id);
