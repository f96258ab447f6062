-- Instants are UTC milliseconds, civil times text, ids never reused. Facts (answer, reading, delivery, decision)
-- are only ever inserted; the other columns that change are working state or a projection of decisions.

CREATE TABLE network (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
    zone TEXT NOT NULL,
    digest_at TEXT NOT NULL,
    programme_at TEXT,
    reminders TEXT NOT NULL,
    practical TEXT,
    threshold_percent BIGINT NOT NULL,
    mail_cap BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE organisation (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

CREATE TABLE actor (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT NOT NULL,
    organisation_id BIGINT REFERENCES organisation (id),
    created_at BIGINT NOT NULL
);

CREATE TABLE address (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    actor_id BIGINT NOT NULL REFERENCES actor (id),
    email TEXT NOT NULL UNIQUE,
    verified_at BIGINT,
    undeliverable_at BIGINT,
    undeliverable_reason TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX address_actor ON address (actor_id, id);

CREATE TABLE membership (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    network_id BIGINT NOT NULL REFERENCES network (id),
    actor_id BIGINT NOT NULL REFERENCES actor (id),
    role TEXT NOT NULL CHECK (role IN ('actor', 'organiser', 'informed')),
    language TEXT CHECK (language IN ('fr', 'en')),
    stopped_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (network_id, actor_id)
);
CREATE INDEX membership_actor ON membership (actor_id);

CREATE TABLE series (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    network_id BIGINT NOT NULL REFERENCES network (id),
    title TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (network_id, title)
);

CREATE TABLE gathering (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    network_id BIGINT NOT NULL REFERENCES network (id),
    series_id BIGINT REFERENCES series (id),
    number BIGINT,
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('meeting', 'visit')),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'open', 'held', 'cancelled')),
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    zone TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('in_person', 'online', 'hybrid')),
    place TEXT,
    link TEXT,
    places BIGINT,
    description TEXT,
    change BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);
CREATE INDEX gathering_network ON gathering (network_id, state);

CREATE TABLE invitation (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gathering_id BIGINT NOT NULL REFERENCES gathering (id),
    actor_id BIGINT NOT NULL REFERENCES actor (id),
    role TEXT NOT NULL CHECK (role IN ('invited', 'presenter', 'informed')),
    state TEXT NOT NULL CHECK (state IN ('planned', 'queued', 'sent', 'cancelled')),
    place TEXT CHECK (place IN ('given', 'waiting', 'offered')),
    generation BIGINT NOT NULL DEFAULT 0,
    sent_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (gathering_id, actor_id)
);
CREATE INDEX invitation_actor ON invitation (actor_id);

CREATE TABLE incoming (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE,
    way TEXT NOT NULL CHECK (way IN ('lmtp', 'pipe')),
    mail_from TEXT,
    recipients TEXT NOT NULL,
    raw BYTEA NOT NULL,
    received_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('received', 'decided', 'aside')),
    failures BIGINT NOT NULL DEFAULT 0,
    last_error TEXT
);
CREATE INDEX incoming_waiting ON incoming (id) WHERE state = 'received';

CREATE TABLE reading (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incoming_id BIGINT NOT NULL REFERENCES incoming (id),
    network_id BIGINT REFERENCES network (id),
    invitation_id BIGINT REFERENCES invitation (id),
    actor_id BIGINT REFERENCES actor (id),
    kind TEXT NOT NULL,
    identity TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX reading_incoming ON reading (incoming_id);
CREATE INDEX reading_invitation ON reading (invitation_id);

CREATE TABLE answer (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    invitation_id BIGINT NOT NULL REFERENCES invitation (id),
    intent TEXT NOT NULL CHECK (intent IN ('attending', 'regrets', 'tentative')),
    guests BIGINT NOT NULL,
    guest_names TEXT NOT NULL,
    delegate TEXT,
    mode TEXT CHECK (mode IN ('in_person', 'online')),
    partial BOOLEAN NOT NULL,
    note TEXT,
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'calendar', 'link', 'organiser')),
    said_by BIGINT REFERENCES actor (id),
    said_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    change BIGINT NOT NULL,
    incoming_id BIGINT REFERENCES incoming (id)
);
CREATE INDEX answer_invitation ON answer (invitation_id, said_at, received_at, id);
CREATE UNIQUE INDEX answer_once ON answer (invitation_id, incoming_id);

