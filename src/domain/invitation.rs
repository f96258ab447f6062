//! One gathering and one actor.

use super::ids::{ActorId, GatheringId, InvitationId};

crate::words! {
    /// As what somebody is invited.
    InvitationRole {
        /// To come.
        Invited = "invited",
        /// To tell a story.
        Presenter = "presenter",
        /// To know of it.
        Informed = "informed",
    }
}

crate::words! {
    /// How far the invitation has got.
    InvitationState {
        /// Will be sent at an hour that was approved.
        Planned = "planned",
        /// In the outbox.
        Queued = "queued",
        /// Taken over by the next server.
        Sent = "sent",
        /// Withdrawn.
        Cancelled = "cancelled",
    }
}

crate::words! {
    /// Where places are limited.
    Place {
        /// Has one.
        Given = "given",
        /// Waits for one.
        Waiting = "waiting",
        /// Was offered one.
        Offered = "offered",
    }
}

/// An invitation as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Number.
    pub id: InvitationId,
    /// To what.
    pub gathering: GatheringId,
    /// Whom.
    pub actor: ActorId,
    /// As what.
    pub role: InvitationRole,
    /// How far.
    pub state: InvitationState,
    /// Where places are limited.
    pub place: Option<Place>,
    /// Rises when its token is revoked or its letter goes to a corrected address.
    pub generation: i64,
}
