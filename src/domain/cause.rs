//! What makes a letter one letter: one cause, one letter, whatever crashes, retries or runs twice.

use super::ids::ActorId;
use super::letter::LetterKind;

/// Kind, subject, actor and generation of a letter; its text form is unique in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cause {
    /// Which letter.
    pub kind: LetterKind,
    /// What it is about: `gathering:3`, `incoming:12`, `network:1`.
    pub subject: String,
    /// Whom it goes to.
    pub actor: ActorId,
    /// What may make it be written again: a change number, the n of a reminder, a civil date.
    pub generation: String,
}

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/actor:{}/{}", self.kind, self.subject, self.actor, self.generation)
    }
}
