-- +goose Up
-- What leaves Cairn: one row for each thing that goes to a person by a channel.

CREATE TABLE delivery (
    id         TEXT NOT NULL PRIMARY KEY,
    person_id  TEXT NOT NULL REFERENCES person (id),
    -- email, webhook, push
    channel    TEXT NOT NULL,
    -- digest, interruption, unread, invitation, log_in; and which one
    carries    TEXT NOT NULL,
    object_id  TEXT NOT NULL,
    -- the same however often it is sent (N5)
    message_id TEXT NOT NULL,
    -- waiting, sent, dropped (there was nothing left to say), merged (into the
    -- next digest), dead
    state      TEXT NOT NULL,
    attempts   BIGINT NOT NULL,
    -- while it waits, when it is tried
    next_at    BIGINT,
    -- why it was not sent, in words that tell nothing of what it carries
    last_error TEXT NOT NULL,
    made_at    BIGINT NOT NULL,
    ended_at   BIGINT,
    UNIQUE (object_id, channel, person_id)
);
CREATE INDEX delivery_person ON delivery (person_id, channel, carries, id);
CREATE INDEX delivery_waiting ON delivery (next_at) WHERE state = 'waiting';
CREATE INDEX delivery_ended ON delivery (ended_at, id) WHERE ended_at IS NOT NULL;

-- One row: from it the tokens in mails are derived, which do one thing each.
CREATE TABLE delivery_key (
    id     BIGINT NOT NULL PRIMARY KEY,
    secret TEXT NOT NULL
);
INSERT INTO delivery_key (id, secret) VALUES (1, replace(CAST(gen_random_uuid() AS TEXT) || CAST(gen_random_uuid() AS TEXT), '-', ''));
