-- IMAP and Maildir as ways in: whose mailbox a message was found in, and how far an account was read.
--
-- SQLite can't alter a CHECK. Its own way for a change that touches no row is to edit the schema's text
-- (https://www.sqlite.org/lang_altertable.html#otheralter): the table holds all raw mail, which a rebuild would write
-- twice. The column comes first, since ADD COLUMN edits that text too, by offsets from when it was last parsed.
ALTER TABLE incoming ADD COLUMN mailbox TEXT;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (way IN (''lmtp'', ''pipe''))', 'CHECK (way IN (''lmtp'', ''pipe'', ''imap'', ''maildir''))')
    WHERE type = 'table' AND name = 'incoming';
PRAGMA writable_schema = RESET;

CREATE TABLE imap_position (
    account TEXT PRIMARY KEY,
    uid_validity INTEGER NOT NULL,
    last_uid INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
