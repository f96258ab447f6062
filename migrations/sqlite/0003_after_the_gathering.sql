-- What comes of a gathering: who was there, the compte rendu, what it promises, the visit and what visitors bring back.
-- Facts (attendance, minutes_version, follow_up_event, debrief) are only ever inserted; state, owner and due date of a
-- follow-up are projections of its events.

ALTER TABLE gathering ADD COLUMN host_id INTEGER REFERENCES actor (id);

CREATE TABLE attendance (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    gathering_id INTEGER NOT NULL REFERENCES gathering (id),
    actor_id INTEGER REFERENCES actor (id),
    name TEXT NOT NULL,
    present INTEGER NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'link', 'organiser')),
    said_by INTEGER REFERENCES actor (id),
    incoming_id INTEGER REFERENCES incoming (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX attendance_gathering ON attendance (gathering_id, id);

CREATE TABLE minutes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL REFERENCES network (id),
    gathering_id INTEGER UNIQUE REFERENCES gathering (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'reviewed', 'sent')),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE minutes_version (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    minutes_id INTEGER NOT NULL REFERENCES minutes (id),
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    content TEXT NOT NULL,
    written_by INTEGER REFERENCES actor (id),
    incoming_id INTEGER REFERENCES incoming (id),
    at INTEGER NOT NULL,
    UNIQUE (minutes_id, number)
) STRICT;

CREATE TABLE follow_up (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL REFERENCES network (id),
    minutes_id INTEGER REFERENCES minutes (id),
    kind TEXT NOT NULL CHECK (kind IN ('visit', 'contact', 'action')),
    title TEXT NOT NULL,
    about TEXT,
    note TEXT,
    words TEXT NOT NULL,
    owner_id INTEGER REFERENCES actor (id),
    due_on TEXT,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'open', 'done', 'dropped')),
    visit_id INTEGER REFERENCES gathering (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX follow_up_network ON follow_up (network_id, state);
CREATE INDEX follow_up_visit ON follow_up (visit_id);

CREATE TABLE follow_up_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    follow_up_id INTEGER NOT NULL REFERENCES follow_up (id),
    what TEXT NOT NULL,
    words TEXT NOT NULL,
    actor_id INTEGER REFERENCES actor (id),
    incoming_id INTEGER REFERENCES incoming (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX follow_up_event_of ON follow_up_event (follow_up_id, id);

CREATE TABLE debrief (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    gathering_id INTEGER NOT NULL REFERENCES gathering (id),
    actor_id INTEGER NOT NULL REFERENCES actor (id),
    words TEXT NOT NULL,
    incoming_id INTEGER REFERENCES incoming (id),
    said_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX debrief_once ON debrief (gathering_id, incoming_id);

CREATE TABLE agenda_item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL REFERENCES network (id),
    kind TEXT NOT NULL CHECK (kind IN ('debrief', 'story', 'follow_up', 'typed')),
    words TEXT NOT NULL,
    debrief_id INTEGER UNIQUE REFERENCES debrief (id),
    follow_up_id INTEGER REFERENCES follow_up (id),
    raised_at INTEGER NOT NULL
) STRICT;
CREATE INDEX agenda_item_network ON agenda_item (network_id, raised_at);

CREATE INDEX decision_incoming ON decision (incoming_id);
CREATE INDEX reading_actor ON reading (actor_id);
