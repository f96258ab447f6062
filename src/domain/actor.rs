//! A person; speaks for an organisation or for themselves.

use super::ids::{ActorId, OrganisationId};

/// An actor as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Number.
    pub id: ActorId,
    /// Display name.
    pub name: String,
    /// The structure they speak for.
    pub organisation: Option<OrganisationId>,
}
