//! One letter to one person, in the outbox.

use super::clock::Timestamp;
use super::ids::{ActorId, IncomingId, InvitationId, MailingId, MembershipId, NetworkId, OutgoingId};
use super::language::Language;
use super::letter::LetterKind;

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
