-- +goose Up
-- Requests that are sent again by a rule (W10).

CREATE TABLE request_template (
    id              TEXT NOT NULL PRIMARY KEY,
    asked_by_id     TEXT NOT NULL REFERENCES person (id),
    title           TEXT NOT NULL,
    why             TEXT NOT NULL,
    body            TEXT NOT NULL,
    kind            TEXT NOT NULL,
    -- a JSON array
    choices         TEXT NOT NULL,
    level           TEXT NOT NULL,
    open            BOOLEAN NOT NULL,
    enough          BIGINT NOT NULL,
    late_joiners    BOOLEAN NOT NULL,
    -- whom it names, as JSON
    targets         TEXT NOT NULL,
    -- an RRULE, by the dates of the asker's zone, counted from a date
    rule            TEXT NOT NULL,
    from_date       TEXT NOT NULL,
    send_time       TEXT NOT NULL,
    -- days from the sending to the due date; none: no date
    due_after       BIGINT,
    -- active, paused, ended
    state           TEXT NOT NULL,
    -- the next dates, as a JSON array, and when the first of them is
    next_dates      TEXT NOT NULL,
    next_at         BIGINT,
    sent            BIGINT NOT NULL,
    last_request_id TEXT,
    -- why it was not sent the last time
    problem         TEXT NOT NULL,
    revision        BIGINT NOT NULL,
    created_at      BIGINT NOT NULL
);
CREATE INDEX request_template_asker ON request_template (asked_by_id, state);
