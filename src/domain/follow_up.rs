//! Follow-ups: what the minutes promised.

use chrono::NaiveDate;

use super::clock::Timestamp;
use super::ids::{ActorId, FollowUpId, GatheringId, IncomingId, MinutesId, NetworkId};

crate::words! {
    /// What a follow-up is to become.
    FollowUpKind {
        /// Becomes a gathering of a small group.
        Visit = "visit",
        /// Becomes a story at a coming meeting.
        Contact = "contact",
        /// Anything else that somebody does.
        Action = "action",
    }
}

crate::words! {
    /// Where a follow-up stands.
    FollowUpState {
        /// Read in a draft; nobody has agreed to it yet.
        Proposed = "proposed",
        /// Somebody takes care of it.
        Open = "open",
        /// Done.
        Done = "done",
        /// Let go.
        Dropped = "dropped",
    }
}

/// A follow-up is due so many days after the compte rendu left, where nobody said when (21 days).
pub const DUE_AFTER_DAYS: u64 = 21;

/// A follow-up that nobody speaks of is asked about again after so many days (7 days), at most [`MOST_REMINDERS`] times.
pub const AGAIN_AFTER_DAYS: u64 = 7;

/// Beyond it only the digest speaks of a follow-up.
pub const MOST_REMINDERS: i64 = 3;

/// A follow-up as stored. State, owner and due date are what its history came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// Number.
    pub id: FollowUpId,
    /// In which network.
    pub network: NetworkId,
    /// The compte rendu that promised it.
    pub minutes: Option<MinutesId>,
    /// What it is to become.
    pub kind: FollowUpKind,
    /// Short.
    pub title: String,
    /// Whom or what is to be visited or contacted.
    pub about: Option<String>,
    /// What else was said of it.
    pub note: Option<String>,
    /// The words it comes from.
    pub words: String,
    /// Who takes care of it.
    pub owner: Option<ActorId>,
    /// By when, in the network's zone.
    pub due: Option<NaiveDate>,
    /// Where it stands.
    pub state: FollowUpState,
    /// The visit it became.
    pub visit: Option<GatheringId>,
}

crate::words! {
    /// What happened to a follow-up.
    FollowUpEvent {
        /// It was read in a compte rendu, or typed.
        Proposed = "proposed",
        /// It was agreed to.
        Opened = "opened",
        /// Somebody else takes care of it.
        Owner = "owner",
        /// It has another date.
        Due = "due",
        /// Its owner was asked.
        Reminded = "reminded",
        /// Somebody wants to take part.
        Volunteered = "volunteered",
        /// Somebody said something of it.
        Said = "said",
        /// It became a visit.
        Arranged = "arranged",
        /// It is done.
        Done = "done",
        /// It was let go.
        Dropped = "dropped",
    }
}

/// A line of a follow-up's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpEntry {
    /// Of which.
    pub follow_up: FollowUpId,
    /// What.
    pub what: FollowUpEvent,
    /// In whose words, or the new value.
    pub words: String,
    /// Who.
    pub actor: Option<ActorId>,
    /// From which message.
    pub incoming: Option<IncomingId>,
    /// When.
    pub at: Timestamp,
}
