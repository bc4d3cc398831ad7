-- +goose Up
-- How a person proves who they are. Secrets are stored hashed.

CREATE TABLE password (
    person_id  TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    hash       TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- Sessions, API tokens, invitations, password resets, changes of address and the
-- first-run link.
CREATE TABLE token (
    id           TEXT NOT NULL PRIMARY KEY,
    -- session, api, invitation, reset, address, undo, told, setup, reply
    kind         TEXT NOT NULL,
    hash         TEXT NOT NULL UNIQUE,
    -- nobody, for the first-run link
    person_id    TEXT REFERENCES person (id),
    -- for its owner to recognize it: a name, or the browser's own words
    name         TEXT NOT NULL,
    prefix       TEXT NOT NULL,
    -- what an API token may do, separated by spaces
    scopes       TEXT NOT NULL,
    -- by the day (rule N7)
    last_used_on TEXT,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    -- a letter's secret, made when it is sent: it ends with what it is of
    copy_of      TEXT REFERENCES token (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX token_person ON token (person_id, kind, created_at);
CREATE INDEX token_copy ON token (copy_of) WHERE copy_of IS NOT NULL;