CREATE TABLE doubt (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    network_id BIGINT NOT NULL REFERENCES network (id),
    number BIGINT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('answer', 'identity', 'new_person', 'question', 'unreadable')),
    incoming_id BIGINT NOT NULL REFERENCES incoming (id),
    invitation_id BIGINT REFERENCES invitation (id),
    actor_id BIGINT REFERENCES actor (id),
    sender TEXT NOT NULL,
    words TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    settled_at BIGINT,
    UNIQUE (network_id, number)
);
CREATE INDEX doubt_invitation ON doubt (invitation_id);
CREATE INDEX doubt_open ON doubt (network_id) WHERE settled_at IS NULL;

CREATE TABLE mailing (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    network_id BIGINT NOT NULL REFERENCES network (id),
    gathering_id BIGINT REFERENCES gathering (id),
    kind TEXT NOT NULL,
    context TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE outgoing (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    network_id BIGINT NOT NULL REFERENCES network (id),
    cause TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    actor_id BIGINT NOT NULL REFERENCES actor (id),
    mailing_id BIGINT REFERENCES mailing (id),
    invitation_id BIGINT REFERENCES invitation (id),
    membership_id BIGINT REFERENCES membership (id),
    incoming_id BIGINT REFERENCES incoming (id),
    recipient TEXT NOT NULL,
    recipient_name TEXT NOT NULL,
    language TEXT NOT NULL,
    context TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    date BIGINT NOT NULL,
    boundary TEXT NOT NULL,
    in_reply_to TEXT,
    reference_ids TEXT NOT NULL,
    subject TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'held', 'sent', 'failed', 'dropped')),
    attempts BIGINT NOT NULL DEFAULT 0,
    next_try BIGINT NOT NULL,
    not_after BIGINT,
    lease_until BIGINT,
    lease_owner TEXT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX outgoing_due ON outgoing (next_try, id) WHERE state = 'queued';
CREATE INDEX outgoing_leased ON outgoing (lease_until) WHERE state = 'sending';
CREATE INDEX outgoing_invitation ON outgoing (invitation_id);
CREATE INDEX outgoing_answers ON outgoing (recipient, created_at) WHERE incoming_id IS NOT NULL;
CREATE INDEX outgoing_ended ON outgoing (network_id, ended_at) WHERE state IN ('failed', 'dropped');

CREATE TABLE delivery (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    outgoing_id BIGINT NOT NULL REFERENCES outgoing (id),
    at BIGINT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'deferred', 'refused', 'bounced')),
    code BIGINT,
    enhanced TEXT,
    text TEXT NOT NULL
);
CREATE INDEX delivery_outgoing ON delivery (outgoing_id);
CREATE INDEX delivery_at ON delivery (at);

CREATE TABLE token (
    lookup TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);

CREATE TABLE timer (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    network_id BIGINT NOT NULL REFERENCES network (id),
    rule TEXT NOT NULL,
    subject TEXT NOT NULL,
    gathering_id BIGINT REFERENCES gathering (id),
    n BIGINT NOT NULL,
    occurrence TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'dropped')),
    reason TEXT,
    ended_at BIGINT,
    UNIQUE (rule, subject, n, occurrence)
);
CREATE INDEX timer_due ON timer (due_at) WHERE state = 'waiting';

CREATE TABLE decision (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    network_id BIGINT NOT NULL REFERENCES network (id),
    what TEXT NOT NULL,
    subject TEXT NOT NULL,
    decided_by TEXT NOT NULL CHECK (decided_by IN ('rule', 'person', 'organiser', 'operator')),
    actor_id BIGINT REFERENCES actor (id),
    incoming_id BIGINT REFERENCES incoming (id),
    because TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX decision_subject ON decision (subject);
CREATE INDEX decision_network ON decision (network_id, at);
