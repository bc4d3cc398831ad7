-- +goose Up
-- Persons, teams, the reporting line, and what makes their working time.

CREATE TABLE person (
    id                  TEXT NOT NULL PRIMARY KEY,
    name                TEXT NOT NULL,
    -- the name in lower case without accents: the order of lists, and for search
    sort_name           TEXT COLLATE "C" NOT NULL,
    -- in lower case
    email               TEXT NOT NULL UNIQUE,
    title               TEXT NOT NULL,
    -- owner, admin, member
    role                TEXT NOT NULL,
    time_zone           TEXT NOT NULL,
    working_hours       TEXT NOT NULL,
    focus               TEXT NOT NULL,
    holiday_region      TEXT NOT NULL,
    -- another with each change of the working time; what was computed from it is kept under it
    calendar_stamp      TEXT NOT NULL,
    how_to_work         TEXT NOT NULL,
    how_to_work_version BIGINT NOT NULL,
    manager_id          TEXT REFERENCES person (id),
    active              BOOLEAN NOT NULL,
    revision            BIGINT NOT NULL,
    created_at          BIGINT NOT NULL,
    updated_at          BIGINT NOT NULL
);
CREATE INDEX person_manager ON person (manager_id);
CREATE INDEX person_name ON person (sort_name, id);

-- One row: whoever changes the reporting line or a team takes it first (P1).
CREATE TABLE org_chart (
    id      BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL,
    -- another with each change of the workspace's holidays
    holiday_stamp TEXT NOT NULL
);
INSERT INTO org_chart (id, version, holiday_stamp) VALUES (1, 0, '');

CREATE TABLE team (
    id         TEXT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    lead_id    TEXT REFERENCES person (id),
    revision   BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE team_person (
    team_id   TEXT NOT NULL REFERENCES team (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (team_id, person_id)
);
CREATE INDEX team_person_person ON team_person (person_id);

CREATE TABLE time_off (
    id        TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    starts_on TEXT NOT NULL,
    ends_on   TEXT NOT NULL,
    -- for the person alone
    note      TEXT NOT NULL,
    revision  BIGINT NOT NULL
);
CREATE INDEX time_off_person ON time_off (person_id, starts_on);

-- The workspace's own holidays, beside those of the regions.
CREATE TABLE holiday (
    id       TEXT NOT NULL PRIMARY KEY,
    date     TEXT NOT NULL,
    name     TEXT NOT NULL,
    -- empty: everywhere
    region   TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX holiday_date ON holiday (date);
