//! What an organiser or a rule sends to many.

use super::ids::{GatheringId, MailingId, NetworkId};
use super::letter::LetterKind;

/// A mailing as approved: its template and what its letters share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailing {
    /// Number.
    pub id: MailingId,
    /// Whose.
    pub network: NetworkId,
    /// About which gathering.
    pub gathering: Option<GatheringId>,
    /// Which letter.
    pub kind: LetterKind,
    /// Shared part of the templates' data, a JSON object.
    pub context: String,
}
