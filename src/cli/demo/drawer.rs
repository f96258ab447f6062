//! What the actors have sent: a mailbox shows it beside what came, and the page how Palabre read it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::domain::clock::Timestamp;
use crate::domain::ids::GatheringId;
use crate::workflow::standing::Tally;

/// A gathering's counts around one reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Of which gathering.
    pub gathering: GatheringId,
    /// Before the reply was handed over.
    pub before: Tally,
    /// Once it was read.
    pub after: Tally,
}

/// A message that an actor has sent.
#[derive(Debug)]
pub struct Sent {
    /// Order of sending, from 1.
    pub number: usize,
    /// Whose mailbox, addr-spec.
    pub from: String,
    /// Message-ID of the letter that it answers, without angle brackets.
    pub answers: String,
    /// Its own, without angle brackets.
    pub message_id: String,
    /// Its subject.
    pub subject: String,
    /// What was typed, without the quotation below.
    pub words: String,
    /// The message as handed over (RFC 5322).
    pub message: String,
    /// When.
    pub at: Timestamp,
    /// What changed by it, known for a visitor's own replies once they are read.
    pub counts: OnceLock<Counts>,
}

/// All that was sent, oldest first.
#[derive(Debug, Default)]
pub struct Drawer {
    sent: Mutex<Vec<Arc<Sent>>>,
    visited: AtomicBool,
}

/// A message that is about to be sent.
#[derive(Debug, Clone)]
pub struct Fresh {
    /// As in [`Sent`].
    pub from: String,
    /// As in [`Sent`].
    pub answers: String,
    /// As in [`Sent`].
    pub message_id: String,
    /// As in [`Sent`].
    pub subject: String,
    /// As in [`Sent`].
    pub words: String,
    /// As in [`Sent`].
    pub message: String,
}

impl Drawer {
    /// Messages that are kept; more aren't taken.
    pub const MOST: usize = 2_000;

    /// Keeps a message.
    pub fn keep(&self, fresh: Fresh, at: Timestamp) -> Arc<Sent> {
        let Fresh { from, answers, message_id, subject, words, message } = fresh;
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let number = sent.len().saturating_add(1);
        let counts = OnceLock::new();
        let kept = Arc::new(Sent { number, from, answers, message_id, subject, words, message, at, counts });
        sent.push(kept.clone());
        kept
    }

    /// All messages, oldest first.
    pub fn all(&self) -> Vec<Arc<Sent>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// The message of a number.
    pub fn get(&self, number: usize) -> Option<Arc<Sent>> {
        let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        sent.get(number.checked_sub(1)?).cloned()
    }

    /// Notes that a visitor wrote: from now on the counts aren't the story's alone.
    pub fn visited(&self) {
        self.visited.store(true, Ordering::SeqCst);
    }

    /// Whether a visitor has written.
    pub fn was_visited(&self) -> bool {
        self.visited.load(Ordering::SeqCst)
    }
}
