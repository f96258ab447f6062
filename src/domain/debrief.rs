//! What a visitor reports back.

use super::clock::Timestamp;
use super::ids::{ActorId, DebriefId, GatheringId, IncomingId};

/// What a visitor reports back: their reply, an agenda item of the next meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debrief {
    /// Number.
    pub id: DebriefId,
    /// Of which visit.
    pub visit: GatheringId,
    /// Who.
    pub actor: ActorId,
    /// Their words.
    pub words: String,
    /// The message.
    pub incoming: Option<IncomingId>,
    /// When they were said.
    pub said_at: Timestamp,
    /// When they reached us.
    pub received_at: Timestamp,
}

/// Visitors are asked on the morning after the visit, at nine.
pub const ASKED_AT_HOUR: u32 = 9;
