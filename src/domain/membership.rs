//! An actor in a network.

use super::clock::Timestamp;
use super::ids::{ActorId, MembershipId, NetworkId};
use super::language::Language;

crate::words! {
    /// What a member is in the network.
    MemberRole {
        /// Is invited to gatherings.
        Actor = "actor",
        /// Is invited, and runs the network.
        Organiser = "organiser",
        /// Gets the comptes rendus without being invited.
        Informed = "informed",
    }
}

/// A membership as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Number.
    pub id: MembershipId,
    /// In which network.
    pub network: NetworkId,
    /// Who.
    pub actor: ActorId,
    /// As what.
    pub role: MemberRole,
    /// Language of their letters; the network's where absent.
    pub language: Option<Language>,
    /// When they said stop; such a member gets no mail.
    pub stopped_at: Option<Timestamp>,
}
