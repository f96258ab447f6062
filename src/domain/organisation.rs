//! The association, theatre, company or council that an actor speaks for.

use super::ids::OrganisationId;

/// An organisation as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Number.
    pub id: OrganisationId,
    /// Its name, unique in the installation.
    pub name: String,
}
