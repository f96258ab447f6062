//! Who or what settled something, and from what.

use super::clock::Timestamp;
use super::ids::{ActorId, IncomingId, NetworkId};

crate::words! {
    /// Who decided.
    By {
        /// A rule of Palabre's.
        Rule = "rule",
        /// A message of the person's own.
        Person = "person",
        /// An organiser.
        Organiser = "organiser",
        /// Somebody at the command line.
        Operator = "operator",
    }
}

/// A decision to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// In which network.
    pub network: NetworkId,
    /// What was done, a short verb form: `answer_recorded`, `gathering_moved`, `stopped`.
    pub what: &'static str,
    /// What it was done to: `invitation:12`, `gathering:3`, `membership:7`.
    pub subject: String,
    /// By whom.
    pub by: By,
    /// Which person, where it was one we know.
    pub actor: Option<ActorId>,
    /// From which message.
    pub incoming: Option<IncomingId>,
    /// Why, or what changed; for people.
    pub because: String,
    /// When.
    pub at: Timestamp,
}
