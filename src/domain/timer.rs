//! Something that must happen at a time.

use std::time::Duration;

use super::clock::{DAY, Timestamp};
use super::ids::{FollowUpId, GatheringId, NetworkId, TimerId};

/// A reminder leaves at least this long after the invitation (72 hours).
pub const AFTER_INVITATION: Duration = Duration::from_secs(3 * DAY.as_secs());

/// A reminder leaves at least this long before the start (24 hours).
pub const BEFORE_START: Duration = DAY;

/// The organisers are asked who was there so long after the end (1 hour).
pub const AFTER_END: Duration = Duration::from_secs(3_600);

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
        /// The gathering is over: it was held, and the organisers are asked who was there.
        Attendance = "attendance",
        /// Visitors are asked what the visit inspired them.
        Debrief = "debrief",
        /// The owner of a follow-up is asked how it stands.
        FollowUp = "follow_up",
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
    /// On which follow-up it hangs.
    pub follow_up: Option<FollowUpId>,
    /// Which of several under one rule.
    pub n: i64,
    /// Civil occurrence (`2027-03-28T08:00`) of a periodic one; empty for a gathering's.
    pub occurrence: String,
    /// When.
    pub due_at: Timestamp,
}
