//! The kinds of letters that leave.

use super::reading::Asked;

crate::words! {
    /// Which letter; also the name of its templates.
    LetterKind {
        /// Asks somebody to come.
        Invitation = "invitation",
        /// Asks the silent again.
        Reminder = "reminder",
        /// Says what was noted.
        Receipt = "receipt",
        /// Asks what was meant.
        Question = "question",
        /// Place, link and hour, shortly before.
        Practical = "practical",
        /// Says that date or hour have changed.
        Moved = "moved",
        /// Says that it won't take place.
        Cancelled = "cancelled",
        /// Confirms a stop; the last letter.
        Stopped = "stopped",
        /// The organisers' summary.
        Digest = "digest",
        /// What is coming up, to all members.
        Programme = "programme",
        /// Asks an organiser who was there.
        Attendance = "attendance",
        /// Asks a visitor what the visit inspired them.
        Debrief = "debrief",
        /// Asks the owner of a follow-up how it stands.
        FollowUp = "follow_up",
        /// Shows an organiser what they ordered, and waits for their "envoyer".
        Order = "order",
        /// Says what was done with a message that was no answer to an invitation.
        Noted = "noted",
        /// The compte rendu, to all who were there or had been invited.
        Minutes = "minutes",
        /// Its draft as it will be seen, to the organisers.
        MinutesReview = "minutes_review",
    }
}

impl LetterKind {
    /// Whether a program sends it of itself, so that it says Auto-Submitted (RFC 3834 5); the others were approved
    /// by a person.
    pub fn is_automatic(self) -> bool {
        !matches!(self, LetterKind::Invitation | LetterKind::Moved | LetterKind::Cancelled | LetterKind::Minutes)
    }

    /// Whether it answers one message: RFC 3834's `auto-replied`, against `auto-generated`.
    pub fn is_answer(self) -> bool {
        matches!(
            self,
            LetterKind::Receipt | LetterKind::Question | LetterKind::Stopped | LetterKind::Noted | LetterKind::Order
        )
    }

    /// What a reply to it speaks of. A reply to a letter that asks something else than who comes must be told from one
    /// that answers an invitation: its Reply-To carries its own token, and not the invitation's.
    pub fn asks(self) -> Asked {
        match self {
            LetterKind::Debrief => Asked::Debrief,
            LetterKind::FollowUp | LetterKind::Minutes => Asked::FollowUp,
            LetterKind::Attendance | LetterKind::Order | LetterKind::MinutesReview | LetterKind::Noted => Asked::Order,
            _ => Asked::Attendance,
        }
    }

    /// Whether it goes to many and can be stopped (RFC 2369, RFC 8058).
    pub fn is_bulk(self) -> bool {
        matches!(
            self,
            LetterKind::Invitation
                | LetterKind::Reminder
                | LetterKind::Practical
                | LetterKind::Moved
                | LetterKind::Cancelled
                | LetterKind::Programme
                | LetterKind::Minutes
        )
    }
}
