//! The database: SQLite by default, PostgreSQL by URL, one SQL text for both.
//!
//! One file a table family; each declares its statements with [`statements!`], and a test prepares every one on both
//! databases. All access goes through a [`Tx`]: `db.read()` for a snapshot, `db.write()` for changes.

#[macro_use]
mod sql;
mod changes;
mod dialect;

pub mod agenda;
pub mod answers;
pub mod attendance;
pub mod debriefs;
pub mod decisions;
pub mod follow_ups;
pub mod gatherings;
pub mod incomings;
pub mod leases;
pub mod minutes;
pub mod networks;
pub mod outbox;
pub mod outcomes;
pub mod people;
pub mod positions;
pub mod timers;
pub mod tokens;
mod watch;

#[cfg(test)]
mod tests;

pub use changes::{Changes, Topic};
pub use dialect::{Db, Tx};

/// What can go wrong in the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database could not be opened.
    #[error("the database {url} can't be opened: {why}. {mend}")]
    Open {
        /// URL without its password.
        url: String,
        /// The driver's words.
        why: String,
        /// What to do.
        mend: &'static str,
    },
    /// A migration failed.
    #[error(
        "the database can't be brought to this version: {0}. Was it written by a newer palabre? Install that, or restore a back-up"
    )]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A statement failed.
    #[error("the database refused {name}: {source}")]
    Statement {
        /// Which, as `palabre::store::people::INSERT_ADDRESS`.
        name: &'static str,
        /// The driver's words.
        source: sqlx::Error,
    },
    /// The database can't be reached, or a commit failed.
    #[error("the database is away: {0}")]
    Away(#[from] sqlx::Error),
    /// A column holds what no version of palabre writes.
    #[error("the database holds `{value}` where {what} belongs; it was changed by hand or is damaged")]
    Corrupt {
        /// What should be there.
        what: &'static str,
        /// What is.
        value: String,
    },
}

impl Error {
    /// Whether the same would have succeeded at another moment: PostgreSQL chose this transaction to end a deadlock
    /// with another daemon's, or could not order the two. Nothing is wrong with what was to be done.
    pub fn is_passing(&self) -> bool {
        // deadlock_detected, serialization_failure, lock_not_available
        const PASSING: &[&str] = &["40P01", "40001", "55P03"];
        let (Error::Statement { source: sqlx::Error::Database(error), .. } | Error::Away(sqlx::Error::Database(error))) =
            self
        else {
            return false;
        };
        error.code().is_some_and(|code| PASSING.contains(&code.as_ref()))
    }
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;

/// Reads a word column.
fn word<T: std::str::FromStr>(what: &'static str, text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::Corrupt { what, value: text.to_owned() })
}

/// Reads a JSON column.
fn json<T: serde::de::DeserializeOwned>(what: &'static str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Error::Corrupt { what, value: text.to_owned() })
}

/// Writes a JSON column. Strings and numbers always can be.
fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
