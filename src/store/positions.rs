//! How far each IMAP account was read.

use sqlx::FromRow;

use super::{Result, Tx};
use crate::domain::clock::Timestamp;

statements! {
    READ = "SELECT uid_validity, last_uid FROM imap_position WHERE account = $1";
    WRITE = "INSERT INTO imap_position (account, uid_validity, last_uid, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (account) DO UPDATE SET uid_validity = excluded.uid_validity, last_uid = excluded.last_uid, at = excluded.at";
}

/// Up to where a mailbox was read. A UID means something only under its UIDVALIDITY (RFC 3501 2.3.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Position {
    /// UIDVALIDITY of the mailbox.
    pub uid_validity: i64,
    /// The greatest UID of which this and all lower ones were taken in or told of.
    pub last_uid: i64,
}

/// Where the reading of an account stands; none before its first message.
///
/// # Errors
/// When the database is away.
pub async fn read(tx: &mut Tx, account: &str) -> Result<Option<Position>> {
    row!(tx, READ, Position, account)
}

/// Notes where the reading of an account stands.
///
/// # Errors
/// When the database is away.
pub async fn write(tx: &mut Tx, account: &str, position: Position, now: Timestamp) -> Result<()> {
    run!(tx, WRITE, account, position.uid_validity, position.last_uid, now.ms())?;
    Ok(())
}
