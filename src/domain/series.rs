//! Numbered gatherings on one theme.

use super::ids::{NetworkId, SeriesId};

/// A series as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Number.
    pub id: SeriesId,
    /// Whose.
    pub network: NetworkId,
    /// As in "3e rencontre des Acteurs sur la coopération".
    pub title: String,
}
