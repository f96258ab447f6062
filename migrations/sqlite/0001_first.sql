-- Instants are UTC milliseconds, civil times text, ids never reused. Facts (answer, reading, delivery, decision)
-- are only ever inserted; the other columns that change are working state or a projection of decisions.

CREATE TABLE network (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
    zone TEXT NOT NULL,
    digest_at TEXT NOT NULL,
    programme_at TEXT,
    reminders TEXT NOT NULL,
    practical TEXT,
    threshold_percent INTEGER NOT NULL,
    mail_cap INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE organisation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE actor (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    organisation_id INTEGER REFERENCES organisation (id),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE address (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    actor_id INTEGER NOT NULL REFERENCES actor (id),
    email TEXT NOT NULL UNIQUE,
    verified_at INTEGER,
    undeliverable_at INTEGER,
    undeliverable_reason TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX address_actor ON address (actor_id, id);

CREATE TABLE membership (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL REFERENCES network (id),
    actor_id INTEGER NOT NULL REFERENCES actor (id),
    role TEXT NOT NULL CHECK (role IN ('actor', 'organiser', 'informed')),
    language TEXT CHECK (language IN ('fr', 'en')),
    stopped_at INTEGER,
    created_at INTEGER NOT NULL,
    UNIQUE (network_id, actor_id)
) STRICT;
CREATE INDEX membership_actor ON membership (actor_id);

CREATE TABLE series (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL REFERENCES network (id),
    title TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (network_id, title)
) STRICT;

CREATE TABLE gathering (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL REFERENCES network (id),
    series_id INTEGER REFERENCES series (id),
    number INTEGER,
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('meeting', 'visit')),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'open', 'held', 'cancelled')),
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    zone TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('in_person', 'online', 'hybrid')),
    place TEXT,
    link TEXT,
    places INTEGER,
    description TEXT,
    change INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX gathering_network ON gathering (network_id, state);

CREATE TABLE invitation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    gathering_id INTEGER NOT NULL REFERENCES gathering (id),
    actor_id INTEGER NOT NULL REFERENCES actor (id),
    role TEXT NOT NULL CHECK (role IN ('invited', 'presenter', 'informed')),
    state TEXT NOT NULL CHECK (state IN ('planned', 'queued', 'sent', 'cancelled')),
    place TEXT CHECK (place IN ('given', 'waiting', 'offered')),
    generation INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER,
    created_at INTEGER NOT NULL,
    UNIQUE (gathering_id, actor_id)
) STRICT;
CREATE INDEX invitation_actor ON invitation (actor_id);

CREATE TABLE incoming (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    fingerprint TEXT NOT NULL UNIQUE,
    way TEXT NOT NULL CHECK (way IN ('lmtp', 'pipe')),
    mail_from TEXT,
    recipients TEXT NOT NULL,
    raw BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('received', 'decided', 'aside')),
    failures INTEGER NOT NULL DEFAULT 0,
    last_error TEXT
) STRICT;
CREATE INDEX incoming_waiting ON incoming (id) WHERE state = 'received';

CREATE TABLE reading (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incoming_id INTEGER NOT NULL REFERENCES incoming (id),
    network_id INTEGER REFERENCES network (id),
    invitation_id INTEGER REFERENCES invitation (id),
    actor_id INTEGER REFERENCES actor (id),
    kind TEXT NOT NULL,
    identity TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reading_incoming ON reading (incoming_id);
CREATE INDEX reading_invitation ON reading (invitation_id);

CREATE TABLE answer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    invitation_id INTEGER NOT NULL REFERENCES invitation (id),
    intent TEXT NOT NULL CHECK (intent IN ('attending', 'regrets', 'tentative')),
    guests INTEGER NOT NULL,
    guest_names TEXT NOT NULL,
    delegate TEXT,
    mode TEXT CHECK (mode IN ('in_person', 'online')),
    partial INTEGER NOT NULL,
    note TEXT,
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'calendar', 'link', 'organiser')),
    said_by INTEGER REFERENCES actor (id),
    said_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    change INTEGER NOT NULL,
    incoming_id INTEGER REFERENCES incoming (id)
) STRICT;
CREATE INDEX answer_invitation ON answer (invitation_id, said_at, received_at, id);
CREATE UNIQUE INDEX answer_once ON answer (invitation_id, incoming_id);

