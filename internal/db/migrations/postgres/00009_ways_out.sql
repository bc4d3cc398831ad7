-- +goose Up
-- What people answer by mail, and the ways out beside mail.

-- One row for each message that was received at an address to answer to, so that
-- one that comes again changes nothing.
CREATE TABLE mail_answer (
    id         TEXT NOT NULL PRIMARY KEY,
    -- of its Message-ID and the token it was sent to
    hash       TEXT NOT NULL UNIQUE,
    token_id   TEXT NOT NULL,
    person_id  TEXT NOT NULL REFERENCES person (id),
    task_id    TEXT NOT NULL,
    -- what the word back refers to
    message_id TEXT NOT NULL,
    -- empty: it was understood; else why not, in Cairn's own words
    why        TEXT NOT NULL,
    at         BIGINT NOT NULL
);
CREATE INDEX mail_answer_task ON mail_answer (task_id, person_id, at);
CREATE INDEX mail_answer_at ON mail_answer (at);

-- A person's own address at a chat: counts and a link go there.
CREATE TABLE webhook (
    person_id  TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    url        TEXT NOT NULL,
    -- by which it proves that a message comes from here
    secret     TEXT NOT NULL,
    -- its person says that nobody else reads that channel
    mine_alone BOOLEAN NOT NULL,
    -- why the last message was not taken; empty: it was
    trouble    TEXT NOT NULL
);

-- One row for each browser that shows notices.
CREATE TABLE push_device (
    id         TEXT NOT NULL PRIMARY KEY,
    person_id  TEXT NOT NULL REFERENCES person (id),
    -- as the browser tells it, for its owner to recognize it
    name       TEXT NOT NULL,
    endpoint   TEXT NOT NULL UNIQUE,
    p256dh     TEXT NOT NULL,
    auth       TEXT NOT NULL,
    created_on TEXT NOT NULL
);
CREATE INDEX push_device_person ON push_device (person_id, id);

-- One row: by it the services of the browsers know this server (VAPID).
CREATE TABLE push_key (
    id          BIGINT NOT NULL PRIMARY KEY,
    private_key TEXT NOT NULL,
    public_key  TEXT NOT NULL
);
