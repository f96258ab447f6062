//! One letter to one person, in the outbox.

use super::clock::Timestamp;
use super::ids::{ActorId, IncomingId, InvitationId, MailingId, MembershipId, NetworkId, OutgoingId};
use super::language::Language;

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
    }
}

impl LetterKind {
    /// Whether a program sends it of itself, so that it says Auto-Submitted (RFC 3834 5); the others were approved
    /// by a person.
    pub fn is_automatic(self) -> bool {
        !matches!(self, LetterKind::Invitation | LetterKind::Moved | LetterKind::Cancelled)
    }

    /// Whether it answers one message: RFC 3834's `auto-replied`, against `auto-generated`.
    pub fn is_answer(self) -> bool {
        matches!(self, LetterKind::Receipt | LetterKind::Question | LetterKind::Stopped)
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
        )
    }
}

crate::words! {
    /// Where a letter stands.
    OutgoingState {
        /// Waits for its time.
        Queued = "queued",
        /// A worker has it.
        Sending = "sending",
        /// An operator keeps it back.
        Held = "held",
        /// The next server accepted it.
        Sent = "sent",
        /// Given up; the reason is kept.
        Failed = "failed",
        /// No longer wanted; the reason is kept.
        Dropped = "dropped",
    }
}

/// A letter as written by a decision, before it has a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLetter {
    /// Whose.
    pub network: NetworkId,
    /// What makes it one.
    pub cause: super::cause::Cause,
    /// Its mailing, where it goes to many.
    pub mailing: Option<MailingId>,
    /// About which invitation; gives Reply-To its token.
    pub invitation: Option<InvitationId>,
    /// Of whom in the network; gives List-Unsubscribe and the organisers' Reply-To their tokens.
    pub membership: Option<MembershipId>,
    /// The message it answers.
    pub incoming: Option<IncomingId>,
    /// addr-spec.
    pub to: String,
    /// Display name.
    pub to_name: String,
    /// Language of the templates.
    pub language: Language,
    /// Personal part of the templates' data, a JSON object.
    pub context: String,
    /// In-Reply-To, without angle brackets.
    pub in_reply_to: Option<String>,
    /// References, without angle brackets, oldest first.
    pub references: Vec<String>,
    /// Not before.
    pub not_before: Timestamp,
    /// Not after: later it is dropped.
    pub not_after: Option<Timestamp>,
}

/// A letter of the outbox, with all that rendering needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Number.
    pub id: OutgoingId,
    /// Whose.
    pub network: NetworkId,
    /// Which letter.
    pub kind: LetterKind,
    /// Text form of its cause.
    pub cause: String,
    /// Whom.
    pub actor: ActorId,
    /// Its mailing.
    pub mailing: Option<MailingId>,
    /// About which invitation.
    pub invitation: Option<InvitationId>,
    /// Generation of that invitation's token.
    pub invitation_generation: i64,
    /// Of whom in the network.
    pub membership: Option<MembershipId>,
    /// The message it answers.
    pub incoming: Option<IncomingId>,
    /// addr-spec.
    pub to: String,
    /// Display name.
    pub to_name: String,
    /// Language.
    pub language: Language,
    /// Personal data for the templates.
    pub context: String,
    /// Without angle brackets; fixed for ever.
    pub message_id: String,
    /// Date field; fixed for ever.
    pub date: Timestamp,
    /// Seed of the MIME boundaries; fixed for ever.
    pub boundary: String,
    /// Without angle brackets.
    pub in_reply_to: Option<String>,
    /// Without angle brackets.
    pub references: Vec<String>,
    /// Attempts so far.
    pub attempts: i64,
    /// Later it is dropped.
    pub not_after: Option<Timestamp>,
}
