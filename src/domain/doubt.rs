//! A reading that a person must settle.

use super::clock::Timestamp;
use super::ids::{ActorId, DoubtId, IncomingId, InvitationId, NetworkId};

crate::words! {
    /// Why somebody must look.
    DoubtReason {
        /// What they said isn't sure.
        Answer = "answer",
        /// Who they are isn't sure.
        Identity = "identity",
        /// Somebody nobody knows.
        NewPerson = "new_person",
        /// They ask something.
        Question = "question",
        /// It could not be read or decided.
        Unreadable = "unreadable",
    }
}

/// A doubt as stored; its number stays its own in its network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Number of the row.
    pub id: DoubtId,
    /// In which network.
    pub network: NetworkId,
    /// What organisers call it.
    pub number: i64,
    /// Why.
    pub reason: DoubtReason,
    /// The message.
    pub incoming: IncomingId,
    /// The invitation it seems to be about.
    pub invitation: Option<InvitationId>,
    /// Who seems to write.
    pub actor: Option<ActorId>,
    /// From, as shown to people.
    pub from: String,
    /// The person's own words.
    pub words: String,
    /// Since when.
    pub raised_at: Timestamp,
    /// Until when.
    pub settled_at: Option<Timestamp>,
}