CREATE TABLE doubt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL REFERENCES network (id),
    number INTEGER NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('answer', 'identity', 'new_person', 'question', 'unreadable')),
    incoming_id INTEGER NOT NULL REFERENCES incoming (id),
    invitation_id INTEGER REFERENCES invitation (id),
    actor_id INTEGER REFERENCES actor (id),
    sender TEXT NOT NULL,
    words TEXT NOT NULL,
    raised_at INTEGER NOT NULL,
    settled_at INTEGER,
    UNIQUE (network_id, number)
) STRICT;
CREATE INDEX doubt_invitation ON doubt (invitation_id);
CREATE INDEX doubt_open ON doubt (network_id) WHERE settled_at IS NULL;

CREATE TABLE mailing (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL REFERENCES network (id),
    gathering_id INTEGER REFERENCES gathering (id),
    kind TEXT NOT NULL,
    context TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE outgoing (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL REFERENCES network (id),
    cause TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    actor_id INTEGER NOT NULL REFERENCES actor (id),
    mailing_id INTEGER REFERENCES mailing (id),
    invitation_id INTEGER REFERENCES invitation (id),
    membership_id INTEGER REFERENCES membership (id),
    incoming_id INTEGER REFERENCES incoming (id),
    recipient TEXT NOT NULL,
    recipient_name TEXT NOT NULL,
    language TEXT NOT NULL,
    context TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    date INTEGER NOT NULL,
    boundary TEXT NOT NULL,
    in_reply_to TEXT,
    reference_ids TEXT NOT NULL,
    subject TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'held', 'sent', 'failed', 'dropped')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try INTEGER NOT NULL,
    not_after INTEGER,
    lease_until INTEGER,
    lease_owner TEXT,
    last_error TEXT,
    created_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX outgoing_due ON outgoing (next_try, id) WHERE state = 'queued';
CREATE INDEX outgoing_leased ON outgoing (lease_until) WHERE state = 'sending';
CREATE INDEX outgoing_invitation ON outgoing (invitation_id);
CREATE INDEX outgoing_answers ON outgoing (recipient, created_at) WHERE incoming_id IS NOT NULL;
CREATE INDEX outgoing_ended ON outgoing (network_id, ended_at) WHERE state IN ('failed', 'dropped');

CREATE TABLE delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    outgoing_id INTEGER NOT NULL REFERENCES outgoing (id),
    at INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'deferred', 'refused', 'bounced')),
    code INTEGER,
    enhanced TEXT,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX delivery_outgoing ON delivery (outgoing_id);
CREATE INDEX delivery_at ON delivery (at);

CREATE TABLE token (
    lookup TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE timer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL REFERENCES network (id),
    rule TEXT NOT NULL,
    subject TEXT NOT NULL,
    gathering_id INTEGER REFERENCES gathering (id),
    n INTEGER NOT NULL,
    occurrence TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'dropped')),
    reason TEXT,
    ended_at INTEGER,
    UNIQUE (rule, subject, n, occurrence)
) STRICT;
CREATE INDEX timer_due ON timer (due_at) WHERE state = 'waiting';

CREATE TABLE decision (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL REFERENCES network (id),
    what TEXT NOT NULL,
    subject TEXT NOT NULL,
    decided_by TEXT NOT NULL CHECK (decided_by IN ('rule', 'person', 'organiser', 'operator')),
    actor_id INTEGER REFERENCES actor (id),
    incoming_id INTEGER REFERENCES incoming (id),
    because TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX decision_subject ON decision (subject);
CREATE INDEX decision_network ON decision (network_id, at);
