-- What comes of a gathering: who was there, the compte rendu, what it promises, the visit and what visitors bring back.
-- Facts (attendance, minutes_version, follow_up_event, debrief) are only ever inserted; state, owner and due date of a
-- follow-up are projections of its events.

ALTER TABLE gathering ADD COLUMN host_id BIGINT REFERENCES actor (id);

CREATE TABLE attendance (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gathering_id BIGINT NOT NULL REFERENCES gathering (id),
    actor_id BIGINT REFERENCES actor (id),
    name TEXT NOT NULL,
    present BOOLEAN NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'link', 'organiser')),
    said_by BIGINT REFERENCES actor (id),
    incoming_id BIGINT REFERENCES incoming (id),
    at BIGINT NOT NULL
);
CREATE INDEX attendance_gathering ON attendance (gathering_id, id);

CREATE TABLE minutes (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    network_id BIGINT NOT NULL REFERENCES network (id),
    gathering_id BIGINT UNIQUE REFERENCES gathering (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'reviewed', 'sent')),
    created_at BIGINT NOT NULL
);

CREATE TABLE minutes_version (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    minutes_id BIGINT NOT NULL REFERENCES minutes (id),
    number BIGINT NOT NULL,
    text TEXT NOT NULL,
    content TEXT NOT NULL,
    written_by BIGINT REFERENCES actor (id),
    incoming_id BIGINT REFERENCES incoming (id),
    at BIGINT NOT NULL,
    UNIQUE (minutes_id, number)
);

CREATE TABLE follow_up (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    network_id BIGINT NOT NULL REFERENCES network (id),
    minutes_id BIGINT REFERENCES minutes (id),
    kind TEXT NOT NULL CHECK (kind IN ('visit', 'contact', 'action')),
    title TEXT NOT NULL,
    about TEXT,
    note TEXT,
    words TEXT NOT NULL,
    owner_id BIGINT REFERENCES actor (id),
    due_on TEXT,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'open', 'done', 'dropped')),
    visit_id BIGINT REFERENCES gathering (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX follow_up_network ON follow_up (network_id, state);
CREATE INDEX follow_up_visit ON follow_up (visit_id);

CREATE TABLE follow_up_event (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    follow_up_id BIGINT NOT NULL REFERENCES follow_up (id),
    what TEXT NOT NULL,
    words TEXT NOT NULL,
    actor_id BIGINT REFERENCES actor (id),
    incoming_id BIGINT REFERENCES incoming (id),
    at BIGINT NOT NULL
);
CREATE INDEX follow_up_event_of ON follow_up_event (follow_up_id, id);

CREATE TABLE debrief (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gathering_id BIGINT NOT NULL REFERENCES gathering (id),
    actor_id BIGINT NOT NULL REFERENCES actor (id),
    words TEXT NOT NULL,
    incoming_id BIGINT REFERENCES incoming (id),
    said_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX debrief_once ON debrief (gathering_id, incoming_id);

CREATE TABLE agenda_item (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    network_id BIGINT NOT NULL REFERENCES network (id),
    kind TEXT NOT NULL CHECK (kind IN ('debrief', 'story', 'follow_up', 'typed')),
    words TEXT NOT NULL,
    debrief_id BIGINT UNIQUE REFERENCES debrief (id),
    follow_up_id BIGINT REFERENCES follow_up (id),
    raised_at BIGINT NOT NULL
);
CREATE INDEX agenda_item_network ON agenda_item (network_id, raised_at);

CREATE INDEX decision_incoming ON decision (incoming_id);
CREATE INDEX reading_actor ON reading (actor_id);
