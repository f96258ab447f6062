//! What a meeting will speak of.

use super::clock::Timestamp;
use super::ids::{DebriefId, FollowUpId};

crate::words! {
    /// Where a point comes from.
    AgendaKind {
        /// From what a visitor reports back.
        Debrief = "debrief",
        /// A récit de coopération that is planned.
        Story = "story",
        /// From a follow-up that is open.
        FollowUp = "follow_up",
        /// Typed by an organiser.
        Typed = "typed",
    }
}

/// A point. It belongs to the first meeting that begins after it was raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaItem {
    /// Where it comes from.
    pub kind: AgendaKind,
    /// What to speak of.
    pub words: String,
    /// The debrief.
    pub debrief: Option<DebriefId>,
    /// The follow-up.
    pub follow_up: Option<FollowUpId>,
    /// Since when.
    pub raised_at: Timestamp,
}
