//! The processes: what follows from a message, a click, a command or the clock.
//!
//! Each command works in one transaction of its caller's, locks its subject, reads the state, decides, and writes all that
//! follows. An answer, a bounce and a roll call are decided by a pure function that returns [`effect::Effect`]s; minutes,
//! follow-ups and visits read and write as they go. Nothing here knows MIME or SMTP.

pub mod agenda;
pub mod answer;
pub mod asked;
pub mod attendance;
pub mod bounce;
pub mod change;
pub mod data;
pub mod digest;
pub mod edit;
pub mod effect;
pub mod follow_up;
pub mod heard;
pub mod invite;
mod letters;
pub mod minutes;
mod noted;
pub mod practical;
pub mod programme;
pub mod receive;
pub mod remind;
pub mod settle;
pub mod standing;
pub mod timetable;
pub mod visit;
pub mod wanted;
pub mod why;

use crate::domain::ids::Ids;
use crate::domain::token::TokenKey;
use crate::store;

/// What every process needs besides its transaction and the time.
#[derive(Debug, Clone)]
pub struct Desk {
    /// For Message-IDs and boundaries.
    pub ids: Ids,
    /// For tokens.
    pub key: TokenKey,
    /// Servers whose Authentication-Results are believed.
    pub trusted_authserv: Vec<String>,
}

/// What can go wrong in a process.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// What was asked can't be done.
    #[error("{what}: {why}. {mend}")]
    Refused {
        /// What was asked for.
        what: String,
        /// Why it can't be.
        why: String,
        /// What to do instead.
        mend: String,
    },
}

impl Error {
    /// A refusal with its three parts.
    pub fn refused(what: impl Into<String>, why: impl Into<String>, mend: impl Into<String>) -> Error {
        Error::Refused { what: what.into(), why: why.into(), mend: mend.into() }
    }

    /// Whether the same would have succeeded at another moment.
    pub fn is_passing(&self) -> bool {
        matches!(self, Error::Store(error) if error.is_passing())
    }
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;

/// The right side of a network's Message-IDs: the domain of its address.
pub fn domain_of(address: &str) -> &str {
    address.rsplit_once('@').map_or(address, |(_, domain)| domain)
}
