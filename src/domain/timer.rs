//! Something that must happen at a time.

use std::time::Duration;

use super::clock::{DAY, Timestamp};
use super::ids::{GatheringId, NetworkId, TimerId};

/// A reminder leaves at least this long after the invitation (72 hours).
pub const AFTER_INVITATION: Duration = Duration::from_secs(3 * DAY.as_secs());

/// A reminder leaves at least this long before the start (24 hours).
pub const BEFORE_START: Duration = DAY;

crate::words! {
    /// What must happen.
    Rule {
        /// Approved invitations leave.
        Invite = "invite",
        /// The silent are reminded.
        Remind = "remind",
        /// Those who come get the practical information.
        Practical = "practical",
        /// The organisers' digest.
        Digest = "digest",
        /// The programme, to all members.
        Programme = "programme",
    }
}

crate::words! {
    /// Where it stands.
    TimerState {
        /// Not yet due, or due and not yet done.
        Waiting = "waiting",
        /// Done.
        Done = "done",
        /// Too late or no longer wanted; the reason is kept.
        Dropped = "dropped",
    }
}

/// A timer as stored. One hung on a gathering is keyed (rule, gathering, n) and its time moves with it; a periodic
/// one is keyed by its civil occurrence, so that a change of clock neither skips nor doubles it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timer {
    /// Number.
    pub id: TimerId,
    /// Whose.
    pub network: NetworkId,
    /// What.
    pub rule: Rule,
    /// On which gathering it hangs.
    pub gathering: Option<GatheringId>,
    /// Which of several under one rule.
    pub n: i64,
    /// Civil occurrence (`2027-03-28T08:00`) of a periodic one; empty for a gathering's.
    pub occurrence: String,
    /// When.
    pub due_at: Timestamp,
}
