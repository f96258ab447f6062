-- IMAP and Maildir as ways in: whose mailbox a message was found in, and how far an account was read.
ALTER TABLE incoming ADD COLUMN mailbox TEXT;
ALTER TABLE incoming DROP CONSTRAINT incoming_way_check;
ALTER TABLE incoming ADD CONSTRAINT incoming_way_check CHECK (way IN ('lmtp', 'pipe', 'imap', 'maildir'));

CREATE TABLE imap_position (
    account TEXT PRIMARY KEY,
    uid_validity BIGINT NOT NULL,
    last_uid BIGINT NOT NULL,
    at BIGINT NOT NULL
);
